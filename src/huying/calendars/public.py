"""What other contexts may ask of the working calendar, and do to it."""

from huying.calendars.actions import PublishedDay, change_day, change_hours, publish_year, seed_calendar
from huying.calendars.moves import counts_moves
from huying.calendars.queries import calendar, calendar_version
from huying.calendars.states import Unit
from huying.calendars.workcalendar import Due, Limit, OutOfCalendar, WorkCalendar

__all__ = [
    "Due", "Limit", "OutOfCalendar", "PublishedDay", "Unit", "WorkCalendar", "calendar", "calendar_version",
    "change_day", "change_hours", "counts_moves", "publish_year", "seed_calendar",
]  # fmt: skip
