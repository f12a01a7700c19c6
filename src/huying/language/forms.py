"""Forms about the versions of a model."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from huying.kernel.forms import reason_field


class ChooseForm(forms.Form):
    """Which version suggests from now on, and why."""

    number = forms.TypedChoiceField(label=_("改用哪个版本"), coerce=int)
    reason = reason_field()

    def __init__(self, *args: Any, versions: list[tuple[int, Any]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["number"].choices = versions  # type: ignore[attr-defined]
