"""The notice of a year as csv: date, kind (休 or 班), name. Errors are told row by row."""

from collections.abc import Iterable, Iterator
from datetime import date

from django.utils.translation import gettext as _

from huying.calendars.actions import PublishedDay
from huying.kernel.errors import Invalid
from huying.kernel.tables import FileUnreadable, read_lines

OFF = ("休", "放假", "holiday", "off")
ON = ("班", "上班", "调休", "work", "on")


def _rows(lines: Iterable[str]) -> Iterator[tuple[int, dict[str, str]]]:
    try:
        yield from read_lines(lines)
    except FileUnreadable as unreadable:
        raise Invalid(_("文件里有错误，没有保存"), fields={"lines": str(unreadable)}) from unreadable


def read_notice(lines: Iterable[str]) -> list[PublishedDay]:
    """All rows, or Invalid with a sentence for each row that is wrong."""
    days: list[PublishedDay] = []
    wrong: dict[str, str] = {}
    for place, row in _rows(lines):
        day, kind = row.get("date", ""), row.get("kind", "").lower()
        try:
            when = date.fromisoformat(day)
        except ValueError:
            wrong[f"{place}"] = _("“%(day)s”不是日期，请写成 2027-01-01。") % {"day": day}
            continue
        if kind not in OFF + ON:
            wrong[f"{place}"] = _("“%(kind)s”应为“休”或“班”。") % {"kind": kind}
            continue
        days.append(PublishedDay(when, kind in ON, row.get("name", "")))
    if wrong or not days:
        raise Invalid(_("文件里有错误，没有保存"), fields=wrong or {"1": _("文件是空的，或缺少 date、kind 两列。")})
    return days
