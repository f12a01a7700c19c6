"""Every moment at which someone is told something: who, which facts, which ways, and the shipped words."""

import re
import tomllib
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from typing import Any

from django.utils.translation import get_language

from huying.notices.errors import UnknownMoment

FILES = ("residents.toml", "staff.toml")
LANGUAGES = {"zh-hans": "zh", "en": "en"}
PLACEHOLDER = re.compile(r"\{([a-z_]+)\}")

# What each fact looks like, for the preview of a wording.
SAMPLES: dict[str, str] = {
    "title": "楼道灯不亮",
    "number": "GL-2026-008213",
    "tracking": "7F2K-9QMA-3XTB-W6HD",
    "until": "12 月 4 日（周五）17:30",
    "next_until": "今天 18:00",
    "contact_until": "明天 09:12",
    "sign_until": "明天 17:30",
    "answer_until": "今天 15:00",
    "arrive_until": "今天 16:00",
    "reopen_until": "12 月 19 日",
    "review": "12 月 31 日",
    "before": "12 月 2 日（周三）17:30",
    "unit": "宁海路街道城管中队",
    "phone": "025-8337 0000",
    "link": "https://huying.example/c/GL-2026-008213/",
    "channel": "人民法院",
    "reason": "已由法院审理",
    "basis": "《接诉即办工作条例》第十一条",
    "route": "向鼓楼区人民法院查询进展，电话 12368。",
    "question": "具体是几栋几单元？",
    "answer": "已更换 3 单元 2–4 层灯具。",
    "words": "今天下午到现场看过，正在等配件。",
    "condition": "雨季过后地面干透",
    "plan": "列入明年老旧小区改造计划。",
    "decision": "同意",
    "main_number": "GL-2026-008207",
    "progress": "办理中",
    "new_title": "井盖松动",
    "new_number": "GL-2026-008214",
    "level": "保密",
    "next_try": "明天上午",
    "area": "宁海路街道",
    "place": "天目路 10 号院",
    "kind": "综合执法",
    "task": "三日内拆除并清理现场。",
    "part": "提供物业备案资料。",
    "role": "主办单位",
    "count": "3",
    "days": "7",
    "date": "11 月 22 日",
    "year": "2027",
    "subject": "关于系统维护",
}


@dataclass(frozen=True, slots=True)
class Words:
    """Subject and text with placeholders."""

    subject: str
    text: str


@dataclass(frozen=True, slots=True)
class Moment:
    """`audience` is resident, unit or staff; `ways` are channels outside the app that are tried by default."""

    code: str
    label: str
    label_en: str
    audience: str
    needs: tuple[str, ...]
    may: tuple[str, ...]
    ways: tuple[str, ...]
    urgent: bool
    shipped: tuple[tuple[str, Words], ...]

    @property
    def name(self) -> str:
        return self.label_en if (get_language() or "").startswith("en") else self.label

    @property
    def facts(self) -> tuple[str, ...]:
        return (*self.needs, *self.may)

    def words(self, language: str) -> Words:
        return dict(self.shipped)[language]


@cache
def moments() -> dict[str, Moment]:
    """All moments by code, in the order in which they are written down."""
    found: dict[str, Moment] = {}
    for name in FILES:
        tables = tomllib.loads(files("huying.notices.wording").joinpath(name).read_text("utf-8"))
        found |= {code: _moment(code, table) for code, table in tables.items()}
    return found


def moment(code: str) -> Moment:
    found = moments().get(code)
    if found is None:
        raise UnknownMoment(template=code)
    return found


def _moment(code: str, table: dict[str, Any]) -> Moment:
    label, label_en = table["label"]
    return Moment(
        code=code,
        label=label,
        label_en=label_en,
        audience=table.get("audience", "resident"),
        needs=tuple(table["needs"]),
        may=tuple(table.get("may", ())),
        ways=tuple(table.get("ways", ())),
        urgent=table.get("urgent", False),
        shipped=tuple((language, Words(*table[key])) for language, key in LANGUAGES.items()),
    )
