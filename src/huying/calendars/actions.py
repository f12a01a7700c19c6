"""Changes of working time. Each takes the lock of the version, so that one follows another, and gives a fresh token."""

import uuid
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import date, datetime
from itertools import pairwise

from django.db import transaction
from django.utils.translation import gettext as _

from huying.calendars import seed
from huying.calendars.errors import DayIsPast
from huying.calendars.events import CalendarYearPublished, WorkDayChanged, WorkHoursChanged
from huying.calendars.models import CalendarDay, CalendarVersion, CalendarYear, WorkSpan, WorkWeek
from huying.calendars.moves import Moved, what_moves
from huying.calendars.queries import build, calendar
from huying.calendars.rules import rules
from huying.calendars.workcalendar import FIRST, LAST, USUAL_WEEK, ZONE, Hours
from huying.kernel.actor import Actor
from huying.kernel.errors import Invalid, NotFound
from huying.kernel.journal import announce


@dataclass(frozen=True, slots=True)
class PublishedDay:
    """A line of the notice: a holiday, or a day worked in exchange."""

    day: date
    works: bool
    name: str = ""


@transaction.atomic
def change_day(
    actor: Actor, *, day: date, works: bool, reason: str, at: datetime, name: str = "", as_weekday: int = 0
) -> CalendarDay:
    """Make one day a working day (with the hours of a weekday) or a free one, whatever was published."""
    _opened(actor, at)
    _check_day(day, reason, at)
    row, _made = CalendarDay.objects.update_or_create(
        day=day,
        kind="own",
        defaults={"works": works, "name": name.strip(), "as_weekday": as_weekday, "reason": reason.strip()},
    )
    announce(WorkDayChanged(row.pk, day, works), by=actor, at=at)
    return row


@transaction.atomic
def restore_day(actor: Actor, *, day: date, reason: str, at: datetime) -> None:
    """Take our own arrangement back: what is published, or the weekday, holds again."""
    _opened(actor, at)
    _check_day(day, reason, at)
    row = CalendarDay.objects.filter(day=day, kind="own").first()
    if row is None:
        raise NotFound(day=day.isoformat())
    pk = row.pk
    row.delete()
    announce(WorkDayChanged(pk, day, build("restored").is_working_day(day)), by=actor, at=at)


@transaction.atomic
def publish_year(actor: Actor, *, year: int, days: Iterable[PublishedDay], source: str, at: datetime) -> CalendarYear:
    """The notice for a year arrived (or was changed): its days replace what was published before; own days stay."""
    _opened(actor, at)
    days = list(days)
    _check_year(year, days, source)
    was_provisional = not CalendarYear.objects.filter(year=year).exists()
    CalendarDay.objects.filter(day__year=year).exclude(kind="own").delete()
    CalendarDay.objects.bulk_create(
        CalendarDay(day=d.day, kind="shifted" if d.works else "holiday", works=d.works, name=d.name.strip())
        for d in days
    )
    row, _made = CalendarYear.objects.update_or_create(
        year=year, defaults={"source": source.strip(), "published_at": at}
    )
    announce(CalendarYearPublished(year, was_provisional), by=actor, at=at)
    return row


@transaction.atomic
def change_hours(actor: Actor, *, valid_from: date, hours: Hours, reason: str, at: datetime) -> WorkWeek:
    """The usual hours of the week from a day on."""
    _opened(actor, at)
    _check_day(valid_from, reason, at)
    _check_hours(hours)
    week, _made = WorkWeek.objects.update_or_create(valid_from=valid_from, defaults={"reason": reason.strip()})
    _write_spans(week, hours)
    announce(WorkHoursChanged(week.pk, valid_from), by=actor, at=at)
    return week


@transaction.atomic
def seed_calendar(actor: Actor, *, at: datetime) -> bool:
    """Write the usual hours and the published years into the tables. False when they are already filled."""
    empty = not WorkWeek.objects.exists()
    _opened(actor, at)
    return empty


def preview(change: Callable[[], object]) -> list[Moved]:
    """What a change would move: it is made, looked at and taken back."""
    before = calendar()
    with transaction.atomic():
        change()
        after = build("preview")
        transaction.set_rollback(True)
    return what_moves(before, after)


def _opened(actor: Actor, at: datetime) -> None:
    """The one calendar: filled if it was empty, permitted, locked, with a fresh token."""
    CalendarVersion.objects.bulk_create([CalendarVersion(only=True)], ignore_conflicts=True)
    version = rules.door(actor, CalendarVersion.objects.all(), to="change", lock=True, only=True)
    version.token = uuid.uuid4()
    version.save(update_fields=["token"])
    if not WorkWeek.objects.exists():
        _fill(at)


def _fill(at: datetime) -> None:
    _write_spans(WorkWeek.objects.create(valid_from=FIRST, reason="seed"), USUAL_WEEK)
    CalendarYear.objects.bulk_create(CalendarYear(year=y, source=seed.SOURCE, published_at=at) for y in seed.years())
    CalendarDay.objects.bulk_create(
        CalendarDay(
            day=day, kind="shifted" if special.works else "holiday", works=special.works, name=seed.name_of(day)
        )
        for day, special in seed.special_days().items()
    )


def _write_spans(week: WorkWeek, hours: Hours) -> None:
    week.spans.all().delete()
    WorkSpan.objects.bulk_create(
        WorkSpan(week=week, weekday=weekday, opens=opens // 60, closes=closes // 60)
        for weekday, spans in enumerate(hours)
        for opens, closes in spans
    )


def _check_day(day: date, reason: str, at: datetime) -> None:
    if not reason.strip():
        raise Invalid(fields={"reason": _("请写明原因。")})
    if day < at.astimezone(ZONE).date():
        raise DayIsPast(day=day.isoformat())
    if day > LAST:
        raise Invalid(fields={"day": _("日期太远了。")})


def _check_year(year: int, days: list[PublishedDay], source: str) -> None:
    wrong = {f"{place}": told for place, told in enumerate(_faults(year, days), start=1) if told}
    if not source.strip():
        wrong["source"] = _("请写明依据，如国务院办公厅通知的文号。")
    if all(one.works for one in days):
        wrong["days"] = _("没有一天是放假，请核对。")
    if not FIRST.year <= year <= LAST.year:
        wrong["year"] = _("请核对年份。")
    if wrong:
        raise Invalid(_("放假安排有错误，没有保存"), fields=wrong)


def _faults(year: int, days: list[PublishedDay]) -> Iterable[str]:
    """For each line what is wrong with it, or nothing."""
    seen: set[date] = set()
    for one in days:
        said = {"day": one.day.isoformat(), "year": year}
        if one.day.year != year:
            yield _("%(day)s 不在 %(year)s 年。") % said
        elif one.day in seen:
            yield _("%(day)s 出现了两次。") % said
        elif one.works and one.day.weekday() < 5:
            yield _("%(day)s 本来就是工作日，不是调休。") % said
        else:
            yield ""
        seen.add(one.day)


def _check_hours(hours: Hours) -> None:
    for spans in hours:
        if any(opens >= closes or closes > 86_400 or opens % 60 or closes % 60 for opens, closes in spans):
            raise Invalid(fields={"hours": _("开始时间应早于结束时间。")})
        if any(later[0] < earlier[1] for earlier, later in pairwise(spans)):
            raise Invalid(fields={"hours": _("同一天的两段时间不能重叠，并应从早到晚。")})
    if not any(hours):
        raise Invalid(fields={"hours": _("一周里至少要有一天上班。")})
