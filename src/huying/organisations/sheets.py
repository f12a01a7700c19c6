"""Bodies as rows of a spreadsheet: headings in either language, texts as typed."""

from dataclasses import dataclass

from django.utils import translation
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from huying.kernel.tables import FileUnreadable, read_table

COLUMNS: tuple[tuple[str, str | Promise, bool], ...] = (
    ("key", gettext_lazy("编号"), True),
    ("kind", gettext_lazy("类别代码"), True),
    ("name", gettext_lazy("名称"), True),
    ("short_name", gettext_lazy("简称"), False),
    ("parent", gettext_lazy("上级"), False),
    ("area", gettext_lazy("区划代码"), True),
    ("functions", gettext_lazy("职能"), False),
    ("uscc", gettext_lazy("统一社会信用代码"), False),
    ("office_phone", gettext_lazy("办公电话"), False),
    ("public_contact", gettext_lazy("对外联系方式"), False),
)


@dataclass(frozen=True, slots=True)
class BodyRow:
    """One row as typed. `parent` is the key of another row or the name of a body already registered."""

    row: int
    key: str
    kind: str
    name: str
    area: str
    short_name: str = ""
    parent: str = ""
    functions: str = ""
    uscc: str = ""
    office_phone: str = ""
    public_contact: str = ""


@dataclass(frozen=True, slots=True)
class RowFault:
    """What must be mended, where: the row number as the spreadsheet shows it."""

    row: int
    column: str
    text: str


def read_bodies(data: bytes) -> list[BodyRow]:
    """Raises FileUnreadable when headings are missing."""
    table = read_table(data)
    known: dict[str, str] = {name: name for name, _label, _required in COLUMNS}
    for language in ("zh-hans", "en"):
        with translation.override(language):
            known |= {str(label).casefold(): name for name, label, _required in COLUMNS}
    at = {known[key]: place for place, text in enumerate(table[0]) if (key := text.rstrip("* ").casefold()) in known}
    if missing := [str(label) for name, label, required in COLUMNS if required and name not in at]:
        raise FileUnreadable(_("缺少这些列：%(columns)s。请用本页下载的模板。") % {"columns": "、".join(missing)})
    return [
        BodyRow(row=number, **{name: row[place] if place < len(row) else "" for name, place in at.items()})
        for number, row in enumerate(table[1:], start=2)
        if any(row)
    ]


def form_csv() -> str:
    """The empty form, with a mark that lets spreadsheet programs read it as UTF-8."""
    return "\ufeff" + ",".join(f"{label} *" if required else str(label) for _name, label, required in COLUMNS) + "\r\n"


def label_of(name: str) -> str:
    return next((str(label) for column, label, _required in COLUMNS if column == name), name)
