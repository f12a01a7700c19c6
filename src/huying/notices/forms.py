"""Forms of notices."""

from django import forms
from django.utils.translation import gettext_lazy as _

from huying.kernel.forms import reason_field
from huying.notices.moments import Words
from huying.notices.states import Channel
from huying.organisations.public import BodyField

LANGUAGES = [("zh-hans", _("中文")), ("en", _("英文"))]
CHANNELS = [("", _("所有渠道")), *Channel.choices]


class WhichForm(forms.Form):
    """Which wording of a moment is looked at."""

    language = forms.ChoiceField(label=_("语言"), choices=LANGUAGES)
    channel = forms.ChoiceField(label=_("渠道"), choices=CHANNELS, required=False)


class TemplateForm(forms.Form):
    """The words of one moment."""

    subject = forms.CharField(label=_("标题"), max_length=80)
    text = forms.CharField(
        label=_("正文"),
        widget=forms.Textarea(attrs={"rows": 7}),
        max_length=1000,
        help_text=_(
            "按“发生了什么 → 接下来怎样 → 到什么时候 → 您可以做什么”写。不一定有的内容连同前后文字放进 [[ ]]。"
        ),
    )
    reason = forms.CharField(label=_("修改理由"), max_length=200, required=False)

    def words(self) -> Words:
        return Words(self.cleaned_data["subject"], self.cleaned_data["text"])


class ReasonForm(forms.Form):
    """Why a stuck message is sent again or given up."""

    reason = forms.CharField(label=_("理由"), max_length=200)


class BodyChannelForm(forms.Form):
    """A group robot of a body."""

    body = BodyField(label=_("单位"), max_length=120, help_text=_("写完整名称，或 # 加编号。"))
    name = forms.CharField(label=_("名称"), max_length=60, help_text=_("例如：城管中队工作群"))
    address = forms.CharField(
        label=_("机器人地址"),
        max_length=500,
        help_text=_(
            "钉钉 dingtalk://… · 企业微信 wecombot://… · 飞书 feishu://… 或 lark://… · 自建 jsons://…。保存后加密，不再显示。"
        ),
        widget=forms.TextInput(attrs={"autocomplete": "off", "spellcheck": "false"}),
    )
    reason = reason_field()


class PreferenceForm(forms.Form):
    """One's own ways and quiet hours."""

    sms = forms.BooleanField(label=_("给我发短信"), required=False)
    email = forms.BooleanField(label=_("给我发电子邮件"), required=False)
    quiet_from = forms.TimeField(label=_("从几点开始不打扰"), widget=forms.TimeInput(attrs={"type": "time"}))
    quiet_to = forms.TimeField(label=_("到几点"), widget=forms.TimeInput(attrs={"type": "time"}))
