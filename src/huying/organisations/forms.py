"""What is typed about bodies, posts and roles."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from huying.kernel.forms import reason_field
from huying.organisations.fields import AccountField, AreaField, BodyField
from huying.organisations.models import BodyFunction, BodyKind
from huying.organisations.states import body_levels, post_kinds, roles

AREA_HELP = _("区划代码，或街道、社区、网格的完整名称。")
BODY_HELP = _("完整名称；同名时填 # 加编号。")


def day_input() -> forms.DateInput:
    return forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d")


def kind_choices() -> list[tuple[str, str]]:
    rows = BodyKind.objects.filter(active=True).order_by("pk")
    return [("", "—"), *((kind.code, f"{kind.code} {kind.label}") for kind in rows)]


def function_choices() -> list[tuple[str, str]]:
    return [(row.code, row.label) for row in BodyFunction.objects.filter(active=True).order_by("pk")]


def level_choices() -> list[tuple[str, Any]]:
    return [("", _("与所在区域相同")), *body_levels()]


class Dated(forms.Form):
    """Every change has its day and its reason; both are kept in the history."""

    on = forms.DateField(label=_("生效日期"), widget=day_input())
    reason = forms.CharField(label=_("依据或原因"), max_length=300, help_text=_("例如文件名称与文号。"))


class NewBodyForm(Dated):
    kind = forms.ChoiceField(label=_("类别"), choices=kind_choices)
    name = forms.CharField(label=_("名称"), max_length=120)
    short_name = forms.CharField(label=_("简称"), max_length=40, required=False)
    area = AreaField(label=_("所在区域（块）"), help_text=AREA_HELP)
    line_parent = BodyField(label=_("上级组织（条）"), required=False, help_text=BODY_HELP)
    functions = forms.MultipleChoiceField(
        label=_("职能"), choices=function_choices, required=False, widget=forms.CheckboxSelectMultiple
    )
    level = forms.ChoiceField(label=_("层级"), choices=level_choices, required=False)
    uscc = forms.CharField(label=_("统一社会信用代码"), max_length=18, required=False)
    office_phone = forms.CharField(label=_("办公电话"), max_length=40, required=False)
    public_contact = forms.CharField(label=_("对外联系方式"), max_length=200, required=False)
    draft = forms.BooleanField(label=_("先登记为筹建，以后再启用"), required=False)
    field_order = [
        "kind", "name", "short_name", "area", "line_parent", "functions", "level", "uscc", "office_phone",
        "public_contact", "draft", "on", "reason",
    ]  # fmt: skip


class DetailsForm(Dated):
    short_name = forms.CharField(label=_("简称"), max_length=40, required=False)
    functions = forms.MultipleChoiceField(
        label=_("职能"), choices=function_choices, required=False, widget=forms.CheckboxSelectMultiple
    )
    level = forms.ChoiceField(label=_("层级"), choices=body_levels)
    uscc = forms.CharField(label=_("统一社会信用代码"), max_length=18, required=False)
    office_phone = forms.CharField(label=_("办公电话"), max_length=40, required=False)
    public_contact = forms.CharField(label=_("对外联系方式"), max_length=200, required=False)
    field_order = ["short_name", "functions", "level", "uscc", "office_phone", "public_contact"]


class RenameForm(Dated):
    name = forms.CharField(label=_("新名称"), max_length=120)
    short_name = forms.CharField(label=_("新简称"), max_length=40, required=False)
    field_order = ["name", "short_name"]


class MoveForm(Dated):
    area = AreaField(label=_("所在区域（块）"), help_text=AREA_HELP)
    line_parent = BodyField(label=_("上级组织（条）"), required=False, help_text=BODY_HELP)
    field_order = ["area", "line_parent"]


class MergeForm(Dated):
    into = BodyField(label=_("并入哪个组织"), help_text=BODY_HELP)
    field_order = ["into"]


class ServeForm(forms.Form):
    area = AreaField(label=_("另外服务的区域"), help_text=AREA_HELP)
    on = forms.DateField(label=_("起始日期"), widget=day_input())
    reason = reason_field()


class ImportForm(Dated):
    area = AreaField(label=_("导入到哪个区域"), help_text=AREA_HELP)
    file = forms.FileField(label=_("文件（xlsx 或 csv）"), help_text=_("有一行不对就整份不导入，并逐行告诉您怎么改。"))
    field_order = ["area", "file"]


class KindForm(forms.Form):
    name = forms.CharField(label=_("类别名称"), max_length=60)
    name_en = forms.CharField(label=_("英文名称"), max_length=80, required=False)
    parents = forms.MultipleChoiceField(
        label=_("允许的上级类别"),
        choices=lambda: kind_choices()[1:],
        required=False,
        widget=forms.CheckboxSelectMultiple,
    )
    may_be_root = forms.BooleanField(label=_("可以没有上级"), required=False)
    one_per_parent = forms.BooleanField(label=_("每个上级只设一个"), required=False)
    active = forms.BooleanField(label=_("在用"), required=False)
    reason = reason_field()


class FunctionForm(forms.Form):
    code = forms.SlugField(label=_("职能代码"), max_length=40, help_text=_("英文小写与下划线，定了不再改。"))
    name = forms.CharField(label=_("职能名称"), max_length=40)
    name_en = forms.CharField(label=_("英文名称"), max_length=80, required=False)
    aliases = forms.CharField(
        label=_("别称"), max_length=300, required=False, help_text=_("用顿号隔开，导入清单时也认得。")
    )
    is_department = forms.BooleanField(label=_("职能部门"), required=False)
    active = forms.BooleanField(label=_("在用"), required=False, initial=True)
    reason = reason_field()


class PostForm(forms.Form):
    title = forms.CharField(label=_("职务名称"), max_length=60)
    kind = forms.ChoiceField(label=_("职务类别"), choices=post_kinds)
    seats = forms.IntegerField(label=_("职数"), min_value=1, max_value=200, initial=1)
    term_years = forms.IntegerField(label=_("任期（年）"), min_value=1, max_value=20, required=False)
    reason = reason_field()


class AppointForm(forms.Form):
    account = AccountField(label=_("人员的登录名"), max_length=64)
    since = forms.DateField(label=_("任期起"), widget=day_input())
    until = forms.DateField(label=_("任期止"), widget=day_input(), required=False, help_text=_("不填则按职务的任期。"))
    part_time = forms.BooleanField(label=_("兼职"), required=False)
    remit = forms.CharField(label=_("分工"), max_length=200, required=False)
    reason = forms.CharField(label=_("依据"), max_length=300)


class EndForm(forms.Form):
    on = forms.DateField(label=_("最后一天"), widget=day_input())
    reason = forms.CharField(label=_("依据或原因"), max_length=300)


class GrantForm(forms.Form):
    account = AccountField(label=_("人员的登录名"), max_length=64)
    role = forms.ChoiceField(label=_("角色"), choices=roles)
    area = AreaField(label=_("区域"), help_text=_("在这个区域及其下级有效。区划代码或完整名称。"))
    body = BodyField(label=_("所在单位"), required=False, help_text=BODY_HELP)
    line_body = BodyField(
        label=_("限于哪条线（条）"), required=False, help_text=_("只对由这个组织及其下属单位办理的事项有效；一般不填。")
    )
    reason = forms.CharField(label=_("依据"), max_length=300)


class ReasonForm(forms.Form):
    reason = forms.CharField(label=_("依据或原因"), max_length=300)
