"""What the county's command types when it decides weights or what an indicator means."""

import hashlib
from typing import Any

from django import forms
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from huying.dashboards.words import LEVEL_WORDS, SETTING_WORDS
from huying.evaluation.public import (
    LEVELS,
    OF_THE_LISTS,
    OWNERS,
    SHARES,
    WHOLE,
    AlertRule,
    Weighing,
    told,
    watched,
)
from huying.kernel.forms import reason_field
from huying.organisations.public import roles
from huying.territory.public import area_choices, home

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

FOLLOWING = ("second", "third")
"""Whom an alert is given to where nobody holds the role before."""


class AlertRuleForm(forms.Form):
    """A new version of an alert rule: only the numbers that this rule has. `seen` says what was tried."""

    place_id = forms.TypedChoiceField(label=_("看哪里"), coerce=int)
    first = forms.ChoiceField(label=_("先给谁"), help_text=_("给这个岗位里离得最近的人。"))
    second = forms.ChoiceField(label=_("没有这个岗位的人，再给谁"), required=False)
    third = forms.ChoiceField(label=_("还没有，再给谁"), required=False)
    days = forms.IntegerField(label=_("几天内看"), min_value=1, max_value=90)
    next_zh = _words(_("接下来做什么"), most=200)
    next_en = _words(_("接下来做什么（英文）"), most=300)
    since = _day(_("从哪天起用"), help_text=_("明天或以后；已经给出的提醒不改。"))
    reason = reason_field()
    seen = forms.CharField(required=False, max_length=64, widget=forms.HiddenInput)

    def __init__(self, *args: Any, rule: AlertRule, **options: Any) -> None:
        super().__init__(*args, **options)
        self.numbers = [name for name in SETTING_WORDS if name in rule.settings]
        made = {name: self._field(name, rule) for name in self.numbers}
        self.fields = made | self.fields
        known = [pair for pair in roles() if pair[0] in OWNERS]
        self.fields["first"].choices = known  # type: ignore[attr-defined]
        for name in FOLLOWING:
            self.fields[name].choices = [("", _("不再给别人")), *known]  # type: ignore[attr-defined]
        if rule.kind in OF_THE_LISTS:
            del self.fields["place_id"]
        else:
            self.fields["place_id"].choices = _places()  # type: ignore[attr-defined]

    def _field(self, name: str, rule: AlertRule) -> forms.Field:
        label: Any = SETTING_WORDS[name]
        if name == "indicator":
            found = watched(rule.since, down="above" in rule.settings)
            named = [(one.code, f"{told(one, 'name', get_language() or '')} {one.code}") for one in found]
            return forms.ChoiceField(label=label, choices=named)
        if name == "level":
            return forms.ChoiceField(label=label, choices=[(one, LEVEL_WORDS[one]) for one in LEVELS])
        if name in WHOLE:
            return forms.IntegerField(label=label)
        return forms.DecimalField(label=label, max_digits=5, decimal_places=1)

    @staticmethod
    def first_values(rule: AlertRule) -> dict[str, Any]:
        """How a rule stands, as the form says it."""
        said = {name: round(n * 100, 1) if name in SHARES else n for name, n in rule.settings.items()}
        said = {name: f"{n:g}" if isinstance(n, float) else n for name, n in said.items()}
        asked = dict(zip(("first", *FOLLOWING), rule.owners, strict=False))
        return said | asked | {name: getattr(rule, name) for name in ("place_id", "days", "next_zh", "next_en")}

    def changes(self) -> dict[str, Any]:
        """What was typed, as a rule keeps it. Whoever types it again has it switched on."""
        typed = self.cleaned_data
        settings = {name: self._kept(name) for name in self.numbers}
        owners = [typed[name] for name in ("first", *FOLLOWING) if typed[name]]
        kept = {name: typed[name] for name in ("days", "next_zh", "next_en")}
        return kept | {
            "settings": settings,
            "owners": owners,
            "place_id": int(typed.get("place_id", 0)),
            "active": True,
        }

    def _kept(self, name: str) -> Any:
        value = self.cleaned_data[name]
        if name in SHARES:
            return float(value) / 100
        return value if name in WHOLE or isinstance(value, str) else float(value)

    def tried_hash(self) -> str:
        """Of all that decides what would ring."""
        said = self.changes()
        return hashlib.sha256(repr((sorted(said["settings"].items()), said["place_id"])).encode()).hexdigest()


def _places() -> list[tuple[Any, Any]]:
    place = home()
    whole = _("全部：%(place)s") % {"place": place.name} if place else _("全部地方")
    return [("0", whole), *((str(pk), name) for pk, name, _below in area_choices())]


class SwitchOffForm(forms.Form):
    """From when a rule is off, and why."""

    since = _day(_("从哪天起停用"), help_text=_("明天或以后；已经给出的提醒还要看完。"))
    reason = reason_field()
