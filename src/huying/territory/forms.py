"""Forms of the administration of areas. What the words mean is decided by actions."""

import json
from collections.abc import Mapping
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from huying.kernel.forms import reason_field
from huying.territory import states as s
from huying.territory.actions.moves import Part
from huying.territory.actions.outlines import Outline
from huying.territory.actions.places import Duty, SizeBand
from huying.territory.actions.records import Decision, NewArea
from huying.territory.models import Area

CRS = [
    ("cgcs2000", _("CGCS2000（国家大地坐标）")),
    ("wgs84", _("WGS84（卫星定位）")),
    ("gcj02", _("GCJ-02（高德、腾讯地图）")),
    ("bd09", _("BD-09（百度地图）")),
]
PARTS = (1, 2, 3)
LARGEST_FILE = 20 * 1024 * 1024


def day_input() -> forms.DateInput:
    return forms.DateInput(format="%Y-%m-%d", attrs={"type": "date"})


class DecisionForm(forms.Form):
    """From which day and why; the last fields of every change."""

    on = forms.DateField(label=_("生效日期"), widget=day_input())
    reason = forms.CharField(label=_("变更原因"), max_length=500, widget=forms.Textarea(attrs={"rows": 2}))
    document_no = forms.CharField(label=_("批准文号"), max_length=80, required=False)

    field_order: Any = None

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        last = ("on", "reason", "document_no")
        self.order_fields([*(name for name in self.fields if name not in last), *last])

    def decision(self) -> Decision:
        data = self.cleaned_data
        return Decision(on=data["on"], reason=data["reason"], document_no=data["document_no"])


class AreaForm(DecisionForm):
    """A change of one area; knows the area it is about."""

    def __init__(self, *args: Any, area: Area, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.area = area
        self.prepare()

    def prepare(self) -> None:
        """Fill choices and first values from the area."""


class CreateForm(AreaForm):
    """A new area below this one."""

    kind = forms.ChoiceField(label=_("类别"))
    name = forms.CharField(label=_("名称"), max_length=120)
    code = forms.CharField(
        label=_("代码"), max_length=17, required=False, help_text=_("网格、小区、楼栋可以不填，按顺序自动编号。")
    )
    lon = forms.FloatField(label=_("经度"), required=False, min_value=-180, max_value=180)
    lat = forms.FloatField(label=_("纬度"), required=False, min_value=-90, max_value=90)

    def prepare(self) -> None:
        kinds: Any = self.fields["kind"]
        kinds.choices = [
            (f"{level}:{kind}", label)
            for level in s.LEVELS
            for kind, label in s.KINDS[level].items()
            if self._fits(level, kind)
        ]

    def _fits(self, level: str, kind: str) -> bool:
        if kind == "micro":
            return self.area.level == s.GRID and self.area.kind != "micro"
        return self.area.level in s.PARENTS[level] and self.area.kind != "micro"

    def new_area(self) -> NewArea:
        data = self.cleaned_data
        level, kind = data["kind"].split(":")
        coded = level in s.DIVISIONS
        return NewArea(level, data["name"], data["code"], "" if coded else kind, data["lon"], data["lat"])


class RenameForm(AreaForm):
    name = forms.CharField(label=_("新名称"), max_length=120)

    def prepare(self) -> None:
        self.fields["name"].initial = self.area.name


class RecodeForm(AreaForm):
    code = forms.CharField(
        label=_("新代码"), max_length=17, help_text=_("下级代码中相同的前段会一起更换，旧代码按年份保留。")
    )

    def prepare(self) -> None:
        self.fields["code"].initial = self.area.code


class MoveForm(AreaForm):
    parent_code = forms.CharField(label=_("新上级的代码"), max_length=17)
    code = forms.CharField(
        label=_("划转后的新代码"), max_length=17, required=False, help_text=_("网格、小区、楼栋不用填，自动重新编号。")
    )


class MergeForm(AreaForm):
    """Which neighbours are merged into this area."""

    sources = forms.MultipleChoiceField(label=_("并入本区划的"), widget=forms.CheckboxSelectMultiple, required=False)
    other_code = forms.CharField(
        label=_("或填写其他区划的代码"), max_length=17, required=False, help_text=_("同级、但不在同一上级之下时填写。")
    )

    def prepare(self) -> None:
        fellows = Area.objects.filter(parent=self.area.parent_id, level=self.area.level, valid_to=None)
        rows = fellows.exclude(pk=self.area.pk).order_by("sort_key", "id")[:300]
        sources: Any = self.fields["sources"]
        sources.choices = [(str(row.pk), row.name) for row in rows]


class SplitForm(AreaForm):
    """Up to three new areas with the children that go to each."""

    keep = forms.BooleanField(label=_("原区划保留，其余下级留在原区划"), required=False, initial=True)

    def prepare(self) -> None:
        rows = Area.objects.filter(parent=self.area, valid_to=None).order_by("sort_key", "id")
        choices = [(str(row.pk), row.name) for row in rows]
        for n in PARTS:
            named = {"n": n}
            self.fields[f"name_{n}"] = forms.CharField(
                label=_("新区划%(n)s 名称") % named, max_length=120, required=n == 1
            )
            self.fields[f"code_{n}"] = forms.CharField(
                label=_("新区划%(n)s 代码") % named, max_length=17, required=False
            )
            self.fields[f"children_{n}"] = forms.MultipleChoiceField(
                label=_("划给新区划%(n)s 的下级") % named,
                choices=choices,
                widget=forms.CheckboxSelectMultiple,
                required=False,
            )
        last = ("on", "reason", "document_no")
        self.order_fields(["keep", *(name for name in self.fields if name not in (*last, "keep")), *last])

    def parts(self) -> list[Part]:
        data = self.cleaned_data
        kind = "" if self.area.level in s.DIVISIONS else self.area.kind
        return [
            Part(
                NewArea(self.area.level, data[f"name_{n}"], data[f"code_{n}"], kind),
                tuple(int(pk) for pk in data[f"children_{n}"]),
            )
            for n in PARTS
            if data[f"name_{n}"].strip()
        ]


class DissolveForm(AreaForm):
    """Only the day and the reason."""


class OutlineForm(AreaForm):
    """One outline, as a file or as text."""

    file = forms.FileField(label=_("界线文件（GeoJSON）"), required=False)
    text = forms.CharField(
        label=_("或粘贴 GeoJSON"), required=False, widget=forms.Textarea(attrs={"rows": 4, "spellcheck": "false"})
    )
    crs = forms.ChoiceField(label=_("坐标系"), choices=CRS)
    source = forms.CharField(label=_("来源"), max_length=200, help_text=_("谁在什么时候测绘或绘制的。"))
    sketch = forms.BooleanField(label=_("只是示意，不是法定界线"), required=False)
    accept_overlaps = forms.BooleanField(label=_("与相邻区划有重叠也保存"), required=False)

    def clean(self) -> dict[str, Any]:
        data: dict[str, Any] = super().clean() or {}
        text = data.get("text") or ""
        if data.get("file"):
            text = read_text(self, data["file"])
        data["geojson"] = _geometry_of(self, text)
        return data

    def outline(self) -> Outline:
        data = self.cleaned_data
        return Outline(data["geojson"], data["crs"], data["source"], sketch=data["sketch"])


class BoundaryFileForm(forms.Form):
    """A whole file of outlines."""

    file = forms.FileField(
        label=_("界线文件（GeoJSON）"), help_text=_("FeatureCollection，每个要素带属性 code（区划代码）。")
    )
    crs = forms.ChoiceField(label=_("坐标系"), choices=CRS)
    source = forms.CharField(label=_("来源"), max_length=200, help_text=_("谁在什么时候测绘或绘制的。"))
    sketch = forms.BooleanField(label=_("只是示意，不是法定界线"), required=False)

    def clean_file(self) -> Mapping[str, Any]:
        return _json(self, "file", read_text(self, self.cleaned_data["file"]))


class ImportForm(DecisionForm):
    """The last step of a file of outlines."""

    accept_overlaps = forms.BooleanField(label=_("与相邻区划有重叠也保存"), required=False)


class DutyForm(forms.Form):
    """What is public about a grid."""

    contact_office = forms.CharField(label=_("联系单位"), max_length=120, required=False)
    contact_phone = forms.CharField(label=_("联系电话"), max_length=30, required=False, help_text=_("单位电话。"))
    complaint_phone = forms.CharField(label=_("监督电话"), max_length=30, required=False)
    households = forms.IntegerField(label=_("户数"), min_value=0, required=False)
    residents = forms.IntegerField(label=_("居民数"), min_value=0, required=False)
    reason = reason_field()

    def duty(self) -> Duty:
        return Duty(**{name: value for name, value in self.cleaned_data.items() if name != "reason"})


class BuildingForm(forms.Form):
    number = forms.CharField(label=_("楼号"), max_length=20, help_text=_("只写号，例如 3 或 A。"))
    units = forms.IntegerField(label=_("单元数"), min_value=1, max_value=99, required=False)
    storeys = forms.IntegerField(label=_("层数"), min_value=1, max_value=200, required=False)
    reason = reason_field()


class AliasForm(forms.Form):
    text = forms.CharField(label=_("名称"), max_length=120)
    kind = forms.ChoiceField(label=_("类别"), choices=[("alias", _("俗称")), ("road", _("道路"))])
    number_from = forms.IntegerField(label=_("门牌从"), min_value=1, required=False, help_text=_("只用于道路。"))
    number_to = forms.IntegerField(label=_("门牌到"), min_value=1, required=False)
    reason = reason_field()

    def numbers(self) -> tuple[int, int] | None:
        low, high = self.cleaned_data["number_from"], self.cleaned_data["number_to"]
        return (low or high, high or low) if low or high else None


class PopulationForm(forms.Form):
    year = forms.IntegerField(label=_("年份"), min_value=1949, max_value=2100)
    permanent = forms.IntegerField(label=_("常住人口"), min_value=0)
    source = forms.CharField(label=_("来源"), max_length=200)


class PopulationFileForm(forms.Form):
    file = forms.FileField(
        label=_("人口文件（csv）"), help_text=_("三列：code（区划代码）、year（年份）、permanent（人数）。")
    )
    source = forms.CharField(label=_("来源"), max_length=200)

    def clean_file(self) -> list[str]:
        return read_text(self, self.cleaned_data["file"]).splitlines()


class SizeRuleForm(DecisionForm):
    kind = forms.ChoiceField(label=_("网格类别"), choices=list(s.KINDS[s.GRID].items()))
    households_min = forms.IntegerField(label=_("户数下限"), min_value=0, initial=300)
    households_max = forms.IntegerField(label=_("户数上限"), min_value=1, initial=500)
    residents_max = forms.IntegerField(label=_("居民数上限"), min_value=1, initial=1000)

    def band(self) -> SizeBand:
        data = self.cleaned_data
        return SizeBand(data["kind"], data["households_min"], data["households_max"], data["residents_max"])


def read_text(form: forms.Form, file: Any) -> str:
    """The text of an uploaded file, or a sentence beside the field."""
    if file.size > LARGEST_FILE:
        raise forms.ValidationError(_("文件超过 20 MB，请分几次上传。"))
    try:
        return str(file.read().decode("utf-8-sig"))
    except UnicodeDecodeError as error:
        raise forms.ValidationError(_("文件不是 UTF-8 文本，请另存为 UTF-8 后再传。")) from error


def _json(form: forms.Form, name: str, text: str) -> Mapping[str, Any]:
    try:
        found = json.loads(text)
    except (ValueError, RecursionError) as error:
        raise forms.ValidationError(
            {name: _("不是 JSON，请核对文件。")} if name != "file" else _("不是 JSON，请核对文件。")
        ) from error
    if not isinstance(found, dict):
        raise forms.ValidationError(_("不是 GeoJSON，请核对文件。"))
    return found


def _geometry_of(form: forms.Form, text: str) -> Mapping[str, Any]:
    """The geometry of a GeoJSON text: bare, in a feature, or the only one of a collection."""
    if not text.strip():
        raise forms.ValidationError({"file": _("请选择文件或粘贴内容。")})
    found: Any = _json(form, "text", text)
    if found.get("type") == "FeatureCollection" and len(found.get("features") or ()) == 1:
        found = found["features"][0]
    if isinstance(found, dict) and found.get("type") == "Feature":
        found = found.get("geometry")
    if not isinstance(found, dict):
        raise forms.ValidationError({"text": _("没有找到一个面。")})
    return found
