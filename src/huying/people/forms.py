"""Forms of people. They take words in; what the words mean is decided by actions."""

from collections.abc import Callable
from typing import Any

from allauth.mfa.base.forms import AuthenticateForm, ReauthenticateForm
from allauth.mfa.models import Authenticator
from allauth.mfa.webauthn.forms import (
    AddWebAuthnForm,
    AuthenticateWebAuthnForm,
    EditWebAuthnForm,
    ReauthenticateWebAuthnForm,
)
from django import forms
from django.conf import settings
from django.utils.translation import gettext_lazy as _

from huying.kernel.clock import now
from huying.kernel.errors import DomainError, Invalid
from huying.kernel.forms import reason_field
from huying.people.actions.sign_in import is_locked, note_sign_in
from huying.people.errors import Locked
from huying.people.states import RightKind, SignInMethod, SignInOutcome


def tell(form: forms.Form, error: DomainError) -> None:
    """A refusal of the domain beside the field it is about, and what was typed stays."""
    told = False
    for name, text in getattr(error, "fields", {}).items() if isinstance(error, Invalid) else ():
        if name in form.fields:
            form.add_error(name, str(text))
            told = True
    if not told:
        form.add_error(None, str(error))


class PhoneForm(forms.Form):
    """A telephone number."""

    phone = forms.CharField(
        label=_("手机号"),
        max_length=30,
        widget=forms.TelInput(attrs={"autocomplete": "tel", "inputmode": "tel"}),
    )


class CodeForm(forms.Form):
    """The six digits that were sent to a number."""

    phone = forms.CharField(max_length=30, widget=forms.HiddenInput)
    code = forms.CharField(
        label=_("验证码"),
        max_length=12,
        help_text=_("短信里的 6 位数字，5 分钟内有效。"),
        widget=forms.TextInput(attrs={"autocomplete": "one-time-code", "inputmode": "numeric"}),
    )


class PasswordForm(forms.Form):
    """Login name and password of staff."""

    username = forms.CharField(
        label=_("登录名"), max_length=64, widget=forms.TextInput(attrs={"autocomplete": "username"})
    )
    password = forms.CharField(
        label=_("密码"),
        max_length=256,
        strip=False,
        widget=forms.PasswordInput(attrs={"autocomplete": "current-password"}),
    )


class NewPasswordForm(forms.Form):
    """A new password, typed twice."""

    old = forms.CharField(
        label=_("现在的密码"),
        strip=False,
        widget=forms.PasswordInput(attrs={"autocomplete": "current-password"}),
    )
    new = forms.CharField(
        label=_("新密码"),
        strip=False,
        help_text=_("至少 10 个字符，包含大写字母、小写字母、数字、其他符号中的三种。"),
        widget=forms.PasswordInput(attrs={"autocomplete": "new-password"}),
    )
    again = forms.CharField(
        label=_("再输一遍新密码"),
        strip=False,
        widget=forms.PasswordInput(attrs={"autocomplete": "new-password"}),
    )

    def clean(self) -> dict[str, Any]:
        data = super().clean() or {}
        if data.get("new") and data.get("again") and data["new"] != data["again"]:
            self.add_error("again", _("两次输入的新密码不一样，请再核对。"))
        return data


class ProfileForm(forms.Form):
    """What to call me, and how the pages look."""

    name = forms.CharField(
        label=_("怎么称呼您"),
        max_length=40,
        required=False,
        help_text=_("加密保存，页面上只显示姓，例如“张*”。"),
        widget=forms.TextInput(attrs={"autocomplete": "name"}),
    )
    language = forms.ChoiceField(label=_("语言"), choices=[("zh-hans", "简体中文"), ("en", "English")])
    elder = forms.BooleanField(label=_("使用长辈版（大字、大按钮）"), required=False)


class GuardianForm(forms.Form):
    """The guardian of a child under fourteen."""

    name = forms.CharField(label=_("监护人姓名"), max_length=40)
    relation = forms.ChoiceField(
        label=_("与孩子的关系"),
        choices=[("parent", _("父母")), ("grandparent", _("祖父母或外祖父母")), ("other", _("其他监护人"))],
    )
    phone = forms.CharField(label=_("监护人手机号"), max_length=30, widget=forms.TelInput())
    code = forms.CharField(
        label=_("发到监护人手机上的验证码"),
        max_length=12,
        required=False,
        widget=forms.TextInput(attrs={"autocomplete": "one-time-code", "inputmode": "numeric"}),
    )


class RightsForm(forms.Form):
    """A request about one's own data."""

    kind = forms.ChoiceField(label=_("您想"), choices=RightKind.choices, widget=forms.RadioSelect)
    words = forms.CharField(
        label=_("具体说明"),
        max_length=2000,
        required=False,
        help_text=_("例如要改哪一项、改成什么。内容加密保存。"),
        widget=forms.Textarea(attrs={"rows": 4}),
    )


class AnswerForm(forms.Form):
    """The answer to a request about data."""

    granted = forms.ChoiceField(
        label=_("处理"), choices=[("yes", _("同意，已办理")), ("no", _("不予办理"))], widget=forms.RadioSelect
    )
    answer = forms.CharField(
        label=_("给申请人的答复"),
        max_length=2000,
        help_text=_("不予办理的，请写明依据和理由，并告知可以向上级部门投诉或向法院起诉。"),
        widget=forms.Textarea(attrs={"rows": 4}),
    )


class ReasonForm(forms.Form):
    """Why an administrator does something."""

    reason = forms.CharField(label=_("理由"), max_length=200)


class StaffAccountForm(forms.Form):
    """A colleague's new account."""

    login_name = forms.RegexField(
        label=_("登录名"), regex=r"^[a-z][a-z0-9._-]{1,40}$", help_text=_("小写字母开头，可含数字、点和短横线。")
    )
    public_name = forms.CharField(label=_("对外称呼"), max_length=40, help_text=_("例如“王社工”，居民看到的就是它。"))
    name = forms.CharField(label=_("姓名"), max_length=40, required=False, help_text=_("加密保存。"))
    phone = forms.CharField(label=_("工作电话"), max_length=30, required=False, help_text=_("加密保存。"))
    reason = forms.CharField(label=_("理由"), max_length=200, help_text=_("例如“入职，街道通知〔2026〕12号”。"))


SCOPES = tuple(f"{context}:{what}" for context in settings.CONTEXTS for what in ("read", "write"))


class TokenForm(forms.Form):
    """A key for another system."""

    name = forms.CharField(label=_("给哪个系统用"), max_length=80)
    account = forms.CharField(
        label=_("代表哪个账号"), max_length=64, help_text=_("填登录名；令牌能做的事不会超过这个账号。")
    )
    scopes = forms.CharField(
        label=_("范围"), max_length=400,
        help_text=_("用空格分开，例如 cases:read cases:write；经 Open311 提交诉求用 exchange:write。"),
    )  # fmt: skip
    per_minute = forms.IntegerField(label=_("每分钟最多次数"), min_value=1, max_value=6000, initial=60)
    days = forms.IntegerField(label=_("有效天数"), min_value=1, max_value=365, initial=90)
    reason = reason_field()

    def clean_scopes(self) -> str:
        """A scope that no door asks for opens nothing, and nobody would know why."""
        said = str(self.cleaned_data["scopes"])
        unknown = [one for one in said.split() if one not in SCOPES]
        if unknown:
            told = _("没有这样的范围：%(unknown)s。可以写的有 %(known)s。")
            raise forms.ValidationError(told % {"unknown": " ".join(unknown)[:100], "known": " ".join(SCOPES)})
        return said


class ExportForm(forms.Form):
    """A decision on an export."""

    approved = forms.ChoiceField(
        label=_("决定"), choices=[("yes", _("批准")), ("no", _("不批准"))], widget=forms.RadioSelect
    )
    reason = forms.CharField(label=_("理由"), max_length=200)


class PurposeForm(forms.Form):
    """New words for a purpose."""

    version = forms.RegexField(label=_("版本号"), regex=r"^[0-9A-Za-z.-]{1,20}$")
    text = forms.CharField(label=_("告知内容（中文）"), widget=forms.Textarea(attrs={"rows": 5}))
    text_en = forms.CharField(label=_("告知内容（英文）"), widget=forms.Textarea(attrs={"rows": 5}))
    reason = reason_field()


class _FiveTries:
    """Five wrong second factors close the door for a quarter of an hour, counted in the database."""

    user: Any
    cleaned_data: dict[str, Any]

    def _tried(self, check: Callable[[], Any]) -> Any:
        who, at = f"account:{self.user.pk}", now()
        if is_locked(who, method=SignInMethod.SECOND_FACTOR, at=at):
            raise forms.ValidationError(str(Locked()))
        outcome = SignInOutcome.WRONG
        try:
            found = check()
            outcome = SignInOutcome.ENTERED
        finally:
            note_sign_in(method=SignInMethod.SECOND_FACTOR, outcome=outcome, account_id=self.user.pk, who=who, at=at)
        return found

    def clean_code(self) -> str:
        return str(self._tried(super().clean_code))  # type: ignore[misc]

    def clean_credential(self) -> Authenticator:
        found: Authenticator = self._tried(super().clean_credential)  # type: ignore[misc]
        return found


class SecondFactorForm(_FiveTries, AuthenticateForm):
    """The second factor at signing in."""


class SecondFactorAgainForm(_FiveTries, ReauthenticateForm):
    """The second factor before something important."""


class SecurityKeyForm(_FiveTries, AuthenticateWebAuthnForm):
    """A security key at signing in."""


class SecurityKeyAgainForm(_FiveTries, ReauthenticateWebAuthnForm):
    """A security key before something important."""


def _key_name() -> forms.CharField:
    help_text = _("自己认得出就行，例如“办公室的钥匙”。")
    return forms.CharField(label=_("给它起个名字"), max_length=60, required=False, help_text=help_text)


class NewSecurityKeyForm(AddWebAuthnForm):
    """A security key that is added, under a name of one's own."""

    name = _key_name()


class NamedSecurityKeyForm(EditWebAuthnForm):
    """Another name for a security key."""

    name = _key_name()
