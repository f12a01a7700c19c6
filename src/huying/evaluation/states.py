"""Closed lists of the figures: slices, grains, kinds of scopes, states of an alert."""

from enum import StrEnum

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

Word = str | Promise


class Slice(StrEnum):
    """Along which side the lines are added up."""

    PLACE = "place"
    UNIT = "unit"
    CATEGORY = "category"
    CLASS = "class"
    CHANNEL = "channel"
    REASON = "reason"


SCOPE_KINDS: dict[str, Word] = {"area": _("区域"), "unit": _("单位")}
DIRECTIONS: dict[str, Word] = {
    "up": _("越高越好"),
    "down": _("越低越好"),
    "band": _("不宜过高也不宜过低"),
    "": _("不评好坏"),
}
KINDS: dict[str, Word] = {
    "rate": _("比率"), "weighted": _("加权比率"), "score": _("综合得分"), "per_10000": _("每万人"),
    "median": _("中位数"), "count": pgettext_lazy("a kind of figure", "件数"),
}  # fmt: skip
