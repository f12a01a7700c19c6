"""What readers type on the kernel's own pages."""

from datetime import date
from typing import Any

from django import forms
from django.apps import apps
from django.utils.translation import gettext_lazy as _

from huying.kernel.journal import events

FIRST_DAY, LAST_DAY = date(2000, 1, 1), date(2100, 1, 1)
LARGEST_ID = 2**63 - 1


class ReceiptForm(forms.Form):
    """A receipt, typed from paper or pasted whole."""

    receipt = forms.CharField(
        label=_("回执编号或回执全文"),
        help_text=_("例如 case-5-7-4K2M-9QXD-M3TA-81VC-7F2K-9QXD；大小写不限，横线也可以写成空格。"),
        max_length=20_000,
        widget=forms.Textarea(attrs={"rows": 3, "autocomplete": "off", "spellcheck": "false"}),
    )


def reason_field() -> forms.CharField:
    """Every change of how the place is run says why."""
    return forms.CharField(
        label=_("依据或原因"), min_length=2, max_length=300, help_text=_("例如文件名称与文号；会和这次变更一起留存。")
    )


class WhyForm(forms.Form):
    """Nothing but the reason, e.g. to take something off a list."""

    reason = reason_field()


class ReasonForm(forms.Form):
    """Why something is done."""

    reason = forms.CharField(label=_("原因"), min_length=2, max_length=200)


def _things() -> list[tuple[str, Any]]:
    return [("", _("全部")), *((thing, thing) for thing in sorted({kind.thing for kind in events().values()}))]


def _codes() -> list[Any]:
    """Every fact that is announced, under the name of its context."""
    groups: dict[str, list[tuple[str, str]]] = {}
    for code in sorted(events()):
        context = code.split(".")[0]
        name = apps.get_app_config(context).verbose_name if apps.is_installed(f"huying.{context}") else context
        groups.setdefault(str(name), []).append((code, code))
    return [("", _("全部")), *groups.items()]


def _number(label: Any) -> forms.IntegerField:
    return forms.IntegerField(label=label, required=False, min_value=1, max_value=LARGEST_ID)


def _day(label: Any) -> forms.DateField:
    return forms.DateField(
        label=label, required=False, widget=forms.DateInput(format="%Y-%m-%d", attrs={"type": "date"})
    )


class JournalForm(forms.Form):
    """Which rows of the journal are wanted. Days that are not named are the last thirty."""

    thing = forms.ChoiceField(label=_("关于哪类事物"), choices=_things, required=False)
    thing_id = _number(_("它的编号"))
    code = forms.ChoiceField(label=_("发生了什么"), choices=_codes, required=False)
    by = _number(_("操作账号的编号"))
    since = _day(_("从"))
    until = _day(_("到"))

    def clean(self) -> dict[str, Any]:
        given: dict[str, Any] = super().clean() or {}
        for name in ("since", "until"):
            if given.get(name) and not FIRST_DAY <= given[name] <= LAST_DAY:
                self.add_error(name, _("请选 2000 年到 2100 年之间的日期。"))
        if given.get("since") and given.get("until") and given["since"] > given["until"]:
            self.add_error("until", _("结束日期不能早于开始日期。"))
        return given
