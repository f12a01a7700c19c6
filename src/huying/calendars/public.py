"""What other contexts may ask of the working calendar."""

from huying.calendars.moves import counts_moves
from huying.calendars.queries import calendar, calendar_version
from huying.calendars.states import Unit
from huying.calendars.workcalendar import Due, Limit, OutOfCalendar, WorkCalendar

__all__ = ["Due", "Limit", "OutOfCalendar", "Unit", "WorkCalendar", "calendar", "calendar_version", "counts_moves"]
