"""What users of today's systems complain about, requests 11 to 15, told as this product tells it."""

import re

import pytest

from huying.cases import actions as do
from huying.cases.actions.filing import ANONYMOUS_AN_HOUR
from huying.cases.actions.orders import suggestion
from huying.cases.effort import find_nonce, make_challenge
from huying.cases.models import Case
from huying.cases.queries import Filters, already_reported, resident_view, search
from huying.cases.states import S
from huying.kernel.actor import GUEST, Actor
from huying.kernel.errors import NotAllowed, NotFound, TooMany
from huying.people.models import ReadLog
from tests.cases.makers import RUBBISH, filed, life_of, on, settle
from tests.duties.makers import a_list, an_item
from tests.organisations.makers import a_body, an_area
from tests.stories.plot import begin, due, live_on, told_to

pytestmark = pytest.mark.django_db


def test_complaint_11_a_neighbour_finds_the_report_joins_it_and_is_answered_too():
    """Duplicates with the authority's own system."""
    life = begin(S.IN_HANDLING)
    near = already_reported(category_code=RUBBISH, area_id=life.town.grid.pk, at=life.at)
    assert [one.number for one in near] == [life.case.number]
    mine = do.join_case(life.by("李阿姨"), **life.next())
    live_on(life, "hand_in", "approve")

    assert Case.objects.count() == 1
    assert told_to(life).count("answered") == 2
    neighbour = resident_view(life.by("李阿姨"), case_id=mine.case.pk, at=life.at)
    assert (neighbour.own, neighbour.words) == (False, "")


def test_complaint_12_another_county_has_other_units_by_its_own_lists():
    """Hard-coded to one city. The same matter, two counties, two kinds of units, no line of code."""
    town = settle()
    elsewhere = an_area("准格尔旗", level="county")
    water = a_body(elsewhere, "旗水务局", function="environment")
    a_list("L1", elsewhere, an_item(RUBBISH, "environment", title="生活垃圾"))
    here, there = filed(town).case, filed(town, area_id=elsewhere.pk).case

    assert suggestion(here, at=on(16, 10)).lead.id == town.body("城管")
    assert suggestion(there, at=on(16, 10)).lead.id == water.pk


def test_complaint_13_who_cannot_name_the_kind_of_matter_reports_without(client_as):
    """Choosing and changing the category."""
    town = settle()
    report = {
        "words": "门口那个东西又这样了，说了好几回。", "kind": "complaint", "area_id": town.grid.pk,
        "place": "3 单元门口", "confidentiality": "P0", "consent": "on", "category_code": "",
    }  # fmt: skip
    answer = client_as(town.resident).post("/report/", report)

    assert answer.status_code == 302
    assert Case.objects.get().category_code


def test_complaint_13_a_category_put_right_later_keeps_the_clock():
    life = begin(S.IN_HANDLING)
    before = due(life)
    change = do.Reclassification("wrong_category", category_code="0304")
    do.reclassify(life.by("派单员"), change=change, **life.next())

    assert (life.case.category_code, due(life)) == ("0304", before)
    assert told_to(life)[-1] == "changed"


def test_complaint_14_the_limit_on_anonymous_reports_really_limits():
    """A throttle without effect."""
    town = settle()

    def file() -> None:
        task = make_challenge(at=on(16), bits=4)
        filing = do.Filing("楼道堆满杂物，走不过去。", RUBBISH, area_id=town.grid.pk, confidentiality="P2")
        do.file_case(GUEST, filing=filing, at=on(16), proof=do.Proof(task.token, find_nonce(task.token, 4), "one"))

    for _nth in range(ANONYMOUS_AN_HOUR):
        file()
    with pytest.raises(TooMany):
        file()
    assert Case.objects.count() == ANONYMOUS_AN_HOUR


def test_complaint_14_the_search_keeps_no_personal_data():
    """The search index kept telephone numbers and names."""
    town = settle()
    words = "打13912345678找王小明，楼道灯坏了。"
    case = filed(town, by="受理员", channel="phone", name="王小明", phone="13912345678", words=words).case

    for marker in ("13912345678", "王小明"):
        assert search(town.actor("派单员"), filters=Filters(text=marker), at=on(16, 10)).items == []
    assert case.title == "楼道灯坏了"
    assert [row.id for row in search(town.actor("派单员"), filters=Filters(text=case.number), at=on(16, 10))] == [
        case.pk
    ]


def test_complaint_14_the_unit_complained_about_does_not_see_it_and_that_it_tried_is_written_down():
    town = settle()
    case = filed(town, target_body_id=town.body("街道"), words="街道窗口态度很差，一直推。").case

    with pytest.raises((NotFound, NotAllowed)):
        do.write_note(town.actor("街道负责人"), case_id=case.pk, text="是谁说的？", at=on(16, 10))
    kept = ReadLog.objects.get(thing="case", thing_id=case.pk)
    assert (kept.outcome, kept.account_id) == ("refused", town.actor("街道负责人").account_id)


def test_complaint_14_anonymous_from_the_report_to_the_rating_by_code_alone():
    """“Anonymous” leaked. Here no account, name or number stands anywhere on it."""
    town = settle()
    given = filed(town, by="受理员", channel="phone", confidentiality="P2")
    life = live_on(life_of(town, given.case, at=on(16)), "accept", "dispatch", "sign", "hand_in", "approve")
    by_code = Actor("guest", keys=(f"case:{life.case_id}",))
    do.rate(by_code, answers=do.Answers(True, "yes", "yes"), **life.next())

    reporter = life.case.reporters.get()
    assert (life.case.state, life.case.filed_by_id, reporter.account_id, reporter.record_id) == (
        S.CLOSED,
        None,
        None,
        None,
    )
    with pytest.raises((NotFound, NotAllowed)):
        do.read_reporter(town.actor("信息官"), case_id=life.case_id, at=life.at)


def test_complaint_15_a_place_is_told_in_words_and_no_map_is_needed(client_as):
    """A map unusable by screen reader. The place is a labelled line of text; the map is one more way."""
    town = settle()
    client = client_as(town.resident)
    page = client.get("/report/").content.decode()
    assert re.search(r'<label[^>]*for="id_place"', page)
    assert re.search(r'<input[^>]*type="text"[^>]*name="place"', page)
    report = {
        "words": "路口垃圾没人清，味道很大。", "kind": "complaint", "category_code": RUBBISH, "place": "颐和公馆",
        "confidentiality": "P0", "consent": "on",
    }  # fmt: skip
    answer = client.post("/report/", report)

    assert answer.status_code == 302
    case = Case.objects.get()
    assert (case.area_id, case.lon, case.place) == (town.estate.pk, None, "颐和公馆")
