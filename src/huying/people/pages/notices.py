"""What we do with personal data, in words for the person."""

from dataclasses import dataclass

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import get_language, gettext_lazy
from django.utils.translation import gettext as _

from huying.people.actions.consents import install_purposes
from huying.people.models import ProcessingPurpose
from huying.people.queries import purposes

FIELD_NAMES = {
    "name": gettext_lazy("姓名或称呼"),
    "phone": gettext_lazy("电话"),
    "email": gettext_lazy("电子邮箱"),
    "id_number": gettext_lazy("身份证号"),
    "address": gettext_lazy("地址"),
    "birth_year": gettext_lazy("出生年份"),
    "words": gettext_lazy("申请内容"),
}


@dataclass(frozen=True, slots=True)
class Notice:
    """One purpose as a page shows it."""

    code: str
    version: str
    title: str
    words: str
    fields: str
    basis: str
    law: str
    recipients: str
    kept: str
    open_days: int
    retention_days: int
    sensitive: bool


def notice_of(purpose: ProcessingPurpose) -> Notice:
    english = (get_language() or "").startswith("en")
    return Notice(
        code=purpose.code,
        version=purpose.version,
        title=purpose.name_en if english else purpose.name,
        words=purpose.text_en if english else purpose.text,
        fields=_("、").join(str(FIELD_NAMES.get(name, name)) for name in purpose.fields),
        basis=str(purpose.get_basis_display()),
        law=purpose.law,
        recipients=purpose.recipients_en if english else purpose.recipients,
        kept=_kept(purpose),
        open_days=purpose.open_days,
        retention_days=purpose.retention_days,
        sensitive=purpose.sensitive,
    )


def _kept(purpose: ProcessingPurpose) -> str:
    if not purpose.open_days and not purpose.retention_days:
        return _("到您注销账户为止")
    told = {"open": purpose.open_days, "more": purpose.retention_days}
    if not purpose.open_days:
        return _("办结后 %(more)s 天删除") % told
    return _("办结后 %(open)s 天内经办人可看，再封存 %(more)s 天后删除") % told


def all_notices(request: HttpRequest) -> HttpResponse:
    install_purposes()
    return render(request, "people/notices.html", {"notices": [notice_of(one) for one in purposes()]})
