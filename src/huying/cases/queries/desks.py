"""The desks at which staff work: who sits there, which tabs there are, and the lists behind them."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta

from django.db.models import Exists, Model, OuterRef, Q, QuerySet
from django.utils.translation import gettext_lazy as _

from huying.cases.models import (
    Card,
    Case,
    Extension,
    Objection,
    OrderPart,
    Refusal,
    ReopenRequest,
    Suspension,
    Termination,
    Whistle,
)
from huying.cases.queries.filters import Filters, as_query
from huying.cases.queries.rows import CaseRow, rows_of
from huying.cases.rules import ROLES, rules
from huying.cases.states import OPEN, S, Word
from huying.kernel.actor import Actor
from huying.kernel.errors import NotAllowed, NotFound
from huying.kernel.paging import Page, page_by_key
from huying.kernel.rulebook import NOBODY

Narrow = Callable[[Actor, datetime], Q]
EVERY = Filters()
MOST_COUNTED = 1000
"""Tabs count up to here and then say “more than”, so that no tab costs more as the years go by."""


def _waiting(model: type[Model], **fields: object) -> Narrow:
    return lambda actor, at: Q(Exists(model._default_manager.filter(case_id=OuterRef("pk"), **fields)))


def _anything(actor: Actor, at: datetime) -> Q:
    return Q()


def _to_read(actor: Actor, at: datetime) -> Q:
    """Refusals proposed by somebody else."""
    rows = Refusal.objects.filter(case_id=OuterRef("pk"), decided_at__isnull=True)
    return Q(Exists(rows.exclude(proposed_by_id=actor.account_id)))


def _fresh(actor: Actor, at: datetime) -> Q:
    return ~Q(Exists(Refusal.objects.filter(case_id=OuterRef("pk"), decided_at__isnull=True)))


def _red(actor: Actor, at: datetime) -> Q:
    return Q(Exists(Card.objects.filter(case_id=OuterRef("pk"), colour="red", lifted_at__isnull=True)))


def _late(actor: Actor, at: datetime) -> Q:
    return Q(due_at__lt=at)


def _county_level(actor: Actor, at: datetime) -> Q:
    return Q(supervised__gte=2) | Q(state=S.ESCALATED)


@dataclass(frozen=True, slots=True)
class Tab:
    """One list of a desk. `todo` tabs are what the desk owes; the others are for following."""

    code: str
    label: Word
    states: tuple[S, ...]
    narrow: Narrow = _anything
    todo: bool = True
    who: tuple[str, ...] = ()
    newest: bool = False


@dataclass(frozen=True, slots=True)
class Desk:
    code: str
    label: Word
    roles: tuple[str, ...]
    tabs: tuple[Tab, ...]

    def tab(self, code: str) -> Tab:
        found = next((tab for tab in self.tabs if tab.code == code), None)
        if found is None and code:
            raise NotFound(tab=code)
        return found or self.tabs[0]


AT_WORK = (S.DISPATCHED, S.IN_HANDLING, S.ESCALATED, S.SUSPENDED)
IN_REVIEW = (S.RETURNED, S.DISPUTED, S.HANDED_IN, S.SITE_CHECK, S.TO_BE_JUDGED)

DESKS: dict[str, Desk] = {
    desk.code: desk
    for desk in (
        Desk("intake", _("受理"), ("intake",), (
            Tab("new", _("待受理"), (S.SUBMITTED,), _fresh),
            Tab("read", _("待复核不予受理"), (S.SUBMITTED,), _to_read),
            Tab("asked", _("等补充"), (S.ASKED,), todo=False),
            Tab("answered", _("已即时答复"), (S.ANSWERED,), todo=False),
            Tab("refused", _("已不予受理"), (S.NOT_ACCEPTED,), todo=False, newest=True),
        )),
        Desk("dispatch", _("派单"), ("dispatcher",), (
            Tab("send", _("待派"), (S.ACCEPTED,)),
            Tab("consult", _("会商中"), (S.CONSULTED,)),
            Tab("returned", _("退单"), (S.RETURNED,)),
            Tab("again", _("重办待派"), (S.REOPENED,)),
            Tab("merged", _("已并件"), (S.MERGED,), todo=False),
            Tab("running", _("在办"), AT_WORK, todo=False),
        )),
        Desk("unit", _("本单位工单"), ("handler", "unit_lead", "helper", "called_unit"), (
            Tab("sign", _("待签收"), (S.DISPATCHED,), who=("handler", "unit_lead")),
            Tab("work", _("办理中"), (S.IN_HANDLING,), who=("handler", "unit_lead")),
            Tab("parts", _("协办"), (S.IN_HANDLING, S.ESCALATED), _waiting(OrderPart, returned_at=None),
                who=("helper",)),
            Tab("called", _("被吹哨"), (S.ESCALATED,), who=("called_unit",)),
            Tab("again", _("重办"), (S.REOPENED,), todo=False, who=("handler", "unit_lead")),
            Tab("stopped", _("暂缓"), (S.SUSPENDED, S.ESCALATED), todo=False, who=("handler", "unit_lead")),
            Tab("review", _("审核与评价中"), IN_REVIEW, todo=False, who=("handler", "unit_lead")),
            Tab("done", _("已结"), (S.CLOSED, S.OPEN_MATTER, S.TERMINATED), todo=False, newest=True,
                who=("handler", "unit_lead")),
        )),
        Desk("approval", _("审核"), ("dispatcher", "supervisor"), (
            Tab("results", _("结果待审"), (S.HANDED_IN,), who=("dispatcher",)),
            Tab("extensions", _("延期申请"), (S.IN_HANDLING,), _waiting(Extension, decided_at=None),
                who=("dispatcher",)),
            Tab("suspensions", _("挂起申请"), (S.IN_HANDLING,),
                _waiting(Suspension, started_at=None, refused_at=None, ended_at=None)),
            Tab("terminations", _("终止申请"), (S.IN_HANDLING,), _waiting(Termination, decided_at=None),
                who=("dispatcher",)),
            Tab("reopenings", _("重办申请"), (S.TO_BE_JUDGED,), _waiting(ReopenRequest, decided_at=None),
                who=("dispatcher",)),
            Tab("checks", _("现场核查中"), (S.SITE_CHECK,), todo=False, who=("dispatcher",)),
        )),
        Desk("adjudication", _("裁定"), ("adjudicator",), (
            Tab("disputes", _("退单争议"), (S.DISPUTED,)),
            Tab("objections", _("异议"), (S.NOT_ACCEPTED, S.TERMINATED), _waiting(Objection, decided_at=None)),
        )),
        Desk("callback", _("回访"), ("callback",), (
            Tab("call", _("待回访"), (S.TO_BE_JUDGED,)),
            Tab("done", _("已评价"), (S.CLOSED,), todo=False, newest=True),
        )),
        Desk("supervision", _("督办"), ("supervisor",), (
            Tab("red", _("红牌"), OPEN, _red),
            Tab("late", _("超期"), OPEN, _late),
            Tab("supervised", _("督办中"), OPEN, lambda actor, at: Q(supervised__gt=0), todo=False),
        )),
        Desk("open-matters", _("挂账"), ("reviewer",), (
            Tab("due", _("30 天内复查"), (S.OPEN_MATTER,), lambda actor, at: Q(due_at__lte=at + timedelta(days=30))),
            Tab("all", _("全部挂账"), (S.OPEN_MATTER,), todo=False),
            Tab("long", _("久挂待列"), (S.SUSPENDED,), todo=False),
            Tab("judge", _("解释件待定"), (S.TO_BE_JUDGED,), todo=False),
        )),
        Desk("street", _("街道统筹"), ("street_coordinator",), (
            Tab("whistles", _("吹哨中"), (S.ESCALATED,)),
            Tab("late", _("超期"), OPEN, _late, todo=False),
            Tab("open", _("本街道在办"), OPEN, todo=False),
        )),
        Desk("county", _("区级总览"), ("county_command",), (
            Tab("raised", _("提级"), (S.ESCALATED,), _waiting(Whistle, ended_at=None)),
            Tab("late", _("超期"), OPEN, _late, todo=False),
            Tab("watched", _("督办与会商"), OPEN, _county_level, todo=False),
            Tab("open", _("全部在办"), OPEN, todo=False),
        )),
        Desk("grid", _("网格"), ("grid_worker",), (
            Tab("checks", _("待核查"), (S.SITE_CHECK,)),
            Tab("nearby", _("网格内在办"), OPEN, todo=False),
        )),
        Desk("protection", _("个人信息保护"), ("dpo",), (
            Tab("open", _("保密件"), OPEN, lambda actor, at: ~Q(confidentiality="P0"), todo=False),
        )),
    )
}  # fmt: skip


def desks_of(actor: Actor) -> list[Desk]:
    """The desks at which this person has a seat."""
    return [desk for desk in DESKS.values() if actor.holds(*_seats(desk))]


def _seats(desk: Desk) -> tuple[str, ...]:
    return tuple(role for role in desk.roles if role not in ("helper", "called_unit"))


def desk_for(actor: Actor, code: str) -> Desk:
    desk = DESKS.get(code)
    if desk is None:
        raise NotFound(desk=code)
    if not actor.holds(*_seats(desk)):
        raise NotAllowed(desk=code)
    return desk


def rows_on(actor: Actor, desk: Desk, tab: Tab, *, at: datetime) -> QuerySet[Case]:
    """Cases of one tab: those of the desk's roles, in the tab's states."""
    allowed = NOBODY
    for role in tab.who or desk.roles:
        allowed |= ROLES[role](actor)
    states = [state.value for state in tab.states]
    return Case.objects.filter(allowed, tab.narrow(actor, at), state__in=states)


def worklist(
    actor: Actor, *, desk: str, tab: str = "", chosen: Filters = EVERY, after: str | None = None,
    size: int = 50, at: datetime,
) -> Page[CaseRow]:  # fmt: skip
    """One page of a desk's list, what is due first on top; “done” lists show the newest first."""
    place = desk_for(actor, desk)
    shown = place.tab(tab)
    rows = rows_on(actor, place, shown, at=at).filter(as_query(chosen, at=at))
    page = page_by_key(rows, order=("-ended_at", "-id") if shown.newest else ("due_at", "id"), after=after, size=size)
    return Page(rows_of(page.items, at=at), page.next_cursor)


def find_cases(
    actor: Actor, *, chosen: Filters, after: str | None = None, size: int = 50, at: datetime
) -> Page[CaseRow]:
    """Every case that the actor may see and that fits, the newest first."""
    rows = rules.permitted(actor, to="see", rows=Case.objects.filter(as_query(chosen, at=at)))
    page = page_by_key(rows, order=("-filed_at", "-id"), after=after, size=size)
    return Page(rows_of(page.items, at=at), page.next_cursor)


def tab_counts(actor: Actor, desk: Desk, *, at: datetime) -> dict[str, int]:
    """How many stand on each tab, counted up to MOST_COUNTED."""
    return {tab.code: _counted(rows_on(actor, desk, tab, at=at)) for tab in desk.tabs}


def _counted(rows: QuerySet[Case]) -> int:
    return int(rows.order_by().values("pk")[:MOST_COUNTED].count())


@dataclass(frozen=True, slots=True)
class Owed:
    """What one tab of one desk owes: how many in all, late, and by the end of today; the most pressing first."""

    desk: Desk
    tab: Tab
    total: int
    late: int
    today: int
    first: list[CaseRow]


def owed_today(actor: Actor, *, at: datetime, until: datetime, first: int = 3) -> list[Owed]:
    """What I owe today: for each to-do tab of my desks; empty tabs are left out."""
    found = []
    for desk in desks_of(actor):
        for tab in (tab for tab in desk.tabs if tab.todo):
            rows = rows_on(actor, desk, tab, at=at)
            total = _counted(rows)
            if total:
                late, today = _counted(rows.filter(due_at__lt=at)), _counted(rows.filter(due_at__lt=until))
                top = rows_of(rows.order_by("due_at", "id")[:first], at=at)
                found.append(Owed(desk, tab, total, late, today, top))
    return found


__all__ = ["DESKS", "Desk", "Owed", "Tab", "desk_for", "desks_of", "find_cases", "owed_today", "worklist"]
