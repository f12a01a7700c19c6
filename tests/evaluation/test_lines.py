"""The lines say what the cases say: kept step by step, repeated, or made again, they are always the same."""

from collections import Counter
from datetime import date, datetime, timedelta
from typing import Any

import pytest
from django.db import transaction
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st

from huying.cases import actions as do
from huying.cases.models import Arrival, Case, Clock, Rating, Reporter, Result, ReturnCase, WorkOrder
from huying.cases.public import Wanted, public_cases
from huying.cases.states import OPEN, S
from huying.evaluation.keeping import keep, sum_up_again
from huying.evaluation.measures import ALL, names_in
from huying.evaluation.models import Entry, LookAgain, OpenCase, Tally
from huying.evaluation.reading import day_of
from huying.kernel.models import RateCount
from tests.cases.makers import (
    ALL_WELL,
    MONDAY,
    NOISE,
    PARTLY,
    POLICY,
    WAYS,
    Life,
    a_case,
    filed,
    on,
    run_worker,
    settle,
)

pytestmark = pytest.mark.django_db
REACHED = [state for state in WAYS if state not in (S.ARCHIVED,)]


def kept_sums() -> dict[tuple[Any, ...], dict[str, int]]:
    """All sums without what is nought."""
    found = {}
    for row in Tally.objects.all():
        counts = {name: getattr(row, name) for name in ALL if getattr(row, name)}
        if counts:
            found[row.slice, row.grain, row.start, row.place_id, row.body_id, row.key, row.hidden] = counts
    return found


def counted_by_hand(at: datetime) -> Counter[tuple[str, date]]:
    """What the tables of the cases say, asked one by one and in another way than the lines are made."""
    found: Counter[tuple[str, date]] = Counter()

    def add(name: str, *moments: datetime | None) -> None:
        found.update((name, day_of(moment)) for moment in moments if moment)

    add("inputs", *Case.objects.values_list("filed_at", flat=True))
    add("inputs", *Reporter.objects.filter(main=False).values_list("joined_at", flat=True))
    add("dispatched", *WorkOrder.objects.values_list("sent_at", flat=True))
    add("returned", *ReturnCase.objects.values_list("order__sent_at", flat=True))
    done = WorkOrder.objects.filter(end_code="done")
    for order in done:
        result = Result.objects.filter(order=order, approved=True).latest("handed_in_at")
        rating = Rating.objects.filter(case=order.case_id, round=order.round).first()
        add("finished", result.handed_in_at)
        add("excluded" if rating and rating.excluded else "counted", result.handed_in_at)
        if rating and rating.rated and not rating.excluded:
            add("rated", result.handed_in_at)
            add("solved", *([result.handed_in_at] if rating.solved == "yes" else []))
            add("mostly", *([result.handed_in_at] if rating.satisfied == "mostly" else []))
        if order.case.round > order.round:
            add("reopened", result.handed_in_at)
    add("handed_in", *Result.objects.values_list("handed_in_at", flat=True))
    add("rejected", *Result.objects.filter(approved=False).values_list("handed_in_at", flat=True))
    add("called", *Arrival.objects.values_list("whistle__blown_at", flat=True))
    for clock in Clock.objects.filter(kind="accept"):
        if clock.met_at or clock.late or (clock.running and clock.due_at and clock.due_at < at):
            add("accept_due", clock.case.filed_at)
    add("accepted_in_time", *Clock.objects.filter(kind="accept", late=False, met_at__isnull=False)
        .values_list("case__filed_at", flat=True))  # fmt: skip
    late = WorkOrder.objects.filter(auto_signed=False, signed_at__isnull=False)
    add("signed_in_time", *late.exclude(end_code__in=("returned", "adjudicated")).values_list("sent_at", flat=True))
    return found


def sums_by_day(*names: str) -> Counter[tuple[str, date]]:
    found: Counter[tuple[str, date]] = Counter()
    for row in Tally.objects.filter(slice="place", grain="d"):
        found.update({(name, row.start): getattr(row, name) for name in names if getattr(row, name)})
    return found


def kept_as_public() -> set[str]:
    said = set(Entry.objects.values_list("case_id", "public"))
    assert len(said) == len({case_id for case_id, _public in said})  # all lines of a case say the same
    return set(Case.objects.filter(pk__in=[pk for pk, public in said if public]).values_list("number", flat=True))


def listed_for_everybody() -> set[str]:
    return {one.number for one in public_cases(Wanted(since=MONDAY), size=1000)}


@settings(
    max_examples=8,
    deadline=None,
    derandomize=True,
    suppress_health_check=list(HealthCheck),
    phases=[Phase.generate],
)
@given(
    lives=st.lists(
        st.tuples(st.sampled_from(REACHED), st.integers(0, 9), st.booleans(), st.booleans()), min_size=2, max_size=4
    ),
    wait=st.sampled_from([0, 2, 9, 40]),
)
def test_the_figures_are_what_recounting_the_cases_gives(lives: list[tuple[S, int, bool, bool]], wait: int) -> None:
    mark = transaction.savepoint()
    RateCount.objects.all().delete()  # the examples follow one another faster than anybody may call
    town = settle()
    for nth, (state, day, at_once, hidden) in enumerate(lives):
        began = MONDAY + timedelta(days=day, minutes=70 * nth)
        about = {"category_code": POLICY, "kind": "enquiry"} if state is S.ANSWERED else {}
        if hidden and state in (S.SUBMITTED, S.IN_HANDLING, S.WITHDRAWN):
            about = {"confidentiality": "P1"}
        case = a_case(town, in_state=state, at=began, **about)
        if at_once:
            keep([case.pk], at=began + timedelta(hours=1))
    at = MONDAY + timedelta(days=10 + wait)
    run_worker(at=at)
    everyone = list(Case.objects.values_list("pk", flat=True))
    keep(everyone, at=at)
    assert keep(everyone, at=at) == 0  # heard again: nothing changes

    by_hand = counted_by_hand(at)
    assert sums_by_day(*{name for name, _day in by_hand}) == by_hand
    assert kept_as_public() == listed_for_everybody()
    kept = kept_sums()
    sum_up_again()
    assert kept_sums() == kept
    shown = Case.objects.filter(state__in=[*OPEN, S.OPEN_MATTER]).values_list("pk", "due_at")
    assert dict(OpenCase.objects.values_list("pk", "due_at")) == dict(shown)
    transaction.savepoint_rollback(mark)


def names_of(case_id: int, occasion: str) -> list[set[str]]:
    rows = Entry.objects.filter(case_id=case_id, occasion=occasion).order_by("ref")
    return [set(names_in(marks)) for marks in rows.values_list("marks", flat=True)]


def test_time_alone_changes_a_line_and_the_case_is_looked_at_again() -> None:
    town = settle()
    case = a_case(town, in_state=S.IN_HANDLING)
    keep([case.pk], at=on(16, 10))
    assert names_of(case.pk, "limit") == []
    due = Clock.objects.get(case=case, kind="finish").due_at
    assert due is not None
    assert LookAgain.objects.get(pk=case.pk).at < due  # the contact first

    keep([case.pk], at=due + timedelta(seconds=1))

    assert names_of(case.pk, "limit") == [{"finish_due"}]
    assert not LookAgain.objects.filter(pk=case.pk).exists()


def test_an_extension_that_was_agreed_is_in_limit() -> None:
    town = settle()
    life = Life(town, a_case(town, in_state=S.IN_HANDLING).pk, on(16, 9, 10))
    do.ask_extension(life.unit("负责人"), amount=2, text="等配件到货", **life.next())
    do.decide_extension(life.by("派单员"), agreed=True, text="", **life.next())
    old_due = Clock.objects.get(case_id=life.case_id, kind="finish").origin_due_at
    life.at = old_due + timedelta(hours=1)
    life.hand_in()
    life.approve()

    keep([life.case_id], at=life.at)

    assert names_of(life.case_id, "limit") == [{"finish_due", "finished_in_limit"}]


def test_a_return_with_ground_is_nobodys_fault_and_a_bad_one_is_the_units() -> None:
    town = settle()
    good = Life(town, a_case(town, in_state=S.RETURNED).pk, on(16, 9, 10))
    bad = Life(town, a_case(town, in_state=S.RETURNED).pk, on(16, 9, 10))
    sending = do.Sending(town.body("住建"), reason="按清单属住建", by_phone=True)
    do.accept_return(good.by("派单员"), sending=sending, text="退单有理", **good.next())
    do.reject_return(bad.by("派单员"), text="清单写明属本单位", **bad.next())
    for life in (good, bad):
        life.sign()

    keep([good.case_id, bad.case_id], at=on(16, 12))

    first, second = names_of(good.case_id, "sent")
    assert first == {"dispatched", "returned", "returned_with_ground"}
    assert {"dispatched", "sign_due", "signed_in_time"} <= second
    assert {"dispatched", "returned", "bad_return", "sign_due", "signed_in_time"} == names_of(bad.case_id, "sent")[0]
    assert Entry.objects.get(case_id=bad.case_id, occasion="sent").reason == "not_ours"


def test_the_answers_of_each_round_go_to_the_order_that_answered_it() -> None:
    town = settle()
    life = Life(town, a_case(town, in_state=S.TO_BE_JUDGED).pk, on(17))
    do.rate(life.by("张先生"), answers=PARTLY, **life.next())
    keep([life.case_id], at=life.at)
    [first] = names_of(life.case_id, "done")
    assert {"finished", "counted", "rated", "partly", "mostly", "reopened", "hops_1"} <= first

    do.redispatch(life.by("派单员"), sending=life.sending(), **life.next())
    for step in ("sign", "hand_in", "approve"):
        getattr(life, step)()
    do.rate(life.by("张先生"), answers=ALL_WELL, **life.next())
    do.exclude_rating(
        life.by("考评员"), case_id=life.case_id, round=2, reason="waiting", text="等待规划批复，有文为证", at=life.at
    )
    keep([life.case_id], at=life.at)

    before, second = names_of(life.case_id, "done")
    assert before == first
    assert {"finished", "excluded"} <= second
    assert not second & {"counted", "rated", "solved", "satisfied", "hops_1"}


def test_merging_leaves_one_matter_and_two_inputs() -> None:
    town = settle()
    case = a_case(town, in_state=S.MERGED)
    keep([case.pk, case.merged_into_id or 0], at=on(17))

    assert "matters" not in names_of(case.pk, "filed")[0]
    assert {"inputs", "merged"} <= names_of(case.pk, "filed")[0]
    assert "matters" in names_of(case.merged_into_id or 0, "filed")[0]


def test_what_a_grid_worker_finds_first_counts_as_found() -> None:
    town = settle()
    found = filed(town, by="网格员", channel="grid", confidentiality="P2", category_code=NOISE).case
    told = filed(town, by="网格员", channel="grid", phone="13912345678", category_code=NOISE).case
    keep([found.pk, told.pk], at=on(16, 10))

    assert "found_by_staff" in names_of(found.pk, "filed")[0]
    assert "found_by_staff" not in names_of(told.pk, "filed")[0]


def test_many_cases_cost_as_many_queries_as_one(django_assert_max_num_queries: Any) -> None:
    town = settle()
    cases = [a_case(town, in_state=state).pk for state in (S.CLOSED, S.IN_HANDLING, S.REOPENED, S.SUBMITTED)]
    keep(cases, at=on(16, 10))
    with django_assert_max_num_queries(26):
        keep(cases, at=on(28))
