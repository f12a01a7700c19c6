"""Deadline vectors from the domain, each with its own sentence."""

from datetime import date

import pytest

from huying.calendars.public import Limit
from tests.calendars.makers import on


def test_a_general_case_of_monday_morning_is_due_on_monday_of_the_next_week_at_the_close(plain):
    assert plain.due(on("2026-03-02 09:00"), Limit(5, "work_day")).at == on("2026-03-09 17:30")


def test_a_stopped_clock_keeps_its_27_hours_and_goes_on_to_thursday_two_in_the_afternoon(plain):
    due = plain.due(on("2026-03-02 09:00"), Limit(5, "work_day")).at
    left = plain.working_seconds(on("2026-03-04 10:00"), due)
    assert left == 27 * 3600
    assert plain.plus_working_seconds(on("2026-03-06 15:00"), left).at == on("2026-03-12 14:00")


def test_an_order_of_friday_afternoon_ends_on_friday_of_the_next_week(plain):
    assert plain.due(on("2026-03-06 16:00"), Limit(5, "work_day")).at == on("2026-03-13 17:30")


def test_a_saturday_worked_in_exchange_is_counted(published):
    assert published.is_working_day(date(2026, 10, 10))
    assert published.due(on("2026-10-09 10:00"), Limit(1, "work_day")).at == on("2026-10-10 17:30")


@pytest.mark.parametrize(
    ("sent", "right"),
    [
        ("2026-09-30 17:00", "2026-10-10 17:30"),
        ("2026-02-13 17:00", "2026-02-25 17:30"),
        ("2026-10-09 10:00", "2026-10-13 17:30"),
        ("2026-05-09 10:00", "2026-05-13 17:30"),
    ],
)
def test_the_four_deadlines_that_another_product_gets_wrong(published, sent, right):
    assert published.due(on(sent), Limit(3, "work_day")).at == on(right)
