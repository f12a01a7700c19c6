"""What is typed about categories, lists, items and knowledge."""

import re
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from huying.duties.items import HelperPart, NewItem
from huying.duties.queries.categories import category_tree
from huying.duties.states import classes, lead_levels, limit_units, list_kinds, streams, work_kinds
from huying.kernel.forms import reason_field
from huying.organisations.public import AreaField, function_list, functions_named

WORD_HELP = _("用空格或顿号隔开。")
FILE_HELP = _("表格会替换草稿里的全部事项；有一行不对就整份不导入。")
HELPERS_HELP = _("一行一个：职能：分工。例如“街道：巡查、劝阻”。")


def day_input() -> forms.DateInput:
    return forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d")


def words_of(text: str) -> tuple[str, ...]:
    return tuple(word for word in re.split(r"[、，,；;\s]+", text) if word)


def function_choices() -> list[tuple[str, str]]:
    return [(f.code, f.label) for f in function_list() if f.active]


def with_none(choices: Any) -> Any:
    """The choices with an empty one before them; asked anew each time, so that labels follow the language."""
    return lambda: [("", "—"), *choices()]


def category_choices() -> list[tuple[str, str]]:
    return [(entry.code, f"{entry.code} {entry.label}") for entry in category_tree() if entry.level > 1]


class CategoryForm(forms.Form):
    code = forms.CharField(label=_("分类代码"), max_length=6, help_text=_("2、4 或 6 位数字，定了不再改。"))
    name = forms.CharField(label=_("名称"), max_length=60)
    name_en = forms.CharField(label=_("英文名称"), max_length=120, required=False)
    default_class = forms.ChoiceField(label=_("默认办件类别"), choices=with_none(classes), required=False)
    default_leads = forms.MultipleChoiceField(
        label=_("默认承办职能"), choices=function_choices, required=False, widget=forms.CheckboxSelectMultiple
    )
    default_confidential = forms.NullBooleanField(label=_("默认保密"), required=False)
    on_site = forms.NullBooleanField(label=_("现场核查"), required=False)
    citymgmt_map = forms.CharField(label=_("城管对照"), max_length=20, required=False)
    keywords = forms.CharField(label=_("关键词"), max_length=300, required=False, help_text=WORD_HELP)
    active_from = forms.DateField(label=_("启用日期"), widget=day_input())
    active_to = forms.DateField(label=_("停用日期"), widget=day_input(), required=False)
    reason = reason_field()


class DraftForm(forms.Form):
    kind = forms.ChoiceField(label=_("清单"), choices=list_kinds)
    area = AreaField(label=_("适用区域"), help_text=_("区划代码或完整名称。"))
    no = forms.CharField(label=_("编号"), max_length=40)
    title = forms.CharField(label=_("标题"), max_length=120)
    reason = reason_field()


class ApprovalForm(forms.Form):
    effective_from = forms.DateField(label=_("生效日期"), widget=day_input())
    approved_by = forms.CharField(label=_("审定机关"), max_length=120)
    basis_file = forms.CharField(label=_("依据文件"), max_length=200, required=False)


class RepealForm(forms.Form):
    on = forms.DateField(label=_("废止日期"), widget=day_input())
    reason = reason_field()


class FileForm(forms.Form):
    file = forms.FileField(
        label=_("文件（xlsx 或 csv）"), help_text=_("表格会替换草稿里的全部事项；有一行不对就整份不导入。")
    )
    reason = reason_field()


class ItemForm(forms.Form):
    """Every field of an item; the page keeps those of its kind of list."""

    code = forms.CharField(label=pgettext_lazy("in a duty list", "序号"), max_length=20)
    category = forms.ChoiceField(label=_("分类"), choices=with_none(category_choices), required=False)
    title = forms.CharField(label=pgettext_lazy("in a duty list", "事项"), max_length=120)
    work_kind = forms.ChoiceField(label=_("事项性质"), choices=with_none(work_kinds), required=False)
    stream = forms.ChoiceField(label=_("归口"), choices=with_none(streams), required=False)
    lead_function = forms.ChoiceField(label=_("主办职能"), choices=with_none(function_choices), required=False)
    lead_level = forms.ChoiceField(label=_("主办层级"), choices=with_none(lead_levels), required=False)
    lead_duty = forms.CharField(label=_("主体责任"), max_length=300, required=False, widget=forms.Textarea({"rows": 2}))
    street_duty = forms.CharField(
        label=_("配合责任（街道）"), max_length=300, required=False, widget=forms.Textarea({"rows": 2})
    )
    community_part = forms.CharField(label=_("社区配合"), max_length=300, required=False)
    helpers = forms.CharField(
        label=_("协办及分工"), required=False, help_text=HELPERS_HELP, widget=forms.Textarea({"rows": 3})
    )
    basis = forms.CharField(label=_("依据"), max_length=200, required=False)
    klass = forms.ChoiceField(label=_("办件类别"), choices=with_none(classes), required=False)
    limit_amount = forms.IntegerField(label=_("处置时限"), min_value=1, required=False)
    limit_unit = forms.ChoiceField(label=_("时限单位"), choices=with_none(limit_units), required=False)
    filing_standard = forms.CharField(label=_("立案标准"), max_length=300, required=False)
    closing_standard = forms.CharField(label=_("结案标准"), max_length=300, required=False)
    escalation = forms.CharField(label=_("升级路径"), max_length=200, required=False)
    site_check = forms.BooleanField(label=_("现场核查"), required=False)
    boundary_case = forms.CharField(label=_("边界情形"), max_length=300, required=False)
    joint_trigger = forms.CharField(label=_("联合处置条件"), max_length=300, required=False)
    exemption = forms.CharField(label=_("免责情形"), max_length=300, required=False)
    frequency = forms.CharField(label=_("频次"), max_length=60, required=False)
    material = forms.CharField(label=_("材料"), max_length=200, required=False)
    minutes_a_month = forms.IntegerField(label=_("每月用时（分钟）"), min_value=0, required=False)
    paying_body = forms.CharField(label=_("经费来源"), max_length=120, required=False)
    reason = reason_field()

    def __init__(self, *args: Any, columns: tuple[str, ...], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for name in [name for name in self.fields if name not in (*columns, "reason")]:
            del self.fields[name]

    def clean_helpers(self) -> tuple[HelperPart, ...]:
        known = functions_named()
        parts = []
        for line in self.cleaned_data["helpers"].splitlines():
            word, _colon, part = line.replace("：", ":", 1).partition(":")
            if word.strip():
                parts.append(HelperPart(known.get(word.strip(), word.strip()), part.strip()))
        return tuple(parts)

    def item(self) -> NewItem:
        return NewItem(**{name: value for name, value in self.cleaned_data.items() if name != "reason"})


class KnowledgeForm(forms.Form):
    question = forms.CharField(label=_("问题"), max_length=200)
    answer = forms.CharField(label=_("答复"), max_length=3000, widget=forms.Textarea({"rows": 6}))
    category = forms.ChoiceField(label=_("分类"), choices=with_none(category_choices), required=False)
    keywords = forms.CharField(label=_("关键词"), max_length=300, required=False, help_text=WORD_HELP)
    source = forms.CharField(label=_("来源"), max_length=200, help_text=_("例如文件名称与条款。"))
    valid_from = forms.DateField(label=_("有效期起"), widget=day_input())
    valid_to = forms.DateField(label=_("有效期止"), widget=day_input(), required=False)
    reason = reason_field()


class DecisionForm(forms.Form):
    taken = forms.ChoiceField(
        label=_("处理"),
        choices=lambda: [("1", _("采纳，列入下一版清单")), ("0", _("不采纳"))],
        widget=forms.RadioSelect,
    )
    note = forms.CharField(label=_("处理意见"), max_length=300)


class TryForm(forms.Form):
    """Of how many past days the cases are taken."""

    days = forms.IntegerField(label=_("用最近多少天的诉求试算"), min_value=1, max_value=730, initial=90)
