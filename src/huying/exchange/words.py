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
    "followed": _("其中可以跟着改的"),
    "proposed": _("可能与已有的是同一件"),
    "refused": _("有问题，没有收"),
}


WHY_NOT: dict[str, Any] = {
    "worked_here": _("在这里办的件，由这里的人定，不跟着改"),
    "another_end": _("结束方式变了（如已办结变为不予受理），不跟着改"),
    "not_followed": _("变的是类别、地点、单位或过程时间，不跟着改"),
    "words_only": _("变的是文字或没有留下的项，不改写已有的话"),
    "dates_out_of_order": _("新的办结时间早于前面的步骤，不跟着改"),
}


def error_words() -> dict[str, Any]:
    return ERRORS
