"""What cases do when others announce."""

from huying.calendars.events import CalendarYearPublished
from huying.cases.firing import recount_provisional
from huying.kernel.journal import on
from huying.kernel.models import JournalRow


@on(CalendarYearPublished)
def recount_what_was_provisional(event: CalendarYearPublished, row: JournalRow) -> None:
    """Idempotent: what has been counted again is no longer provisional, or gives the same date."""
    recount_provisional(at=row.at)
