"""The form of when two cases are candidates for the same matter."""

from django import forms
from django.utils.translation import gettext_lazy as _

from huying.kernel.forms import reason_field


class LikenessForm(forms.Form):
    """Distances, days, likeness of the words, and how many people make a gathering."""

    valid_from = forms.DateField(label=_("从哪天起"), widget=forms.DateInput(format="%Y-%m-%d", attrs={"type": "date"}))
    metres = forms.IntegerField(label=_("附近：多少米以内"))
    days = forms.IntegerField(label=_("多少天以内"))
    near_percent = forms.IntegerField(
        label=_("附近的，文字相近到百分之几"), help_text=_("居民提交前看到的“差不多的事”按这个数。0 表示不看文字。")
    )
    far_percent = forms.IntegerField(label=_("别处的，文字相近到百分之几"))
    topic_people = forms.IntegerField(label=_("集中诉求：多少个不同的人"))
    topic_days = forms.IntegerField(label=_("集中诉求：多少天以内"))
    topic_metres = forms.IntegerField(label=_("热点的半径（米）"))
    reason = reason_field()
