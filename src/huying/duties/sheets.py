"""A list as an xlsx file and back: harmless cells out, words of either language in."""

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, fields
from io import BytesIO
from typing import Any

from django.utils import translation
from django.utils.translation import gettext as _
from xlsxwriter import Workbook

from huying.duties.columns import COLUMNS, Column
from huying.duties.items import CHOICES, HelperPart, NewItem
from huying.kernel.tables import FileUnreadable, harmless, read_table
from huying.organisations.public import function_list

YES = {"是", "1", "1.0", "true", "yes", "y", "√"}
NO = {"否", "0", "0.0", "false", "no", "n", ""}
NUMBERS = {f.name for f in fields(NewItem) if "int" in str(f.type)}


@dataclass(frozen=True, slots=True)
class RowFault:
    """What must be mended, where: the row number as the spreadsheet shows it."""

    row: int
    column: str
    text: str


def written(kind: str, items: Iterable[NewItem], *, functions: Mapping[str, str]) -> bytes:
    """The list as xlsx in the language in force; `functions` gives names by code. Without items: the empty form."""
    target = BytesIO()
    with Workbook(target, {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False}) as book:
        sheet = book.add_worksheet(kind)
        head = book.add_format({"bold": True, "bg_color": "#E3E7ED", "text_wrap": True, "valign": "top"})
        body = book.add_format({"text_wrap": True, "valign": "top", "num_format": "@"})
        for at, column in enumerate(COLUMNS[kind]):
            sheet.set_column(at, at, column.width, body)
            sheet.write_string(0, at, heading(column), head)
        sheet.freeze_panes(1, 0)
        for row, item in enumerate(items, start=1):
            for at, column in enumerate(COLUMNS[kind]):
                sheet.write_string(row, at, harmless(_cell(item, column.name, functions)), body)
    return target.getvalue()


def headings_of(kind: str) -> list[str]:
    return [str(column.label) for column in COLUMNS[kind]]


def cells_of(kind: str, item: NewItem, *, functions: Mapping[str, str]) -> list[tuple[str, str]]:
    """What the row of an item says, column by column, in the language in force, and how wide the column is."""
    return [(_cell(item, column.name, functions), _width(column)) for column in COLUMNS[kind]]


def _width(column: Column) -> str:
    return "long" if column.width >= 24 else "mid" if column.width >= 16 else ""


def value_in_words(name: str, value: object) -> object:
    """A value of an item as a reader says it: labels for codes, a line for helpers."""
    if name == "helpers" and isinstance(value, list):
        names = {function.code: function.name for function in function_list()}
        return "；".join(f"{names.get(h['function'], h['function'])}：{h.get('part', '')}" for h in value)
    if isinstance(value, bool):
        return _("是") if value else _("否")
    return dict(CHOICES[name]()).get(str(value), value) if name in CHOICES else value


def heading(column: Column) -> str:
    return f"{column.label} *" if column.required else str(column.label)


def read(kind: str, data: bytes, *, functions: Mapping[str, str]) -> tuple[list[NewItem], list[RowFault]]:
    """Items and faults; `functions` gives codes by any word. Raises FileUnreadable when it is no such table."""
    table = read_table(data)
    columns = _columns(kind, table[0])
    items, faults = [], []
    for number, row in enumerate(table[1:], start=2):
        if not any(row):
            continue
        values: dict[str, Any] = {}
        for at, column in columns.items():
            text = row[at] if at < len(row) else ""
            try:
                values[column.name] = _value(column.name, text, functions)
            except ValueError as wrong:
                faults.append(RowFault(number, str(column.label), str(wrong)))
        if not any(fault.row == number for fault in faults):
            items.append(NewItem(**{"code": "", "title": ""} | values))
    return items, faults


def rows_of(kind: str, data: bytes) -> list[int]:
    """The row numbers that hold something, in the order in which `read` gives their items."""
    return [at for at, row in enumerate(read_table(data)[1:], start=2) if any(row)]


def _columns(kind: str, headings: list[str]) -> dict[int, Column]:
    """Headings in either language, with or without the star of required ones."""
    known: dict[str, Column] = {}
    for language in ("zh-hans", "en"):
        with translation.override(language):
            known |= {str(column.label).casefold(): column for column in COLUMNS[kind]}
    known |= {column.name: column for column in COLUMNS[kind]}
    found = {
        at: known[key] for at, text in enumerate(headings) if (key := text.rstrip("* ").strip().casefold()) in known
    }
    present = {column.name for column in found.values()}
    if missing := [str(column.label) for column in COLUMNS[kind] if column.required and column.name not in present]:
        raise FileUnreadable(_("缺少这些列：%(columns)s。请用本页下载的模板。") % {"columns": "、".join(missing)})
    return found


def _cell(item: NewItem, name: str, functions: Mapping[str, str]) -> str:
    value = getattr(item, name)
    if name == "helpers":
        return "；".join(f"{functions.get(h.function, h.function)}：{h.part}" for h in value)
    if name == "lead_function":
        return functions.get(value, value)
    if name in CHOICES:
        return str(dict(CHOICES[name]()).get(value, value))
    if isinstance(value, bool):
        return _("是") if value else _("否")
    return "" if value is None else str(value)


def _value(name: str, text: str, functions: Mapping[str, str]) -> Any:
    """Raises ValueError with what to do."""
    if name == "helpers":
        return tuple(_helper(part, functions) for part in re.split(r"[；;\n]", text) if part.strip())
    if name == "lead_function":
        return functions.get(text, text)
    if name == "category":
        return f"0{text}" if text.isdigit() and len(text) in (3, 5) else text
    if name == "site_check":
        return _truth(text)
    if name in NUMBERS:
        return _number(text)
    return _choice(name, text) if name in CHOICES else text


def _helper(text: str, functions: Mapping[str, str]) -> HelperPart:
    word, _colon, part = text.replace("：", ":", 1).partition(":")
    return HelperPart(functions.get(word.strip(), word.strip()), part.strip())


def _truth(text: str) -> bool:
    if text.casefold() in YES:
        return True
    if text.casefold() in NO:
        return False
    raise ValueError(_("请填“是”或“否”。"))


def _number(text: str) -> int | None:
    if not text:
        return None
    if not text.isascii() or not text.isdigit():
        raise ValueError(_("请填整数。"))
    return int(text)


def _choice(name: str, text: str) -> str:
    """A code or its label in either language; an unknown word is kept and refused by the check of items."""
    known: dict[str, str] = {}
    for language in ("zh-hans", "en"):
        with translation.override(language):
            known |= {str(label).casefold(): code for code, label in CHOICES[name]()}
    known |= {code.casefold(): code for code, _label in CHOICES[name]()}
    return known.get(text.casefold(), text)
