"""How a time limit and a moment are said in plain words, in the reader's language."""

from dataclasses import dataclass
from datetime import datetime, timedelta

from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

WEEKDAYS = (
    gettext_lazy("周一"), gettext_lazy("周二"), gettext_lazy("周三"), gettext_lazy("周四"),
    gettext_lazy("周五"), gettext_lazy("周六"), gettext_lazy("周日"),
)  # fmt: skip
MONTHS = (
    gettext_lazy("1 月"), gettext_lazy("2 月"), gettext_lazy("3 月"), gettext_lazy("4 月"),
    gettext_lazy("5 月"), gettext_lazy("6 月"), gettext_lazy("7 月"), gettext_lazy("8 月"),
    gettext_lazy("9 月"), gettext_lazy("10 月"), gettext_lazy("11 月"), gettext_lazy("12 月"),
)  # fmt: skip
SOON = timedelta(hours=4)


@dataclass(frozen=True, slots=True)
class ClockWords:
    """What a clock chip says: `left` is 剩 3 小时 or 已超 2 小时, `until` is 今天 17:30 前."""

    tone: str
    left: str
    until: str


def local(moment: datetime) -> datetime:
    return timezone.localtime(moment)


def day_words(moment: datetime, *, at: datetime) -> str:
    """今天, 明天, 昨天, else 12 月 4 日（周五）; another year is named."""
    there, here = local(moment), local(at)
    days = (there.date() - here.date()).days
    near = {0: _("今天"), 1: _("明天"), -1: _("昨天")}
    if days in near:
        return near[days]
    parts = {
        "year": there.year,
        "month": MONTHS[there.month - 1],
        "day": there.day,
        "weekday": WEEKDAYS[there.weekday()],
    }
    if there.year == here.year:
        return _("%(month)s %(day)d 日（%(weekday)s）") % parts
    return _("%(year)d 年 %(month)s %(day)d 日（%(weekday)s）") % parts


def moment_words(moment: datetime, *, at: datetime) -> str:
    """今天 17:30"""
    return _("%(day)s %(time)s") % {"day": day_words(moment, at=at), "time": f"{local(moment):%H:%M}"}


def span_words(span: timedelta) -> str:
    """The largest unit that still says enough: 3 天, 5 小时, 40 分钟."""
    minutes = max(1, round(abs(span.total_seconds()) / 60))
    if minutes < 120:
        return ngettext("%(n)d 分钟", "%(n)d 分钟", minutes) % {"n": minutes}
    hours = minutes // 60
    if hours < 48:
        return ngettext("%(n)d 小时", "%(n)d 小时", hours) % {"n": hours}
    days = hours // 24
    return ngettext("%(n)d 天", "%(n)d 天", days) % {"n": days}


def clock_words(due_at: datetime, *, at: datetime, soon: timedelta = SOON) -> ClockWords:
    """Words and tone for a running clock."""
    left = due_at - at
    until = _("%(moment)s 前") % {"moment": moment_words(due_at, at=at)}
    if left < timedelta(0):
        return ClockWords("late", _("已超 %(span)s") % {"span": span_words(left)}, until)
    tone = "soon" if left <= soon else "going"
    return ClockWords(tone, _("剩 %(span)s") % {"span": span_words(left)}, until)
