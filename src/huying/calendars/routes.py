"""JSON routes of working time. Reading is open to everyone; changes need a system administrator."""

from datetime import date
from typing import Any

from ninja import Path, Router, Status

from huying.calendars import actions, queries, schemas
from huying.calendars.workcalendar import FIRST, LAST, ZONE, Limit, OutOfCalendar
from huying.kernel.edge import AskedRequest
from huying.kernel.errors import Invalid

router = Router()


@router.get("years/{year}", response=schemas.YearOut, auth=None, summary="一年的工作日历")
def one_year(request: AskedRequest, year: int = Path(..., ge=FIRST.year, le=LAST.year)) -> dict[str, Any]:
    """The days that differ from their weekday; `published` false means provisional."""
    return _year(year)


@router.post("due", response=schemas.DueOut, auth=None, summary="算时限")
def due(request: AskedRequest, body: schemas.LimitIn) -> Any:
    """When a limit that starts at a moment is over. A moment without a zone is taken as local."""
    start = body.start if body.start.tzinfo else body.start.replace(tzinfo=ZONE)
    try:
        return queries.calendar().due(start, Limit(body.amount, body.unit))
    except (OutOfCalendar, OverflowError) as error:
        raise Invalid(fields={"start": str(FIRST.year) + "–" + str(LAST.year)}) from error


@router.put("days/{day}", response=schemas.YearOut, summary="改一天")
def change_day(request: AskedRequest, day: date, body: schemas.DayIn) -> dict[str, Any]:
    """From today on; the year as it stands then is answered."""
    actions.change_day(request.actor, day=day, **body.dict(), at=request.at)
    return _year(day.year)


@router.put("years/{year}", response=schemas.YearOut, summary="录入放假安排")
def publish_year(
    request: AskedRequest, body: schemas.YearIn, year: int = Path(..., ge=FIRST.year, le=LAST.year)
) -> dict[str, Any]:
    days = [one.value() for one in body.days]
    actions.publish_year(request.actor, year=year, days=days, source=body.source, at=request.at)
    return _year(year)


@router.post("days/{day}/restore", response=schemas.YearOut, summary="恢复一天")
def restore_day(request: AskedRequest, day: date, body: schemas.WhyIn) -> dict[str, Any]:
    """Our own arrangement is taken back: what is published, or the weekday, holds again."""
    actions.restore_day(request.actor, day=day, reason=body.reason, at=request.at)
    return _year(day.year)


@router.put("hours", response={204: None}, summary="改作息时间")
def change_hours(request: AskedRequest, body: schemas.HoursIn) -> Status[None]:
    """From a day on, for the seven days of the week, Monday first."""
    actions.change_hours(
        request.actor, valid_from=body.valid_from, hours=body.value(), reason=body.reason, at=request.at
    )
    return Status(204, None)


def _year(year: int) -> dict[str, Any]:
    note, days = queries.year_note(year), queries.year_days(year)
    return {
        "year": year,
        "published": note.published,
        "source": note.source,
        "working_days": sum(day.works for day in days),
        "special": [day for day in days if day.kind],
    }
