"""Coverage is computed from bodies, posts and areas, street by street, with a list of what is missing."""

from datetime import date, timedelta

import pytest

from huying.kernel.actor import SYSTEM
from huying.organisations.models import Body, ServedArea
from huying.organisations.public import Term, actor_for, appoint
from huying.organisations.queries.coverage import coverage, ending_soon
from huying.territory.public import set_jurisdiction
from tests.organisations.makers import AT, DAY, Town, a_body, a_holder, a_post, a_town, an_account, an_area

pytestmark = pytest.mark.django_db
TODAY = AT.date()


@pytest.fixture
def town() -> Town:
    town = a_town()
    set_jurisdiction(SYSTEM, area_id=town.county.pk, at=AT)
    return town


def a_party_street(town: Town) -> Body:
    return a_body(town.streets[0], kind="P20", parent=a_body(town.county, kind="P10"))


def figures(town: Town, street: int = 0) -> dict[str, tuple[int, int, set[str]]]:
    """By measure: met, base, names of what is missing."""
    found = coverage(area_path=town.county.path, on=TODAY)
    here = next(one for one in found if one.street.id == town.streets[street].pk)
    return {f.measure.code: (f.met, f.base, {area.name for area in f.missing}) for f in here.figures}


def test_an_empty_place_has_no_percentage_of_nothing(town):
    found = coverage(area_path=town.county.path, on=TODAY)

    assert figures(town)["COV1"] == (0, 0, set())
    assert figures(town)["COV10"] == (0, 2, {town.communities[0].name, town.communities[1].name})
    assert next(f for f in found[0].figures if f.measure.code == "COV3").percent is None


def test_each_figure_counts_what_stands_there_and_names_what_is_missing(town):
    first, second = town.communities[:2]
    street = a_party_street(town)
    committee = a_body(first, kind="R10")
    a_body(second, kind="R10")
    branch = a_body(first, kind="P30", parent=street)
    grid = a_body(town.grids[0], kind="P40", parent=branch)
    whole, half = (an_area(name, level="estate", parent=town.grids[0]) for name in ("颐和公馆", "宁海里"))
    for estate in (whole, half):
        a_body(estate, kind="P50", parent=grid)
    a_body(whole, kind="O10")
    both = an_account()
    for post in (a_post(branch, "书记", kind="secretary"), a_post(committee, "主任", kind="director")):
        appoint(SYSTEM, post_id=post.pk, account_id=both.pk, term=Term(DAY), reason="任职", at=AT)

    assert figures(town) == {
        "COV1": (1, 2, {second.name}),
        "COV2": (1, 2, {town.grids[1].name}),
        "COV3": (2, 2, set()),
        "COV4": (1, 2, {"宁海里"}),
        "COV5": (1, 2, {"宁海里"}),
        "COV10": (0, 2, {first.name, second.name}),
        "COV11": (1, 2, {second.name}),
        "POSTED": (0, 1, {town.streets[0].name}),
    }


def test_a_station_that_serves_a_street_is_posted_there(town):
    station = a_body(town.streets[0], kind="G10")
    ServedArea.objects.create(body=station, area=town.streets[1], valid_from=DAY)

    assert [figures(town, street)["POSTED"][0] for street in (0, 1)] == [1, 1]


def test_terms_that_end_within_sixty_days_are_listed_for_who_keeps_them(town):
    party = a_body(town.communities[0], kind="P30", parent=a_party_street(town))
    post = a_post(party, "兼职委员", kind="part_time_member", seats=3)
    for until in (TODAY + timedelta(60), TODAY + timedelta(61), date(2027, 12, 31)):
        term = Term(DAY, until=until, part_time=True, remit="联系驻区单位")
        appoint(SYSTEM, post_id=post.pk, account_id=an_account().pk, term=term, reason="聘任", at=AT)
    keeper = actor_for(a_holder("security_admin", town.streets[0]).pk, at=AT)
    stranger = actor_for(a_holder("security_admin", town.streets[1]).pk, at=AT)

    assert [row.term_to for row in ending_soon(keeper, on=TODAY)] == [TODAY + timedelta(60)]
    assert list(ending_soon(stranger, on=TODAY)) == []
    assert figures(town)["COV10"][:2] == (1, 2)


def test_the_page_shows_the_table_and_opens_a_list_of_what_is_missing(town, client_as, django_assert_max_num_queries):
    client = client_as(actor_for(a_holder("security_admin", town.county).pk, at=AT))
    address = f"/manage/coverage/?street={town.streets[0].code}&measure=COV10"
    with django_assert_max_num_queries(40):
        page = client.get(address).content.decode()

    assert "组织覆盖" in page
    assert page.count(town.communities[0].name) == 1
    assert town.communities[2].name not in page
    assert client.get("/manage/coverage/?street=²&measure=x").status_code == 200
