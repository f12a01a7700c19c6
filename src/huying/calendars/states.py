"""Kinds of days and units of limits."""

from typing import Any, Literal

from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

Unit = Literal["minute", "hour", "work_hour", "work_day", "day"]

DAY_KINDS: dict[str, Any] = {
    "holiday": _("法定节假日"),
    "shifted": _("调休上班"),
    "own": _("本地安排"),
}

UNITS: dict[str, Any] = {
    "minute": _("分钟"),
    "hour": _("小时"),
    "work_hour": _("工作小时"),
    "work_day": _("个工作日"),
    "day": _("个自然日"),
}

WEEKDAYS = (_("周一"), _("周二"), _("周三"), _("周四"), _("周五"), _("周六"), _("周日"))
WEEKDAYS_SHORT = (
    pgettext_lazy("weekday", "一"),
    pgettext_lazy("weekday", "二"),
    pgettext_lazy("weekday", "三"),
    pgettext_lazy("weekday", "四"),
    pgettext_lazy("weekday", "五"),
    pgettext_lazy("weekday", "六"),
    pgettext_lazy("weekday", "日"),
)


def unit_choices() -> list[tuple[str, Any]]:
    return list(UNITS.items())
