"""Mechanisms of the figures, each shown as the inventory asks for it, of cases that were lived."""

import pytest

from huying.cases import actions as do
from huying.cases.states import S
from huying.evaluation.public import (
    area_scope,
    keep,
    load_definitions,
    month_of,
    sums_of,
    unit_scope,
    values_of,
)
from huying.kernel.actor import SYSTEM
from tests.cases.keeping import _one_town
from tests.cases.makers import MONDAY, Life, a_case, on, settle

__all__ = ["_one_town"]
pytestmark = pytest.mark.django_db
NOVEMBER = month_of(MONDAY.date())


def test_the_chain_of_command_of_a_month_is_a_median_over_the_units_that_held_the_order():
    """Two matters done by the unit they were first sent to, one by the second: the median is one; hours in bands."""
    town = settle()
    load_definitions(SYSTEM, at=MONDAY)
    straight = [a_case(town, in_state=S.TO_BE_JUDGED).pk for _nth in range(2)]
    passed_on = Life(town, a_case(town, in_state=S.RETURNED).pk, on(16, 9, 10))
    sending = do.Sending(town.body("住建"), reason="按清单属住建", by_phone=True)
    do.accept_return(passed_on.by("派单员"), sending=sending, text="退单有理", **passed_on.next())
    for step in ("sign", "hand_in", "approve"):
        getattr(passed_on, step)()
    keep([*straight, passed_on.case_id], at=on(20))

    county = area_scope(town.county.pk)
    assert county is not None
    counts = sums_of(county, NOVEMBER)
    assert (counts["hops_1"], counts["hops_2"]) == (2, 1)
    value = values_of(county, counts, on=NOVEMBER.last_day)["I58"]
    assert (value.value, value.n, value.enough) == (1, 3, False), "three are fewer than the least n, and it says so"
    assert sum(counts[name] for name in ("hours_8", "hours_24", "hours_72", "hours_120")) == 3


def test_a_department_that_was_called_has_its_rates_of_answering_and_of_being_there():
    """One of two calls was answered and reached in time; the rates stand with the department, not with the caller."""
    town = settle()
    load_definitions(SYSTEM, at=MONDAY)
    called = [a_case(town, in_state=S.ESCALATED).pk for _nth in range(2)]
    do.answer_whistle(town.actor("住建经办"), case_id=called[0], coming=True, text="", at=on(16, 10))
    do.arrive(town.actor("住建经办"), case_id=called[0], at=on(16, 10, 30), rating_of_caller=4)
    keep(called, at=on(16, 12))

    department, caller = unit_scope(town.body("住建")), unit_scope(town.body("城管"))
    assert department is not None
    assert caller is not None
    counts = sums_of(department, NOVEMBER)
    values = values_of(department, counts, on=NOVEMBER.last_day)
    assert [(values[code].value, values[code].n) for code in ("I28", "I28b")] == [(0.5, 2), (0.5, 2)]
    assert sums_of(caller, NOVEMBER)["called"] == 0
