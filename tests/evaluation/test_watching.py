"""Figures that need a look are given to one person each, at most ten a day, and closed with what became of them."""

from collections.abc import Iterable
from datetime import date, datetime, timedelta
from typing import Any

import pytest

from huying.cases.models import Case
from huying.duties.public import category, coverage
from huying.evaluation.actions import close_alert, define_alert_rule, raise_alerts, see_alert
from huying.evaluation.definitions import shipped_alerts
from huying.evaluation.keeping import keep
from huying.evaluation.lookouts import burst
from huying.evaluation.models import Alert, AlertRule, Cursor, Standing, Tally
from huying.evaluation.queries.alerts import rule_words, rules_in_force
from huying.evaluation.queries.sums import area_scope
from huying.evaluation.watching import MOST_A_DAY
from huying.kernel.actor import SYSTEM
from huying.kernel.errors import Invalid, NotAllowed, NotFound
from huying.kernel.models import RateCount
from huying.notices.public import inbox
from huying.organisations.public import grant_role
from huying.territory.public import set_jurisdiction
from tests.cases.makers import MONDAY, NOISE, RUBBISH, filed, on, settle
from tests.people.makers import a_resident, person

pytestmark = pytest.mark.django_db
DECEMBER = on(35)


def a_sum(place_id: int, start: date, grain: str = "m", **counts: int) -> None:
    Tally.objects.create(slice="place", grain=grain, start=start, place_id=place_id, **counts)


@pytest.fixture
def town(definitions: None) -> Any:
    """A county with a reviewer and a commander that the database knows."""
    town = settle()
    set_jurisdiction(SYSTEM, area_id=town.county.pk, at=MONDAY)
    for who, role in (("考评员", "reviewer"), ("指挥长", "county_command")):
        account = town.actor(who).account_id
        grant_role(SYSTEM, account_id=account, role=role, area_id=town.county.pk, reason="任职", at=MONDAY)
    return town


def test_too_many_left_out_and_too_few_calls_are_told_once(town: Any) -> None:
    for month, inputs in ((8, 60), (9, 60), (10, 60), (11, 20)):
        a_sum(town.community.pk, date(2026, month, 1), inputs=inputs)
    Tally.objects.filter(start=date(2026, 11, 1)).update(finished=100, excluded=16, finish_due=40, finished_in_limit=39)
    assert raise_alerts(SYSTEM, at=DECEMBER) > 0
    assert raise_alerts(SYSTEM, at=DECEMBER) == 0
    found = {(one.code, one.scope_id): one for one in Alert.objects.all()}
    left_out = found["left_out", town.county.pk]
    assert (left_out.value, left_out.compared, left_out.owner_id) == (0.16, 0.15, town.actor("考评员").account_id)
    fall = found["fall", town.county.pk]
    assert (fall.value, fall.compared, fall.owner_id) == (20, 60, town.actor("指挥长").account_id)
    assert ("not_in_limit", town.county.pk) not in found

    with pytest.raises(NotAllowed):
        see_alert(town.actor("督办员"), alert_id=left_out.pk, at=DECEMBER)
    with pytest.raises(NotFound):
        see_alert(town.actor("派单员"), alert_id=left_out.pk, at=DECEMBER)
    see_alert(town.actor("考评员"), alert_id=left_out.pk, at=DECEMBER)
    with pytest.raises(Invalid):
        close_alert(town.actor("考评员"), alert_id=left_out.pk, text=" ", at=DECEMBER)
    closed = close_alert(town.actor("考评员"), alert_id=left_out.pk, text="已抽查五件，都有凭据", at=DECEMBER)
    assert closed.closed_at == DECEMBER


def test_an_alert_says_the_border_that_it_watches() -> None:
    told = {rule_words(AlertRule(**one), "name", "zh"): one["settings"] for one in shipped_alerts()
            if one["kind"] == "threshold"}  # fmt: skip
    assert told
    assert all(f"{one.get('above', one.get('below')):.0%}" in name for name, one in told.items())


def test_a_week_out_of_the_ordinary_is_told_and_an_ordinary_one_is_not(town: Any) -> None:
    for week, inputs in enumerate((20, 22, 19, 21, 20, 18, 22, 20)):
        a_sum(town.community.pk, date(2026, 10, 5) + timedelta(weeks=week), "d", inputs=inputs)
    a_sum(town.community.pk, date(2026, 11, 30), "d", inputs=22)
    raise_alerts(SYSTEM, at=on(38))
    assert not Alert.objects.filter(code="jump").exists()
    Tally.objects.filter(start=date(2026, 11, 30)).update(inputs=45)
    raise_alerts(SYSTEM, at=on(38))
    assert Alert.objects.filter(code="jump", scope_id=town.county.pk, value=45).exists()


def test_nobody_gets_more_than_ten_a_day(town: Any, client_as: Any) -> None:
    reviewer = town.actor("考评员")
    for nth in range(MOST_A_DAY):
        about = {"code": "left_out", "scope_kind": "unit", "scope_id": nth, "start": date(2026, 10, 1)}
        given = {"owner_id": reviewer.account_id, "given_on": DECEMBER.date(), "raised_at": DECEMBER}
        Alert.objects.create(**about, **given, value=1, compared=0)
    a_sum(town.community.pk, date(2026, 11, 1), finished=100, excluded=20)
    of_reviewer = Alert.objects.filter(owner_id=reviewer.account_id)
    raise_alerts(SYSTEM, at=DECEMBER)
    assert of_reviewer.count() == MOST_A_DAY
    raise_alerts(SYSTEM, at=on(36))
    assert of_reviewer.count() > MOST_A_DAY
    page = client_as(reviewer).get("/desk/figures/alerts/")
    assert page.status_code == 200
    first = Alert.objects.filter(owner_id=reviewer.account_id).last()
    assert first is not None
    refused = client_as(reviewer).post(f"/desk/figures/alerts/{first.pk}/close/", {"text": "x"})
    assert refused.status_code == 422
    assert 'value="x"' in refused.content.decode()


def weeks_of(sums: dict[str, Any], *, until: date, many: int, n: int, measure: str = "inputs") -> None:
    """`n` of a measure in each of so many weeks before a day."""
    for week in range(1, many + 1):
        Tally.objects.create(grain="d", start=until - timedelta(weeks=week), **sums, **{measure: n})


def test_who_fell_silent_is_noticed_unless_the_figures_themselves_are_late(town: Any) -> None:
    """Eight calls every week and now none; a unit that has open orders and hands in nothing any more."""
    first = DECEMBER.date() - timedelta(days=7)
    place, unit = town.community.pk, town.body("城管")
    weeks_of({"slice": "place", "place_id": place}, until=first, many=8, n=8)
    weeks_of({"slice": "unit", "body_id": unit}, until=first, many=8, n=6, measure="handed_in")
    quiet = town.body("住建")  # never had much: says nothing
    weeks_of({"slice": "unit", "body_id": quiet}, until=first, many=8, n=1, measure="handed_in")
    Standing.objects.create(body_id=unit, counts={"open": 3})
    raise_alerts(SYSTEM, at=DECEMBER)
    assert not Alert.objects.filter(code__startswith="silent").exists()  # nobody has read the journal yet

    Cursor.objects.create(name="journal", read_at=DECEMBER)
    raise_alerts(SYSTEM, at=DECEMBER)
    found = {(one.code, one.scope): one for one in Alert.objects.filter(code__startswith="silent")}
    assert set(found) == {
        ("silent_place", f"area-{town.street.pk}"), ("silent_place", f"area-{place}"), ("silent_unit", f"unit-{unit}"),
    }  # fmt: skip
    one = found["silent_place", f"area-{place}"]
    assert (one.value, one.compared, one.due_on) == (0, 8, DECEMBER.date() + timedelta(days=3))
    Alert.objects.all().delete()
    Tally.objects.create(slice="place", grain="d", start=first, place_id=place, inputs=1)
    raise_alerts(SYSTEM, at=DECEMBER)
    assert not Alert.objects.filter(code="silent_place").exists()


MIDDLE = on(44, 9)
"""A Monday with four whole weeks of the town behind it."""


def calls(town: Any, category_code: str, day: datetime, who: Iterable[int], **given: Any) -> None:
    """Each of these neighbours calls once about this kind of matter, as often as they are named."""
    for nth, number in enumerate(who):
        RateCount.objects.all().delete()  # nobody may call as often as this
        if f"邻居{number}" not in town.actors:
            town.actors[f"邻居{number}"] = person(a_resident("邻*", phone=f"1380000{number:04d}"))
        filed(town, by=f"邻居{number}", at=day + timedelta(minutes=nth), category_code=category_code, **given)


def test_many_people_with_one_kind_of_matter_are_a_burst_and_one_who_calls_often_is_not(
    town: Any, client_as: Any, django_assert_max_num_queries: Any
) -> None:
    """Six people where there was one a week; not one who calls twelve times, nor six of a usual four, nor what is
    confidential, nor whom nobody knows."""
    AlertRule.objects.filter(code="burst").update(settings={"weeks": 3, "sigmas": 3, "least": 5})
    yesterday, place = MIDDLE - timedelta(days=1), town.community.pk
    for week in (1, 2, 3):
        calls(town, NOISE, yesterday - timedelta(weeks=week), [0, 0, 0])
        calls(town, RUBBISH, yesterday - timedelta(weeks=week), range(4))
    for kind, who, hidden in (
        (NOISE, range(6), "P0"), (RUBBISH, range(6), "P0"), ("0101", [0] * 12, "P0"), ("0102", range(6), "P1"),
        ("0104", range(6), "P2"),
    ):  # fmt: skip
        calls(town, kind, yesterday, who, confidentiality=hidden)
    keep(Case.objects.values_list("pk", flat=True), at=MIDDLE)
    with django_assert_max_num_queries(9):
        assert len(list(burst(rules_in_force(MIDDLE.date())[0], area_scope(town.county.pk), at=MIDDLE))) == 1
    assert raise_alerts(SYSTEM, at=MIDDLE) > 0
    [one] = Alert.objects.filter(code="burst")
    assert (one.matter, one.scope, one.value, one.compared) == (NOISE, f"area-{place}", 6, 1)
    assert one.owner_id == town.actor("统筹员").account_id
    assert raise_alerts(SYSTEM, at=MIDDLE) == 0

    street = client_as(town.actor("统筹员"))
    page = street.get("/desk/figures/alerts/").content.decode()
    matter = category(NOISE)
    assert matter is not None
    why = f"“{matter.name}”近 7 天有 6 个人反映，前 3 周平均每周 1 人"
    assert one.owner
    for told in (why, "接下来：", f"由 {one.owner.public_name} 看", one.due_on.isoformat()):
        assert told in page
    assert why in street.get("/desk/").content.decode()
    told_by = next(message for message in inbox(town.actor("统筹员")).items if why in message.text)
    assert "同一类事突然多了" in told_by.subject
    assert f"{one.due_on.month} 月 {one.due_on.day} 日" in told_by.text
    close_alert(town.actor("统筹员"), alert_id=one.pk, text="已并成一件，现场看过", at=MIDDLE)
    assert why not in street.get("/desk/").content.decode()
    assert "超出平时 3 倍波动才提醒" in street.get("/desk/figures/alerts/rules/").content.decode()


def test_a_matter_without_a_unit_is_told_to_whoever_keeps_the_lists(town: Any) -> None:
    raise_alerts(SYSTEM, at=DECEMBER)
    gaps = {gap.category.code: len(gap.places) for gap in coverage(area_path=town.county.path, on=DECEMBER.date()).gaps}
    assert gaps
    rows = Alert.objects.filter(code="no_unit")
    assert {one.matter: one.value for one in rows} == gaps
    assert all(one.owner_id in (None, town.actor("指挥长").account_id) for one in rows)  # nobody keeps lists here
    assert rows.exclude(owner=None).count() <= MOST_A_DAY


def test_a_rule_gets_a_new_version_from_a_day_and_its_numbers_keep_their_names(town: Any) -> None:
    command, tomorrow = town.actor("指挥长"), DECEMBER.date() + timedelta(days=1)
    given: dict[str, Any] = {"code": "burst", "reason": "少打扰", "at": DECEMBER}
    for changes, since in (({"settings": {"least": 8}}, DECEMBER.date()), ({"settings": {"person": 1}}, tomorrow)):
        with pytest.raises(Invalid):
            define_alert_rule(command, changes=changes, since=since, **given)
    with pytest.raises(NotAllowed):
        define_alert_rule(town.actor("督办员"), changes={}, since=tomorrow, **given)
    made = define_alert_rule(command, changes={"settings": {"least": 8}, "days": 4}, since=tomorrow, **given)
    assert (made.version, made.settings["least"], made.settings["sigmas"], made.days) == (3, 8, 3, 4)
    assert [one.version for one in rules_in_force(DECEMBER.date()) if one.code == "burst"] == [2]
    assert [one.version for one in rules_in_force(tomorrow) if one.code == "burst"] == [3]
    assert AlertRule.objects.get(code="burst", version=2).settings["least"] == 5
