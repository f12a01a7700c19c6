"""Cases as rows of files of other systems, one after the other as they are read."""

from collections.abc import Callable, Iterable, Iterator
from datetime import datetime
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from huying.cases.public import CLASSES, RESULT_KINDS, SATISFIED, SOLVED, Left, case_states, kind_words
from huying.duties.public import category_tree, matter_of
from huying.kernel.clock import local
from huying.organisations.public import body_briefs
from huying.territory.public import area_briefs


class Names:
    """What codes and ids are called, looked up once each."""

    def __init__(self) -> None:
        self.tree = {entry.code: entry for entry in category_tree()}
        self.states = {code: str(word) for code, word in case_states()}
        self.kinds = {code: str(word) for code, word in kind_words()}
        self.said = {code: str(word) for code, word in {**RESULT_KINDS, **SOLVED}.items()}
        self.satisfied = {code: str(word) for code, word in SATISFIED.items()}
        self.klasses = {code: str(word) for code, word in CLASSES.items()}
        self.areas: dict[int, tuple[str, str]] = {}
        self.bodies: dict[int, str] = {}

    def area(self, area_id: int) -> tuple[str, str]:
        if area_id not in self.areas:
            found = area_briefs([area_id])[area_id]
            self.areas[area_id] = (found.code, found.full_name)
        return self.areas[area_id]

    def body(self, body_id: int | None) -> str:
        if body_id is None:
            return ""
        if body_id not in self.bodies:
            found = body_briefs([body_id]).get(body_id)
            self.bodies[body_id] = found.name if found else ""
        return self.bodies[body_id]

    def category(self, code: str) -> str:
        return self.tree[code].label if code in self.tree else code

    def city(self, code: str) -> str:
        return self.tree[code].citymgmt_map if code in self.tree else ""


def when(at: datetime | None) -> str:
    return local(at).strftime("%Y-%m-%d %H:%M:%S") if at else ""


Column = tuple[Callable[[], str], Callable[[Left, Names], Any]]
DATES: tuple[Column, ...] = (
    (lambda: pgettext("of a case", "提出时间"), lambda one, names: when(one.filed_at)),
    (lambda: _("受理（立案）时间"), lambda one, names: when(one.accepted_at)),
    (lambda: _("派单（派遣）时间"), lambda one, names: when(one.first_dispatched_at)),
    (lambda: _("办理完成时间"), lambda one, names: when(one.handed_in_at)),
    (lambda: _("办结（结案）时间"), lambda one, names: when(one.ended_at)),
)
OURS: tuple[Column, ...] = (
    (lambda: _("编号"), lambda one, names: one.number),
    (lambda: pgettext("of a case", "类别代码"), lambda one, names: one.category_code),
    (lambda: _("事项类别"), lambda one, names: names.category(one.category_code)),
    (lambda: _("诉求性质"), lambda one, names: names.kinds.get(one.kind, one.kind)),
    (lambda: _("件型"), lambda one, names: names.klasses.get(one.klass, one.klass)),
    (lambda: _("区划代码"), lambda one, names: names.area(one.area_id)[0]),
    (lambda: pgettext("one area", "区划"), lambda one, names: names.area(one.area_id)[1]),
    (lambda: pgettext("one unit", "承办单位"), lambda one, names: names.body(one.lead_body_id)),
    (lambda: _("状态"), lambda one, names: names.states.get(one.state, one.state)),
    (lambda: _("办理结果"), lambda one, names: names.said.get(one.result_kind, "")),
    (lambda: _("轮次"), lambda one, names: one.round),
    *DATES,
    (lambda: _("办理期限"), lambda one, names: when(one.due_at)),
    (lambda: _("解决"), lambda one, names: names.said.get(one.solved or "", "")),
    (lambda: _("满意"), lambda one, names: names.satisfied.get(one.satisfied or "", "")),
)
CITY: tuple[Column, ...] = (
    (lambda: "案卷号", lambda one, names: one.number),
    (lambda: "大类小类", lambda one, names: names.city(one.category_code)),
    (lambda: "事项类别", lambda one, names: names.category(one.category_code)),
    (lambda: "单元网格", lambda one, names: names.area(one.area_id)[0]),
    (lambda: "专业部门", lambda one, names: names.body(one.lead_body_id)),
    (lambda: "案卷状态", lambda one, names: "已结案" if one.ended_at else "在办"),
    (lambda: "上报时间", lambda one, names: when(one.filed_at)),
    (lambda: "立案时间", lambda one, names: when(one.accepted_at)),
    (lambda: "派遣时间", lambda one, names: when(one.first_dispatched_at)),
    (lambda: "处置完成时间", lambda one, names: when(one.handed_in_at)),
    (lambda: "处置时限", lambda one, names: when(one.due_at)),
    (lambda: "结案时间", lambda one, names: when(one.ended_at)),
)
WORDS: tuple[Column, ...] = (
    (lambda: _("诉求内容"), lambda one, names: one.words),
    (lambda: _("地址"), lambda one, names: one.place),
)


def in_words_of(name: str, words: dict[str, str]) -> tuple[Column, ...]:
    """One column more: what another system calls the kind of matter; by the kind above it where it knows no finer."""

    def said(one: Left, names: Names) -> str:
        return words.get(one.category_code) or words.get(matter_of(one.category_code), "")

    return ((lambda: _("%(name)s的类别") % {"name": name}, said),)


KINDS_OF_FILE = {"ours": OURS, "city": CITY}


def table(rows: Iterable[Left], columns: tuple[Column, ...]) -> Iterator[list[Any]]:
    """Headings, then rows."""
    yield [heading() for heading, _value in columns]
    names = Names()
    values = [value for _heading, value in columns]
    for one in rows:
        yield [value(one, names) for value in values]
