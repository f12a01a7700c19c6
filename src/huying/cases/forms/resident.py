"""The residents' forms: say what is wrong, find a case, answer, rate, object."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from huying.cases.words import RATING_REASONS, REOPEN_REASONS, SATISFIED, SOLVED

KIND_CHOICES = (
    ("complaint", _("有问题要解决（投诉）")),
    ("help", _("需要帮忙（求助）")),
    ("enquiry", _("想问一下（咨询）")),
    ("suggestion", _("有个建议")),
    ("report", _("举报（自动保密）")),
    ("praise", _("表扬")),
)
LEVEL_CHOICES = (
    ("P0", _("办这件事的人可以知道我是谁，方便联系")),
    ("P1", _("保密：只有受理人员知道，承办单位看不到")),
    ("P2", _("匿名：谁也不知道，用查询码看进展")),
)


class ReportForm(forms.Form):
    """One page. Everything that was typed comes back when something must be changed."""

    words = forms.CharField(
        label=_("怎么了？"),
        help_text=_("用自己的话写：什么事、什么时候开始的、希望怎样。"),
        widget=forms.Textarea(attrs={"rows": 5, "maxlength": 2000}),
        min_length=4,
        max_length=2000,
        error_messages={"min_length": _("请再多写几个字，说清是什么事。"), "required": _("请写下发生了什么。")},
    )
    kind = forms.ChoiceField(label=_("这是"), choices=KIND_CHOICES, initial="complaint")
    category_code = forms.ChoiceField(
        label=_("是哪一类事？"), required=False, help_text=_("说不准可以不选，由受理员判断。")
    )
    place = forms.CharField(
        label=_("在哪里？"),
        required=False,
        max_length=200,
        help_text=_("知道在哪里，才能派给管这里的单位。写小区和楼栋，或者路名和旁边的店。"),
    )
    area_id = forms.IntegerField(required=False, widget=forms.HiddenInput)
    lon = forms.FloatField(required=False, widget=forms.HiddenInput, min_value=-180, max_value=180)
    lat = forms.FloatField(required=False, widget=forms.HiddenInput, min_value=-90, max_value=90)
    safety_of_others = forms.BooleanField(label=_("关系到其他人的安全"), required=False)
    confidentiality = forms.ChoiceField(
        label=_("谁可以知道是我？"), choices=LEVEL_CHOICES, initial="P0", widget=forms.RadioSelect
    )
    on_behalf = forms.BooleanField(label=_("我是替别人反映的"), required=False)
    name = forms.CharField(
        label=_("怎么称呼"),
        required=False,
        max_length=40,
        widget=forms.TextInput(attrs={"autocomplete": "name"}),
    )
    phone = forms.CharField(
        label=_("联系电话"),
        required=False,
        max_length=20,
        help_text=_("要能收短信：确认是您本人，有了结果告诉您。"),
        widget=forms.TextInput(attrs={"inputmode": "tel", "autocomplete": "tel"}),
    )
    code = forms.CharField(
        label=_("短信验证码"),
        required=False,
        max_length=8,
        help_text=_("先点“发送验证码”，再填收到的数字。"),
        widget=forms.TextInput(attrs={"inputmode": "numeric", "autocomplete": "one-time-code"}),
    )
    consent = forms.BooleanField(label=_("我已看过个人信息怎样使用，同意只为办理和回复这件事使用。"), required=False)
    about_body = forms.BooleanField(
        label=_("我要反映的是某个单位的做法"),
        help_text=_("这个单位和它的人看不到这件事；谁试着打开，都会记下来。"),
        required=False,
    )
    body_name = forms.CharField(
        label=_("哪个单位？"),
        required=False,
        max_length=60,
        help_text=_("写名称里的几个字，比如“城管”“宁海路街道”，再点“查找”。"),
        widget=forms.TextInput(attrs={"autocomplete": "off"}),
    )
    target_body_id = forms.IntegerField(required=False, min_value=0, widget=forms.HiddenInput)
    handles = forms.CharField(required=False, widget=forms.HiddenInput)
    proof_challenge = forms.CharField(required=False, widget=forms.HiddenInput)
    proof_nonce = forms.CharField(required=False, widget=forms.HiddenInput)

    def __init__(self, *args: Any, categories: list[Any] | None = None, signed_in: bool = False, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.signed_in = signed_in
        self.fields["category_code"].choices = [("", _("不确定，由受理员判断")), *(categories or [])]  # type: ignore[attr-defined]

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or {}
        somewhere = cleaned.get("place") or cleaned.get("area_id") or cleaned.get("lon") is not None
        if not somewhere:
            self.add_error("place", _("请写明在哪里：小区、楼栋或路名，或者在地图上点一下。"))
        if cleaned.get("about_body") and len(str(cleaned.get("body_name", "")).strip()) < 2:
            self.add_error("body_name", _("请写是哪个单位，至少两个字，再点“查找”。"))
        if cleaned.get("confidentiality") != "P2":
            self._reachable(cleaned)
            if not cleaned.get("consent"):
                self.add_error("consent", _("请先看过并同意个人信息怎样使用，或者选择匿名。"))
        return cleaned

    def _reachable(self, cleaned: dict[str, Any]) -> None:
        """Who is not anonymous can be reached: by the account, by a telephone proved by a code, or the one helped."""
        name, phone, code = (str(cleaned.get(field, "")).strip() for field in ("name", "phone", "code"))
        if self.signed_in:
            if cleaned.get("on_behalf") and not (name or phone):
                self.add_error("name", _("请写您替谁反映：称呼或电话，有一样就行。"))
        elif not phone:
            self.add_error("phone", _("请留下联系电话，好把结果告诉您；不想留，可以在上面选“匿名”。"))
        elif not code:
            self.add_error("code", _("请先点“发送验证码”，再把收到的数字填在这里。"))

    def only(self, *fields: str) -> None:
        """Of all that is still missing say only this: something else was asked for than to send the form."""
        for name in [name for name in self.errors if name not in fields]:
            del self.errors[name]


class TrackForm(forms.Form):
    code = forms.CharField(
        label=_("查询码"),
        max_length=40,
        help_text=_("16 位，提交时显示过，比如 7F2K-9QXD-M3TA-81VC。大小写和横线都不要紧。"),
        widget=forms.TextInput(attrs={"autocomplete": "off", "autocapitalize": "characters"}),
    )


class WordsForm(forms.Form):
    """Any step for which the resident writes a few words."""

    text = forms.CharField(
        label=_("想说的话"),
        widget=forms.Textarea(attrs={"rows": 3, "maxlength": 1000}),
        max_length=1000,
        error_messages={"required": _("请写几个字。")},
    )


class ReopenForm(WordsForm):
    reason = forms.ChoiceField(label=_("为什么要重新办"), choices=list(REOPEN_REASONS.items()))


class RatingForm(forms.Form):
    """Four questions at most; each is answered with one tap. `data-after` hides what does not follow from an answer."""

    contacted = forms.TypedChoiceField(
        label=_("他们联系您了吗？"),
        choices=(("1", _("联系了")), ("0", _("没有"))),
        coerce=lambda text: text == "1",
        widget=forms.RadioSelect,
    )
    solved = forms.ChoiceField(label=_("事情解决了吗？"), choices=list(SOLVED.items()), widget=forms.RadioSelect)
    satisfied = forms.ChoiceField(label=_("您满意吗？"), choices=list(SATISFIED.items()), widget=forms.RadioSelect)
    accepts = forms.BooleanField(
        label=_("没解决，但我接受他们的解释，不用再办"),
        help_text=_("不勾选，就会重新办理。"),
        required=False,
        widget=forms.CheckboxInput(attrs={"data-after": "solved-no"}),
    )
    wants_more = forms.BooleanField(
        label=_("只解决了一部分，希望接着办"),
        required=False,
        widget=forms.CheckboxInput(attrs={"data-after": "solved-partly"}),
    )
    reasons = forms.MultipleChoiceField(
        label=_("如果不满意，是因为"),
        choices=list(RATING_REASONS.items()),
        widget=forms.CheckboxSelectMultiple(attrs={"data-after": "not-well"}),
        required=False,
    )
    text = forms.CharField(
        label=_("还想说什么"),
        required=False,
        max_length=1000,
        widget=forms.Textarea(attrs={"rows": 2}),
    )

    def about(self, *, explained: bool) -> "RatingForm":
        """To be shown for a result: an explanation can be taken only where one was given."""
        if not explained:
            self.fields.pop("accepts", None)
        return self
