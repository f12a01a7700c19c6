"""What readers type on the portal's pages."""

from typing import ClassVar

from django import forms
from django.utils.translation import gettext_lazy as _

from huying.kernel.forms import reason_field
from huying.portal import states as s
from huying.portal.models import Site


class FeedbackForm(forms.Form):
    """A message about the product itself."""

    kind = forms.ChoiceField(label=_("这是"), choices=s.feedback_kinds, widget=forms.RadioSelect)
    text = forms.CharField(
        label=_("说说看"),
        help_text=_("在哪一步、想做什么、看到了什么。请不要写姓名、电话和证件号。"),
        max_length=2000,
        widget=forms.Textarea(attrs={"rows": 6}),
    )
    page = forms.CharField(required=False, max_length=200, widget=forms.HiddenInput)


class CodeForm(forms.Form):
    """A tracking code, typed with or without dashes."""

    code = forms.CharField(
        label=_("查询码"),
        help_text=_("提交意见时给您的 16 位查询码，大小写和横线都可以不管。"),
        max_length=40,
        widget=forms.TextInput(attrs={"autocomplete": "off", "autocapitalize": "characters", "spellcheck": "false"}),
    )


class AnswerForm(forms.Form):
    answer = forms.CharField(label=_("答复"), max_length=2000, widget=forms.Textarea(attrs={"rows": 5}))


class SiteForm(forms.ModelForm):
    """What the site says of itself. Saved by the action, never by the form."""

    reason = reason_field()

    class Meta:
        model = Site
        fields: ClassVar[list[str]] = [
            "name", "hosted_by", "run_by", "contact", "duty_desk", "duty_phone", "duty_hours",
            "privacy_contact", "icp", "police_record", "site_code",
        ]  # fmt: skip
        labels: ClassVar[dict[str, object]] = {
            "name": _("地方名称"),
            **s.SITE_FACTS,
            "duty_desk": _("值班室"),
            "duty_phone": _("值班电话"),
            "duty_hours": _("值班时间"),
            "privacy_contact": _("个人信息保护联系人"),
        }
        help_texts: ClassVar[dict[str, object]] = {
            "name": _("写在页面左上角，例如：鼓楼区。"),
            "contact": _("办公地址和公开电话，写在每页页脚。"),
            "privacy_contact": _("写在隐私说明里：部门、电话、来信地址。"),
        }
