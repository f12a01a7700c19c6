"""What codes of exchange are called."""

from typing import Any

from django.utils.translation import gettext_lazy as _

ERRORS: dict[str, Any] = {
    "missing": _("没有填"),
    "bad_date": _("时间读不懂"),
    "unknown_word": _("对照表里没有这个词"),
    "negative_duration": _("办结早于提出"),
    "still_open": _("没有办结时间，又不在转入天数内"),
    "dates_out_of_order": _("时间先后不对"),
    "in_the_future": _("办结时间在将来"),
    "order_without_unit": _("有派单时间，没有承办单位"),
    "category": _("没有这个类别"),
    "area": _("没有这个区划"),
    "body": _("没有这个单位"),
    "outcome": _("没有这种结果"),
    "number": _("编号太长"),
    "code": _("性质、渠道或件型不对"),
    "point": _("坐标不在地球上"),
    "invalid": _("内容不完整，不能立件"),
}
COUNTS: dict[str, Any] = {
    "history": _("历史件"),
    "live": _("在办件"),
    "known": _("已有，未变"),
    "changed": _("已有，内容变了"),
    "proposed": _("可能与已有的是同一件"),
    "refused": _("有问题，没有收"),
}


def error_words() -> dict[str, Any]:
    return ERRORS
