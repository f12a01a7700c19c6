"""Two calendars that need no database."""

from datetime import date

import pytest

from huying.calendars.public import WorkCalendar
from huying.calendars.seed import special_days, years
from huying.calendars.workcalendar import USUAL_WEEK, work_calendar


@pytest.fixture(scope="session")
def published() -> WorkCalendar:
    """The years as published."""
    return work_calendar(version="test", weeks=[(date(2000, 1, 1), USUAL_WEEK)], days=special_days(), published=years())


@pytest.fixture(scope="session")
def plain() -> WorkCalendar:
    """No holidays at all."""
    return work_calendar(version="plain", weeks=[(date(2000, 1, 1), USUAL_WEEK)], days={}, published=range(2000, 2071))
