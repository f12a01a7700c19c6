"""A chooser of many: ticks that can be searched, by the page alone or, without scripts, by a button that asks again."""

from typing import Any

from django import forms
from django.http import QueryDict

from huying.kernel.edge import whole_number

FIND = "_find"
AGAIN = ("find", "more")
"""Buttons that ask for the form again instead of taking the step: narrow a chooser, add a part."""


class SearchedMultiple(forms.CheckboxSelectMultiple):
    """What is chosen stands first; of the others those that hold the words of `find`."""

    template_name = "cases/widgets/chooser.html"
    find = ""

    def get_context(self, name: str, value: Any, attrs: dict[str, Any] | None) -> dict[str, Any]:
        context = super().get_context(name, value, attrs)
        rows = [option for _group, options, _index in context["widget"]["optgroups"] for option in options]
        words = self.find.split()
        fitting = [row for row in rows if row["selected"] or all(word in str(row["label"]) for word in words)]
        context["rows"] = sorted(fitting, key=lambda row: not row["selected"])
        context["find_name"], context["find"], context["left_out"] = name + FIND, self.find, len(rows) - len(fitting)
        return context


def typed_again(form: type[forms.Form], data: QueryDict) -> dict[str, Any]:
    """What was typed so far, as first values of the same form."""
    many = {name for name, field in form.base_fields.items() if isinstance(field, forms.MultipleChoiceField)}
    typed: dict[str, Any] = {name: data.getlist(name) if name in many else data.get(name) for name in data}
    parts = str(typed.get("parts", ""))
    if "more" in data and (count := whole_number(parts)) is not None:
        typed["parts"] = str(count + 1)
    return typed
