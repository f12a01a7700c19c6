"""Splitting a case in as many parts as it holds: one more pair of fields at each press of a button."""

from typing import Any, NamedTuple

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from huying.cases.forms.staff import Choices, StepForm
from huying.kernel.edge import whole_number

MOST_PARTS = 9


class Part(NamedTuple):
    words: str
    category_code: str


class Split(StepForm):
    """Part by part: what it is, and which kind. A part that was left empty is not there."""

    parts = forms.IntegerField(widget=forms.HiddenInput, initial=1, min_value=1, max_value=MOST_PARTS)
    more_label = gettext_lazy("再加一件")

    def __init__(self, *args: Any, offers: dict[str, Choices] | None = None, **kwargs: Any) -> None:
        super().__init__(*args, offers=offers, **kwargs)
        self.count = self._asked()
        self.more = self.count < MOST_PARTS
        for nth in range(1, self.count + 1):
            self.fields[f"words_{nth}"] = forms.CharField(
                label=_("第 %(n)d 件是什么事") % {"n": nth + 1}, min_length=4, max_length=2000, required=nth == 1,
                widget=forms.Textarea(attrs={"rows": 2}), error_messages={"required": _("请写几个字。")},
            )  # fmt: skip
            self.fields[f"category_{nth}"] = forms.ChoiceField(
                label=_("第 %(n)d 件的类别") % {"n": nth + 1}, choices=(offers or {}).get("category_code", ()),
                required=nth == 1,
            )  # fmt: skip

    def _asked(self) -> int:
        given = str((self.data if self.is_bound else self.initial).get("parts") or 1)
        return min(max(whole_number(given) or 1, 1), MOST_PARTS)

    def matters(self) -> tuple[Part, ...]:
        """What was written, in order."""
        typed = self.cleaned_data
        parts = [Part(typed[f"words_{n}"], typed[f"category_{n}"]) for n in range(1, self.count + 1)]
        return tuple(part for part in parts if part.words)

    def clean(self) -> dict[str, Any]:
        found = super().clean() or self.cleaned_data
        for nth in range(2, self.count + 1):
            if found.get(f"words_{nth}") and not found.get(f"category_{nth}"):
                self.add_error(f"category_{nth}", _("请选择类别。"))
        if not self.errors:
            found["matters"] = self.matters()
        return found
