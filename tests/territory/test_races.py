"""Two administrators at once: one change follows the other, and nobody is served what is over."""

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from datetime import date, datetime
from threading import Barrier
from zoneinfo import ZoneInfo

import pytest
from django.db import connection

from huying.calendars.actions import change_day
from huying.calendars.models import CalendarDay, WorkWeek
from huying.calendars.public import calendar
from huying.kernel.actor import SYSTEM
from huying.kernel.errors import DomainError
from huying.territory import public
from huying.territory.actions.life import create_area
from huying.territory.actions.moves import merge_areas
from huying.territory.actions.records import Decision, NewArea
from huying.territory.models import Area
from tests.territory.makers import a_district

pytestmark = [pytest.mark.race, pytest.mark.django_db(transaction=True)]
NOW = datetime(2026, 11, 16, 10, 0, tzinfo=ZoneInfo("Asia/Shanghai"))
DECISION = Decision(on=date(2026, 7, 1), reason="区划调整")


def at_once(*steps: Callable[[], object]) -> list[object]:
    """Every step in its own thread and connection, all let go together. A refusal is an answer."""
    start = Barrier(len(steps))

    def run(step: Callable[[], object]) -> object:
        start.wait(timeout=20)
        try:
            return step()
        except DomainError as refused:
            return refused
        finally:
            connection.close()

    with ThreadPoolExecutor(len(steps)) as pool:
        return list(pool.map(run, steps))


def test_eight_new_grids_at_once_get_eight_codes():
    town = a_district()

    def one_more() -> str:
        new = NewArea("grid", "又一网格")
        return create_area(SYSTEM, parent_id=town.community.pk, new=new, decision=DECISION, at=NOW).code

    codes = at_once(*[one_more] * 8)
    assert sorted(map(str, codes)) == [f"990106001001{n:03d}" for n in range(3, 11)]


def test_two_communities_merged_into_each_other_at_once_leave_one():
    town = a_district()
    a, b, _c = (area.pk for area in town.communities)
    answers = at_once(
        lambda: merge_areas(SYSTEM, source_ids=[a], into_id=b, decision=DECISION, at=NOW),
        lambda: merge_areas(SYSTEM, source_ids=[b], into_id=a, decision=DECISION, at=NOW),
    )
    assert sum(isinstance(answer, DomainError) for answer in answers) == 1
    assert Area.objects.filter(pk__in=[a, b], valid_to=None).count() == 1
    left = Area.objects.get(pk__in=[a, b], valid_to=None)
    assert {public.ancestor(grid.pk, "community").id for grid in town.grids[:3]} == {left.pk}


def test_the_first_changes_of_a_calendar_at_once_fill_it_once_and_both_count():
    days = [date(2026, 12, 1), date(2026, 12, 2), date(2026, 12, 3), date(2026, 12, 4)]
    calendar()
    answers = at_once(
        *[lambda day=day: change_day(SYSTEM, day=day, works=False, reason="停水", at=NOW) for day in days]
    )
    assert not any(isinstance(answer, Exception) for answer in answers)
    assert WorkWeek.objects.count() == 1
    assert CalendarDay.objects.filter(kind="own").count() == 4
    assert not any(calendar().is_working_day(day) for day in days)
