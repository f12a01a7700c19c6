"""The forms of staff steps. Each asks only for what its action needs; choices come with the case."""

from typing import Any

from django import forms
from django.utils.text import format_lazy
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from huying.cases import words as w
from huying.cases.forms.choosing import FIND, SearchedMultiple

Choices = list[tuple[Any, Any]]


def _text(
    label: Any, *, rows: int = 3, required: bool = True, most: int = 2000, help_text: Any = ""
) -> forms.CharField:
    return forms.CharField(
        label=label, required=required, max_length=most, help_text=help_text,
        widget=forms.Textarea(attrs={"rows": rows}), error_messages={"required": _("请写几个字。")},
    )  # fmt: skip


def _choice(label: Any, table: dict[Any, Any], *, required: bool = True, initial: Any = None) -> forms.ChoiceField:
    first: Choices = [] if required else [("", "—")]
    return forms.ChoiceField(label=label, choices=[*first, *table.items()], required=required, initial=initial)


def _day(label: Any) -> forms.DateField:
    return forms.DateField(label=label, widget=forms.DateInput(format="%Y-%m-%d", attrs={"type": "date"}))


class StepForm(forms.Form):
    """A form of one step. `offers` are choices that depend on the case: bodies, handlers, near cases, categories."""

    def __init__(self, *args: Any, offers: dict[str, Choices] | None = None, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for name, choices in (offers or {}).items():
            if name in self.fields:
                self.fields[name].choices = choices  # type: ignore[attr-defined]
        for name, field in self.fields.items():
            if isinstance(field.widget, SearchedMultiple):
                field.widget.find = str(self.initial.get(name + FIND) or "").strip()


def _bodies(label: Any, *, required: bool = True) -> forms.TypedMultipleChoiceField:
    return forms.TypedMultipleChoiceField(
        label=label, coerce=int, required=required, widget=SearchedMultiple,
        error_messages={"required": _("请至少选一个单位。")},
    )  # fmt: skip


def _rating(label: Any) -> forms.TypedChoiceField:
    return forms.TypedChoiceField(
        label=label, required=False, choices=[("", "—"), *((n, str(n)) for n in range(1, 6))],
        coerce=lambda text: int(text) if text else None, empty_value=None,
    )  # fmt: skip


class ManyFiles(forms.ClearableFileInput):
    allow_multiple_selected = True


class PhotosField(forms.FileField):
    """Several files; they are taken in by the page, so nothing is checked here."""

    widget = ManyFiles

    def clean(self, data: Any, initial: Any = None) -> list[Any]:
        return [one for one in data if one] if isinstance(data, list | tuple) else [data] if data else []


class WithPhotos(StepForm):
    """Photos of places go along, never because they must; who handles the case covers faces and plates after."""

    photos = PhotosField(
        label=_("照片或文件（可不加）"),
        required=False,
        help_text=_("只拍地方，不拍人。拍到人脸或车牌的，提交后请遮挡，遮挡后诉求人才看得到。"),
        widget=ManyFiles(attrs={"multiple": True}),
    )
    handles = forms.CharField(required=False, widget=forms.HiddenInput)

    def clean_handles(self) -> tuple[str, ...]:
        return tuple(self.cleaned_data["handles"].split())


class NoWords(StepForm):
    """A step that is one press of a button."""


class Text(StepForm):
    text = _text(_("说明"))


class MaybeText(StepForm):
    text = _text(_("说明（可不写）"), required=False)


class SiteCheckPassed(WithPhotos):
    text = _text(_("说明（可不写）"), required=False)
    field_order = ("text", "photos")


class SiteCheckFailed(WithPhotos):
    text = _text(_("现场看到什么"))
    field_order = ("text", "photos")


class PassOn(StepForm):
    channel = _choice(_("转到哪里"), w.OUTSIDE_CHANNELS)
    text = _text(_("告诉诉求人的话"), required=False)


class ProposeRefusal(StepForm):
    ground = forms.ChoiceField(label=_("依据哪一条"), choices=[(g.code, g.word) for g in w.GROUNDS.values()])
    text = _text(_("用大白话写清理由"), help_text=_("诉求人会一字不差地看到；另一位受理员复核后才生效。"))
    earlier_number = forms.CharField(label=_("原编号（同一件事时填）"), required=False, max_length=24)


class Decide(StepForm):
    agreed = forms.TypedChoiceField(
        label=_("决定"), coerce=lambda text: text == "1",
        choices=((1, pgettext_lazy("to be chosen", "同意")), (0, pgettext_lazy("to be chosen", "不同意"))),
        widget=forms.RadioSelect,
    )  # fmt: skip
    text = _text(_("理由"), required=False)


class Answer(StepForm):
    knowledge_id = forms.TypedChoiceField(
        label=_("知识库条目"), required=False, coerce=lambda text: int(text) if text else None, empty_value=None
    )
    text = _text(_("答复"), rows=4)


def _area() -> forms.TypedChoiceField:
    """Where it lies; a wrong guess that is put right here is right the next time."""
    return forms.TypedChoiceField(
        label=_("属于哪里"), required=False, coerce=lambda text: int(text) if text else None, empty_value=None,
        help_text=_("认错了就在这里改；以后同样的写法会认对。"),
    )  # fmt: skip


class Accept(StepForm):
    category_code = forms.ChoiceField(label=pgettext_lazy("of a case", "类别"))
    klass = _choice(_("件型"), w.CLASSES, required=False)
    title = forms.CharField(
        label=_("标题"),
        max_length=80,
        required=False,
        help_text=_("只写是什么事，不写姓名和电话：列表和消息里都看得到。"),
    )
    who = forms.CharField(label=_("何人（可以只写“诉求人”）"), max_length=60)
    when = forms.CharField(label=_("何时"), max_length=100)
    where = forms.CharField(label=_("何地"), max_length=200)
    area_id = _area()
    cause = forms.CharField(label=_("起因"), max_length=200)
    course = forms.CharField(label=_("经过"), max_length=400)
    wish = forms.CharField(label=_("希望怎样"), max_length=200)
    target_body_id = forms.TypedChoiceField(
        label=_("反映的是哪个单位（该单位看不到）"), required=False, coerce=lambda text: int(text) if text else None,
        empty_value=None,
    )  # fmt: skip
    safety_of_others = forms.BooleanField(label=_("关系到其他人的安全"), required=False)


class Send(StepForm):
    body_id = forms.TypedChoiceField(label=_("派给"), coerce=int)
    helpers = _bodies(_("协办单位"), required=False)
    reason = forms.CharField(
        label=_("改派理由"), max_length=300, required=False, help_text=_("不按建议派给别的单位时要写。")
    )
    instructions = _text(_("办理要求"), rows=2, required=False)
    by_phone = forms.BooleanField(label=_("已电话通知（特急、紧急件必须）"), required=False)


class AcceptReturn(Send):
    text = _text(_("同意退单的理由"), rows=2)


class Adjudicate(Send):
    ruling_ref = forms.CharField(label=_("裁定编号"), max_length=60)
    text = _text(_("裁定理由"), rows=3)


class Reclassify(StepForm):
    reason = _choice(_("为什么改"), w.RECLASSIFY_REASONS)
    category_code = forms.ChoiceField(label=_("新类别"), required=False)
    klass = _choice(_("新件型"), w.CLASSES, required=False)
    place = forms.CharField(label=_("新地点"), max_length=200, required=False)
    area_id = _area()
    text = _text(_("说明"), rows=2, required=False)


class Merge(StepForm):
    main_id = forms.TypedChoiceField(label=_("并入哪一件"), coerce=int)
    text = _text(_("为什么是同一件事"), rows=2)


class ReturnOrder(StepForm):
    reason = _choice(_("退单理由"), w.RETURN_REASONS)
    clause = forms.CharField(label=_("依据的清单条款"), max_length=120)
    suggested_body_id = forms.TypedChoiceField(
        label=_("建议由谁办"), required=False, coerce=lambda text: int(text) if text else None, empty_value=None
    )
    text = _text(_("说明"), rows=2)


class Contact(StepForm):
    way = _choice(_("怎么联系的"), w.CONTACT_WAYS)
    reached = forms.TypedChoiceField(
        label=_("联系上了吗"), choices=((1, _("联系上了")), (0, _("没联系上"))), coerce=lambda text: text == "1",
        widget=forms.RadioSelect,
    )  # fmt: skip
    text = _text(_("说了什么"), rows=2)


class AddHelper(StepForm):
    helpers = _bodies(_("协办单位"))
    task = _text(_("请他们做什么"), rows=2)
    working_days = forms.IntegerField(label=_("几个工作日内"), min_value=1, max_value=15, initial=2)


class AskExtension(StepForm):
    amount = forms.IntegerField(label=_("延长多少（按件型的单位：工作日或小时）"), min_value=1, max_value=40)
    text = _text(_("为什么要延长（诉求人会看到）"))


class AskSuspension(StepForm):
    reason = _choice(_("挂起原因"), w.SUSPENSION_REASONS)
    text = _text(_("说明（诉求人会看到）"))
    condition = forms.CharField(label=_("恢复条件"), max_length=200)
    review_on = _day(_("复查日期（30 天内）"))


class Prolong(StepForm):
    review_on = _day(_("新的复查日期"))
    text = _text(_("条件为什么还不具备"))


class BlowWhistle(StepForm):
    kind = _choice(_("哪一类"), w.WHISTLE_KINDS)
    cause = _choice(_("为什么吹哨"), w.WHISTLE_CAUSES)
    body_ids = _bodies(_("请哪些部门来"))
    place = forms.CharField(label=_("到哪里"), max_length=200)
    meet_at = forms.DateTimeField(
        label=_("什么时间"), widget=forms.DateTimeInput(attrs={"type": "datetime-local"}, format="%Y-%m-%dT%H:%M")
    )
    facts = _text(_("事实"))
    legal_basis = forms.CharField(label=_("法律依据"), max_length=200)
    needed_power = forms.CharField(label=_("需要的职权"), max_length=200, required=False)


class AnswerWhistle(StepForm):
    coming = forms.TypedChoiceField(
        label=_("来不来"), choices=((1, _("按时到")), (0, _("不能到"))), coerce=lambda text: text == "1",
        widget=forms.RadioSelect,
    )  # fmt: skip
    text = _text(_("说明（不能到必须写理由，会报县级）"), rows=2, required=False)


class Arrive(StepForm):
    rating_of_caller = _rating(_("这次吹哨是否合适（1–5 分，可不评）"))


class DecideEscalation(StepForm):
    lead_body_id = forms.TypedChoiceField(label=_("牵头单位"), coerce=int)
    helpers = _bodies(_("配合单位"), required=False)
    working_days = forms.IntegerField(label=_("几个工作日办结"), min_value=1, max_value=60, initial=5)
    text = _text(_("决定：各单位做什么、什么时候"))

    def __init__(self, *args: Any, offers: dict[str, Choices] | None = None, **kwargs: Any) -> None:
        """One rating for each department that the whistle called; the units have rated the caller when they came."""
        super().__init__(*args, offers=offers, **kwargs)
        self.called = {f"rating_{body_id}": int(body_id) for body_id, _name in (offers or {}).get("called", ())}
        for body_id, name in (offers or {}).get("called", ()):
            self.fields[f"rating_{body_id}"] = _rating(format_lazy(_("{unit}应哨怎样（1–5 分，可不评）"), unit=name))

    def clean(self) -> dict[str, Any]:
        typed = super().clean() or {}
        given = {body_id: typed.get(field) for field, body_id in self.called.items()}
        return {**typed, "ratings": tuple((body_id, rating) for body_id, rating in given.items() if rating)}


class HandIn(WithPhotos):
    field_order = ("kind", "text", "done", "talk", "basis", "photos")

    kind = forms.ChoiceField(label=_("结果"), choices=[(k, w.RESULT_KINDS[k]) for k in ("solved", "explained")])
    text = _text(_("给诉求人的答复"), rows=4)
    done = _text(_("做了什么"))
    talk = _text(_("与诉求人谈了什么"), rows=2)
    basis = forms.CharField(label=_("依据（解释件必填）"), max_length=200, required=False)


class RejectResult(StepForm):
    rejection = _choice(_("哪里不行"), w.REJECTIONS)
    text = _text(_("要补什么"))


class RecordCall(StepForm):
    way = _choice(_("方式"), w.CONTACT_WAYS)
    reached = forms.TypedChoiceField(
        label=_("接通了吗"), choices=((1, _("接通")), (0, _("没接通"))), coerce=lambda text: text == "1",
        widget=forms.RadioSelect,
    )  # fmt: skip
    contacted = forms.TypedChoiceField(
        label=_("是否联系了您"), required=False, choices=(("", "—"), ("1", _("联系了")), ("0", _("没有"))),
        coerce=lambda text: None if text == "" else text == "1", empty_value=None,
    )  # fmt: skip
    solved = _choice(_("是否解决"), w.SOLVED, required=False)
    satisfied = _choice(_("是否满意"), w.SATISFIED, required=False)
    reasons = forms.MultipleChoiceField(
        label=_("原因"), choices=list(w.RATING_REASONS.items()), required=False, widget=forms.CheckboxSelectMultiple
    )
    wants_more = forms.BooleanField(label=_("部分解决，还要接着办"), required=False)
    accepts = forms.BooleanField(label=_("没有解决，但接受解释"), required=False)
    text = _text(_("原话（不写姓名电话）"), rows=2, required=False)


class AskTermination(StepForm):
    reason = _choice(_("终止理由"), w.TERMINATION_REASONS)
    ground = forms.ChoiceField(
        label=_("属于哪种不予受理情形"), required=False,
        choices=[("", "—"), *((g.code, g.word) for g in w.GROUNDS.values())],
    )  # fmt: skip
    text = _text(_("书面申请"))


class ListOpenMatter(StepForm):
    body_id = forms.TypedChoiceField(label=_("责任单位"), coerce=int)
    reason = _text(_("为什么现在解决不了"))
    plan = _text(_("打算怎么办"))
    public_text = forms.CharField(label=_("公开的一句话（不带姓名、门牌）"), max_length=300)
    privacy = forms.ChoiceField(
        label=_("公开的话里像有姓名或号码时"), required=False,
        choices=(("", "—"), ("mask", _("遮住再公开")), ("keep", _("我看过，不是个人信息，原样公开"))),
    )  # fmt: skip
    review_on = _day(_("下次复查"))


class Supervise(StepForm):
    level = forms.TypedChoiceField(label=_("督办级别"), choices=list(w.SUPERVISE_LEVELS.items()), coerce=int)
    cause = _choice(_("原因"), w.SUPERVISE_CAUSES)
    text = _text(_("督办要求"))
    working_days = forms.IntegerField(label=_("几个工作日内回复"), min_value=1, max_value=15, initial=2)


class LiftCard(StepForm):
    card_id = forms.TypedChoiceField(label=_("哪一张牌"), coerce=int)
    reason = _choice(_("理由"), w.TOLERANCE_REASONS)
    text = _text(_("说明"), rows=2)


class ExcludeRating(StepForm):
    round = forms.TypedChoiceField(label=_("哪一轮"), coerce=int)
    reason = _choice(_("理由"), w.EXCLUSIONS)
    text = _text(_("依据和凭据"), rows=2)


class IncludeRating(StepForm):
    round = forms.TypedChoiceField(label=_("哪一轮"), coerce=int)
    text = _text(_("说明"), rows=2)


class Recuse(StepForm):
    reason = _choice(_("理由"), w.INTERESTS)
    text = _text(_("说明"), rows=2, required=False)


class OrderRecusal(StepForm):
    account_id = forms.TypedChoiceField(label=_("谁回避"), coerce=int)
    reason = _choice(_("理由"), w.INTERESTS)
    text = _text(_("事实和理由"), rows=2)


class ChangeLevel(StepForm):
    level = _choice(_("改为"), w.CONFIDENTIALITY)
    consent = forms.BooleanField(label=_("诉求人同意（降低保密时必须）"), required=False)
    text = _text(_("说明"), rows=2, required=False)


class ChangeHandler(StepForm):
    account_id = forms.TypedChoiceField(label=_("经办人"), coerce=int)


class WriteNote(StepForm):
    text = _text(_("备注"), rows=2)
    audience = forms.ChoiceField(
        label=_("给谁看"),
        choices=(("staff", _("经办的同事")), ("lead", _("承办单位")), ("resident", _("诉求人（会收到消息）"))),
    )
