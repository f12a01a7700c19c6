"""What readers type on the kernel's own pages."""

from django import forms
from django.utils.translation import gettext_lazy as _


class ReceiptForm(forms.Form):
    """A receipt, typed from paper or pasted whole."""

    receipt = forms.CharField(
        label=_("回执编号或回执全文"),
        help_text=_("例如 case-5-7-4K2M-9QXD-M3TA-81VC-7F2K-9QXD；大小写不限，横线也可以写成空格。"),
        max_length=20_000,
        widget=forms.Textarea(attrs={"rows": 3, "autocomplete": "off", "spellcheck": "false"}),
    )


class ReasonForm(forms.Form):
    """Why something is done."""

    reason = forms.CharField(label=_("原因"), min_length=2, max_length=200)
