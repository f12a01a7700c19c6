"""The form of a class's limits: an amount and a unit for each kind; what is left empty keeps the default."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from huying.cases.limits import UNITS
from huying.cases.queries.settings import limit_kinds
from huying.cases.words import CLASSES
from huying.duties.public import leaf_choices
from huying.kernel.clock import now


def _matters() -> list[tuple[str, Any]]:
    return [("", "—"), *leaf_choices(on=now().date())]


class LimitsForm(forms.Form):
    """Which class (and kind of matter), from when, why, and which limits."""

    klass = forms.ChoiceField(label=_("类别等级"), choices=lambda: list(CLASSES.items()))
    category_code = forms.ChoiceField(label=_("只对这一类事项（可不选）"), choices=_matters, required=False)
    valid_from = forms.DateField(label=_("从哪天起"), widget=forms.DateInput(format="%Y-%m-%d", attrs={"type": "date"}))
    reason = forms.CharField(label=_("为什么改"), max_length=200)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for kind, word in limit_kinds():
            self.fields[kind] = forms.IntegerField(label=str(word), min_value=1, max_value=400, required=False)
            self.fields[f"{kind}_unit"] = forms.ChoiceField(
                label=_("单位"), choices=lambda: list(UNITS.items()), required=False
            )

    def limits(self) -> dict[str, tuple[int, str]]:
        """What was filled in."""
        given = self.cleaned_data
        return {
            kind: (given[kind], given[f"{kind}_unit"] or "work_day") for kind, _word in limit_kinds() if given.get(kind)
        }
