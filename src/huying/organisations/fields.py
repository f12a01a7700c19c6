"""Form fields that take what people know by heart (a code, a name, a sign-in name) and give the row it means."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from huying.organisations.models import Body
from huying.organisations.states import ACTIVE
from huying.people.public import account_by_login_name
from huying.territory.public import Area, area_by_code

MOST_NAMED = 5


class AreaField(forms.CharField):
    """A code or a name of an area; gives its id."""

    default_error_messages = {
        "unknown": _("没有找到“%(value)s”，请填写区划代码或完整名称。"),
        "several": _("“%(value)s”不止一个，请改填区划代码：%(known)s。"),
    }

    def clean(self, value: Any) -> int | None:
        text = super().clean(value)
        if not text:
            return None
        if text.isascii() and (found := area_by_code(text)):
            return found.id
        rows = list(Area.objects.filter(name=text, valid_to=None).values_list("pk", "code")[: MOST_NAMED + 1])
        if not rows:
            raise forms.ValidationError(self.error_messages["unknown"] % {"value": text})
        if len(rows) > 1:
            known = "、".join(code for _pk, code in rows[:MOST_NAMED])
            raise forms.ValidationError(self.error_messages["several"] % {"value": text, "known": known})
        return int(rows[0][0])


class BodyField(forms.CharField):
    """The name of a body at work, or its number with a #; gives its id."""

    default_error_messages = {
        "unknown": _("没有找到在用的组织“%(value)s”，请填写完整名称。"),
        "several": _("“%(value)s”不止一个，请改填编号：%(known)s。"),
    }

    def clean(self, value: Any) -> int | None:
        text = super().clean(value)
        if not text:
            return None
        rows = Body.objects.filter(state=ACTIVE).order_by("sort_name").values_list("pk", "area__name")
        number = text.lstrip("#＃")
        by_number = rows.filter(pk=int(number)) if number != text and number.isdecimal() and len(number) < 19 else None
        found = list((by_number if by_number is not None else rows.filter(name=text))[: MOST_NAMED + 1])
        if not found:
            raise forms.ValidationError(self.error_messages["unknown"] % {"value": text})
        if len(found) > 1:
            known = "、".join(f"#{pk}（{area}）" for pk, area in found[:MOST_NAMED])
            raise forms.ValidationError(self.error_messages["several"] % {"value": text, "known": known})
        return int(found[0][0])


class AccountField(forms.CharField):
    """The sign-in name of a colleague; gives the id of the account."""

    default_error_messages = {"unknown": _("没有登录名“%(value)s”，请核对。")}

    def clean(self, value: Any) -> int | None:
        text = super().clean(value)
        if not text:
            return None
        account = account_by_login_name(text)
        if account is None:
            raise forms.ValidationError(self.error_messages["unknown"] % {"value": text})
        return account.id
