"""What the columns and words of another system mean here, and a row read by it."""

import hashlib
import json
import re
from collections import Counter
from dataclasses import dataclass, field
from datetime import UTC, datetime
from typing import Any
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from huying.exchange.files.reading import ENCODINGS, Row
from huying.kernel.errors import Invalid
from huying.territory.public import CRS

FIELDS: dict[str, Any] = {
    "number": _("对方编号"),
    "category": _("事项类别"),
    "area": pgettext_lazy("one area", "区划"),
    "words": _("诉求内容"),
    "title": _("标题"),
    "kind": _("诉求性质"),
    "klass": _("件型"),
    "place": _("地址"),
    "lon": _("经度"),
    "lat": _("纬度"),
    "name": _("姓名"),
    "phone": _("电话"),
    "body": pgettext_lazy("one unit", "承办单位"),
    "state": _("状态"),
    "outcome": _("办理结果"),
    "answer": _("答复内容"),
    "filed_at": pgettext_lazy("of a case", "提出时间"),
    "accepted_at": _("受理（立案）时间"),
    "dispatched_at": _("派单（派遣）时间"),
    "signed_at": _("签收时间"),
    "finished_at": _("办理完成时间"),
    "due_at": _("办理期限"),
    "closed_at": _("办结（结案）时间"),
    "component": _("部件标识码"),
    "solved": _("是否解决"),
    "satisfied": _("是否满意"),
}
"""What a column may mean, in the order of the page."""
NEEDED = ("number", "filed_at", "category")
WORDS_OF = ("category", "area", "kind", "klass", "body", "state", "outcome", "solved", "satisfied")
"""Fields whose words are looked up in a table."""
MOMENTS = tuple(name for name in FIELDS if name.endswith("_at"))
SOME_DAY, YEARS = datetime(2026, 11, 22, 9, 30, tzinfo=UTC), range(1900, 2201)


@dataclass(frozen=True, slots=True)
class Mapping:
    """`columns`: field → one or several headings. `values`: field → their word → our code. `usual`: our code where
    theirs is empty or unknown. `live_days`: how young an open row must be to become a case here; 0: none does."""

    columns: dict[str, list[str]]
    values: dict[str, dict[str, str]] = field(default_factory=dict)
    usual: dict[str, str] = field(default_factory=dict)
    formats: tuple[str, ...] = ("%Y-%m-%d %H:%M:%S", "%Y-%m-%d %H:%M", "%Y/%m/%d %H:%M", "%Y-%m-%d", "%Y/%m/%d")
    zone: str = "Asia/Shanghai"
    encoding: str = ""
    crs: str = "wgs84"
    live_days: int = 30
    category_scheme: str = ""
    """"city": categories are those of city management, looked up in our own table."""
    categories: dict[str, str] = field(default_factory=dict)
    """Their word → our code, as the source's table of categories said when the run began."""

    def stored(self) -> dict[str, Any]:
        return {name: getattr(self, name) for name in self.__slots__} | {"formats": list(self.formats)}

    @classmethod
    def read(cls, stored: dict[str, Any]) -> "Mapping":
        known = {name: value for name, value in stored.items() if name in cls.__slots__}
        return cls(**{**known, "formats": tuple(known["formats"])} if "formats" in known else known)

    def checked(self) -> "Mapping":
        """Raises Invalid, by the fields of the page."""
        wrong: dict[str, Any] = {
            f"column_{name}": _("请写这一项在文件里的列名。")
            for name in NEEDED
            if not self.columns.get(name) and name not in self.usual
        }
        unknown = set(self.columns) - set(FIELDS) | (set(self.values) | set(self.usual)) - set(WORDS_OF)
        if not all(map(_is_a_day, self.formats)):
            wrong["formats"] = _("有一种时间写法不对：要写全年、月、日，例如 %Y-%m-%d %H:%M:%S。")
        try:
            ZoneInfo(self.zone)
        except (ZoneInfoNotFoundError, ValueError, OSError):
            wrong["zone"] = _("没有这个时区，例如 Asia/Shanghai。")
        if unknown or self.crs not in CRS:
            wrong["columns"] = _("有不认识的字段。")
        if self.encoding and self.encoding not in ENCODINGS:
            wrong["encoding"] = _("编码请选 UTF-8、GB18030 或自动。")
        if wrong:
            raise Invalid(fields=wrong)
        return self


def _is_a_day(form: str) -> bool:
    """Whether what is written so can be read again, as the same day."""
    found = _moment_in(SOME_DAY.strftime(form), form, ZoneInfo("UTC"))
    return found is not None and found.date() == SOME_DAY.date()


def _moment_in(said: str, form: str, zone: ZoneInfo) -> datetime | None:
    """In the zone that it names, else in this one."""
    try:
        if "%z" in form:
            return datetime.strptime(said, form).astimezone(zone)
        return datetime.strptime(f"{said} +0000", f"{form} %z").replace(tzinfo=zone)
    except (ValueError, OverflowError, re.error):
        return None


@dataclass(frozen=True, slots=True)
class Read:
    """One row as it is meant: texts, our codes, moments; and what is wrong with it (column, code)."""

    row: int
    texts: dict[str, str]
    moments: dict[str, datetime]
    wrong: tuple[tuple[str, str], ...]

    def digest(self) -> str:
        said = {**self.texts, **{name: at.astimezone(UTC).isoformat() for name, at in self.moments.items()}}
        return hashlib.sha256(json.dumps(said, sort_keys=True, ensure_ascii=False).encode()).hexdigest()


class Reader:
    """Reads rows by one mapping."""

    def __init__(self, mapping: Mapping) -> None:
        self.mapping, self.zone = mapping, ZoneInfo(mapping.zone)
        self.known: dict[str, datetime | None] = {}
        self.unknown: Counter[str] = Counter()
        """Kinds of matter for which no code was found, with how often."""
        self.columns = [(name, tuple(heads)) for name, heads in mapping.columns.items() if heads]

    def read(self, number: int, row: Row) -> Read:
        texts: dict[str, str] = {}
        moments: dict[str, datetime] = {}
        wrong: list[tuple[str, str]] = []
        for name, heads in self.columns:
            said = " / ".join([row[head] for head in heads if row.get(head)])
            if not said:
                continue
            if name in MOMENTS:
                self._moment(name, said, moments, wrong)
            else:
                texts[name] = self._word(name, said, wrong) if name in WORDS_OF else said
        for name, code in self.mapping.usual.items():
            texts[name] = texts.get(name) or code
        return Read(number, texts, moments, tuple(wrong))

    def _word(self, name: str, said: str, wrong: list[tuple[str, str]]) -> str:
        """Our code for their word; their word itself where it is looked up later; nothing (and so the usual one)
        where it is unknown."""
        table = self.mapping.values.get(name)
        if name == "category" and said in self.mapping.categories:
            return self.mapping.categories[said]
        if table is None:
            return said
        code = table.get(said, "")
        if not code and name == "category":
            self.unknown[said] += 1
        if not code and name not in self.mapping.usual:
            wrong.append((name, "unknown_word"))
        return code

    def _moment(self, name: str, said: str, moments: dict[str, datetime], wrong: list[tuple[str, str]]) -> None:
        if said not in self.known:
            if len(self.known) > 100_000:
                self.known.clear()
            self.known[said] = self._parsed(said)
        found = self.known[said]
        if found is None:
            wrong.append((name, "bad_date"))
        else:
            moments[name] = found

    def _parsed(self, said: str) -> datetime | None:
        """What lies beyond all memory is no date: many systems write 0001-01-01 where they have none."""
        tried = (_moment_in(said, form, self.zone) for form in self.mapping.formats)
        found = next((one for one in tried if one), None)
        return found if found and found.year in YEARS else None
