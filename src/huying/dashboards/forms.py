"""What the county's command types when it decides weights or what an indicator means."""

import hashlib
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from huying.evaluation.public import Weighing
from huying.kernel.forms import reason_field

WEIGHTS = ("w1", "w2", "w3", "alpha", "beta")


def _day(label: Any, *, required: bool = True, help_text: Any = "") -> forms.DateField:
    widget = forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d")
    return forms.DateField(label=label, required=required, widget=widget, help_text=help_text)


def _share(label: Any, *, places: int, digits: int, help_text: Any = "") -> forms.DecimalField:
    return forms.DecimalField(
        label=label, max_digits=digits, decimal_places=places, min_value=0, max_value=1, help_text=help_text
    )


def _words(label: Any, *, most: int) -> forms.CharField:
    return forms.CharField(label=label, max_length=most, widget=forms.Textarea(attrs={"rows": 2}))


class WeightsForm(forms.Form):
    """A new version of a weight set. `seen` says which weights were tried: what was not tried is not decided."""

    name_zh = forms.CharField(label=_("方案名称"), max_length=60)
    name_en = forms.CharField(label=_("英文名称"), max_length=80)
    w1 = _share(
        _("响应率的权重 w1"), digits=5, places=4, help_text=_("三个权重加起来要正好是 1，例如 0.3、0.35、0.35。")
    )
    w2 = _share(_("解决率的权重 w2"), digits=5, places=4)
    w3 = _share(_("满意率的权重 w3"), digits=5, places=4)
    alpha = _share(_("“部分解决”折算 α"), digits=4, places=3, help_text=_("0 到 1：一件部分解决算几件解决。"))
    beta = _share(_("“基本满意”折算 β"), digits=4, places=3, help_text=_("0 到 1：一件基本满意算几件满意。"))
    in_force_from = _day(_("从哪天起用"), help_text=_("明天或以后；那天所在的月份起按新方案算，已经说出去的数不改。"))
    published_on = _day(_("哪天公布"), required=False, help_text=_("没有公布就空着，页面上会写明只供内部使用。"))
    reason = reason_field()
    seen = forms.CharField(required=False, max_length=64, widget=forms.HiddenInput)

    def weighing(self) -> Weighing:
        typed = self.cleaned_data
        return Weighing(**{name: typed[name] for name in Weighing.__slots__})

    def weights_hash(self) -> str:
        said = "|".join(str(self.cleaned_data[name].normalize()) for name in WEIGHTS)
        return hashlib.sha256(said.encode()).hexdigest()


class DefinitionForm(forms.Form):
    """A new version of an indicator. What is counted is part of the program and stays."""

    name_zh = forms.CharField(label=_("名称"), max_length=60)
    name_en = forms.CharField(label=_("英文名称"), max_length=80)
    formula_zh = _words(_("算法的说法"), most=300)
    formula_en = forms.CharField(
        label=_("算法的说法（英文）"), max_length=400, widget=forms.Textarea(attrs={"rows": 2})
    )
    population_zh = _words(_("口径"), most=300)
    population_en = _words(_("口径（英文）"), most=400)
    min_n = forms.IntegerField(
        label=_("最少样本"), min_value=0, max_value=100_000,
        help_text=_("不到这么多件就写“样本不足”，不给比率，也不排位。"),
    )  # fmt: skip
    since = _day(_("从哪天起用"), help_text=_("明天或以后；已经说出去的数不改。"))
    published_on = _day(_("哪天公布"), required=False)
    reason = reason_field()


TEXTS = ("name_zh", "name_en", "formula_zh", "formula_en", "population_zh", "population_en")
