"""Forms of documents: boxes to cover, and limits for uploads."""

import json
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from huying.documents.kinds import KINDS
from huying.documents.pictures import Box
from huying.kernel.errors import Invalid

ROWS = 6
WAYS = [("solid", _("涂实（看不出任何内容）")), ("mosaic", _("马赛克"))]


class BoxForm(forms.Form):
    """One box, in percent of the picture, for whoever cannot draw."""

    left = forms.FloatField(label=_("左（%）"), min_value=0, max_value=100, required=False)
    top = forms.FloatField(label=_("上（%）"), min_value=0, max_value=100, required=False)
    width = forms.FloatField(label=_("宽（%）"), min_value=0, max_value=100, required=False)
    height = forms.FloatField(label=_("高（%）"), min_value=0, max_value=100, required=False)

    def clean(self) -> dict[str, Any]:
        said = super().clean() or {}
        numbers = [said.get(name) for name in ("left", "top", "width", "height")]
        if any(number is not None for number in numbers) and any(number is None for number in numbers):
            raise forms.ValidationError(_("左、上、宽、高四个数都要填。"))
        return said

    def box(self, way: str) -> Box | None:
        said = self.cleaned_data
        if said.get("width") is None:
            return None
        left, top, width, height = (said[name] / 100 for name in ("left", "top", "width", "height"))
        return Box(left, top, width, height, way)


BoxFormSet = forms.formset_factory(BoxForm, extra=ROWS, max_num=200, absolute_max=200)


class DrawnBoxes(forms.Form):
    """What the drawing tool sends: a JSON list of boxes in shares of the picture."""

    boxes = forms.CharField(required=False, widget=forms.HiddenInput, max_length=40_000)
    way = forms.ChoiceField(
        label=_("怎样遮挡"), choices=WAYS, required=False, initial="solid", widget=forms.RadioSelect
    )

    def clean_way(self) -> str:
        return self.cleaned_data["way"] or "solid"

    def drawn(self) -> list[Box]:
        """The boxes, or Invalid when the tool's list is not understood."""
        text, way = self.cleaned_data["boxes"], self.cleaned_data["way"]
        try:
            return [_box(one, way) for one in json.loads(text or "[]")][:200]
        except (ValueError, TypeError, KeyError, AttributeError) as error:
            raise Invalid(_("遮挡框没有读懂，请重新画。"), reason="boxes") from error


def as_drawn(boxes: list[dict[str, Any]]) -> str:
    """Boxes as they were saved, for the drawing tool."""
    names = {"x": "left", "y": "top", "w": "width", "h": "height"}
    return json.dumps([{short: box[name] for short, name in names.items()} for box in boxes])


def percents(boxes: list[dict[str, Any]]) -> list[dict[str, Any]]:
    """The same for the rows of numbers."""
    return [{name: round(box[name] * 100, 1) for name in ("left", "top", "width", "height")} for box in boxes]


def _box(said: dict[str, Any], way: str) -> Box:
    left, top, width, height = (float(said[name]) for name in ("x", "y", "w", "h"))
    return Box(left, top, width, height, way)


class LimitForm(forms.Form):
    """What one purpose may hold."""

    kinds = forms.MultipleChoiceField(
        label=_("可以上传的文件"),
        choices=[(kind.name, kind.label) for kind in KINDS.values()],
        widget=forms.CheckboxSelectMultiple,
    )
    max_megabytes = forms.IntegerField(label=_("每个文件最大（MB）"), min_value=1, max_value=200)
    max_count = forms.IntegerField(label=_("最多几个"), min_value=1, max_value=100)
    reason = forms.CharField(label=_("修改理由"), max_length=200)
