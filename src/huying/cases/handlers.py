"""What cases do when others announce."""

from django.utils.translation import gettext_lazy as _

from huying.calendars.events import CalendarYearPublished, WorkDayChanged, WorkHoursChanged
from huying.calendars.public import WorkCalendar, counts_moves
from huying.cases.firing import recount_clocks
from huying.cases.queries.recount import clocks_that_move
from huying.kernel.journal import Event, on
from huying.kernel.models import JournalRow


@on(CalendarYearPublished)
@on(WorkDayChanged)
@on(WorkHoursChanged)
def recount_what_moved(event: Event, row: JournalRow) -> None:
    """Idempotent: what has been counted again gives the same date."""
    recount_clocks(at=row.at)


@counts_moves("cases", _("在办诉求"))
def cases_that_would_move(before: WorkCalendar, after: WorkCalendar) -> int:
    """For the calendar page: how many cases would be due at another time."""
    return len({one.case_id for one in clocks_that_move(after)})
