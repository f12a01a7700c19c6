"""The desks: which cases lie where, filtered, oldest debt first, paged by key."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from functools import lru_cache
from typing import Any

from django.db.models import Count, Exists, OuterRef, Q, QuerySet
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from huying.cases.models import (
    Arrival,
    Case,
    Clock,
    Extension,
    Objection,
    OrderPart,
    Refusal,
    ReopenRequest,
    SavedFilter,
    Suspension,
    Termination,
)
from huying.cases.queries.filters import NO_FILTERS, Filters, unit_choices
from huying.cases.queries.rows import CaseRow, Light, Listed, light_of, listed, row_values
from huying.cases.queries.searching import by_words
from huying.cases.queries.ways import ways
from huying.cases.rules import ROLES, confined
from huying.cases.states import OPEN, S, Word
from huying.kernel.actor import Actor
from huying.kernel.errors import NotAllowed, NotFound
from huying.kernel.kept import token_of
from huying.kernel.paging import Page, PageQuestion, page_by_key
from huying.kernel.prepared import Given
from huying.territory.public import AREAS_KEPT

ORDER = ("due_at", "id")
PRESSING = ("red", "yellow")


def _pending(model: type, **given: object) -> Q:
    """Cases with a row of this kind that waits for a decision."""
    return Q(Exists(model.objects.filter(case_id=OuterRef("pk"), **given)))  # type: ignore[attr-defined]


@dataclass(frozen=True, slots=True)
class Tab:
    """A heap of a desk. `rows` says which cases, for whoever asks and at which moment."""

    code: str
    word: Word
    rows: Callable[[Actor, datetime], Q]
    order: tuple[str, ...] = ORDER


@dataclass(frozen=True, slots=True)
class Desk:
    """A place of work: who may sit there, and its heaps."""

    code: str
    word: Word
    roles: tuple[str, ...]
    tabs: tuple[Tab, ...]


@dataclass(frozen=True, slots=True)
class Pin:
    """A case as a point on the map of a desk."""

    number: str
    title: str
    lon: float
    lat: float
    light: Light


def _states(*states: S) -> Callable[[Actor, datetime], Q]:
    return lambda actor, at: Q(state__in=[state.value for state in states])


def _always(found: Q) -> Callable[[Actor, datetime], Q]:
    return lambda actor, at: found


def _my_parts(actor: Actor, at: datetime) -> Q:
    bodies = actor.bodies_as("handler", "unit_lead")
    return _pending(OrderPart, body_id__in=bodies, returned_at=None, cancelled_at=None)


def _my_calls(actor: Actor, at: datetime) -> Q:
    bodies = actor.bodies_as("handler", "unit_lead")
    rows = Arrival.objects.filter(
        whistle__case_id=OuterRef("pk"), whistle__ended_at=None, body_id__in=bodies, arrived_at=None
    )
    return Q(state=S.ESCALATED) & Q(Exists(rows))


def _second_reading(actor: Actor, at: datetime) -> Q:
    waiting = Refusal.objects.filter(case_id=OuterRef("pk"), decided_at=None).exclude(proposed_by_id=actor.account_id)
    return Q(state=S.SUBMITTED) & Q(Exists(waiting))


def _late(actor: Actor, at: datetime) -> Q:
    return Q(state__in=[*OPEN], due_at__lt=at)


def _red(actor: Actor, at: datetime) -> Q:
    late_finish = Clock.objects.filter(case_id=OuterRef("pk"), kind="finish", running=True, due_at__lt=at)
    return Q(state__in=[*OPEN]) & Q(Exists(late_finish))


SUSPENSION_WAITS = _pending(Suspension, started_at=None, refused_at=None, ended_at=None)
EXTENSION_WAITS = _pending(Extension, decided_at=None)
TERMINATION_WAITS = _pending(Termination, decided_at=None)
REOPENING_WAITS = _pending(ReopenRequest, decided_at=None)
AT_WORK = (S.IN_HANDLING, S.ESCALATED, S.SUSPENDED)

DESKS: dict[str, Desk] = {
    desk.code: desk
    for desk in (
        Desk("intake", _("受理台"), ("intake",), (
            Tab("new", _("待受理"), _states(S.SUBMITTED)),
            Tab("second", _("待复核"), _second_reading),
            Tab("asked", _("等补充"), _states(S.ASKED)),
            Tab("answered", _("已即时答复"), _states(S.ANSWERED)),
            Tab("ended", _("不受理和转办"), _states(S.NOT_ACCEPTED, S.PASSED_ON), ("-ended_at", "-id")),
        )),
        Desk("dispatch", _("派单台"), ("dispatcher",), (
            Tab("new", _("待派单"), _states(S.ACCEPTED, S.REOPENED)),
            Tab("returned", pgettext_lazy("it was so", "退单"), _states(S.RETURNED)),
            Tab("consult", _("会商"), _states(S.CONSULTED)),
            Tab("merged", _("并件"), _states(S.MERGED)),
            Tab("reopening", _("要求重办"), _always(Q(state=S.TO_BE_JUDGED) & REOPENING_WAITS)),
            Tab("sent", _("待签收"), _states(S.DISPATCHED)),
        )),
        Desk("unit", _("我的单位"), ("handler", "unit_lead"), (
            Tab("sign", _("待签收"), _states(S.DISPATCHED)),
            Tab("handling", _("办理中"), _states(S.IN_HANDLING)),
            Tab("joint", _("会商中"), _states(S.ESCALATED)),
            Tab("suspended", _("暂缓"), _states(S.SUSPENDED)),
            Tab("parts", _("请我协办"), _my_parts),
            Tab("calls", _("叫我到场"), _my_calls),
            Tab("handed_in", _("已交结果"), _states(S.HANDED_IN, S.SITE_CHECK, S.TO_BE_JUDGED)),
            Tab("returned", _("已退单"), _states(S.RETURNED, S.DISPUTED)),
        )),
        Desk("approval", _("审核台"), ("dispatcher",), (
            Tab("results", _("办理结果"), _states(S.HANDED_IN)),
            Tab("checks", _("现场核查中"), _states(S.SITE_CHECK)),
            Tab("extensions", _("延期"), _always(Q(state=S.IN_HANDLING) & EXTENSION_WAITS)),
            Tab("suspensions", _("暂缓"), _always(Q(state=S.IN_HANDLING) & SUSPENSION_WAITS)),
            Tab("terminations", pgettext_lazy("waiting to be ended", "终止"),
                _always(Q(state=S.IN_HANDLING) & TERMINATION_WAITS)),
        )),
        Desk("adjudication", _("裁定台"), ("adjudicator",), (
            Tab("disputes", _("争议"), _states(S.DISPUTED)),
            Tab("objections", _("异议"), _always(_pending(Objection, decided_at=None))),
        )),
        Desk("callback", _("回访台"), ("callback",), (
            Tab("to_call", _("待回访"), _always(Q(state=S.TO_BE_JUDGED) & ~REOPENING_WAITS)),
            Tab("rated", _("等待重办决定"), _always(Q(state=S.TO_BE_JUDGED) & REOPENING_WAITS)),
        )),
        Desk("supervision", _("督办台"), ("supervisor", "reviewer"), (
            Tab("red", _("红牌"), _red),
            Tab("late", _("超时未动"), _late),
            Tab("supervised", _("督办中"), _always(Q(supervised__gt=0, state__in=[*OPEN]))),
            Tab("suspended", _("暂缓"), _states(S.SUSPENDED)),
        )),
        Desk("open-matters", _("挂账清单"), ("reviewer", "supervisor", "county_command"), (
            Tab("open", _("挂账"), _states(S.OPEN_MATTER)),
        )),
        Desk("county", _("县级指挥中心"), ("county_command",), (
            Tab("escalated", _("会商中"), _states(S.ESCALATED)),
            Tab("disputed", _("争议"), _states(S.DISPUTED)),
            Tab("urgent", _("特急和紧急"), _always(Q(klass__in=["E", "U"], state__in=[*OPEN]))),
            Tab("late", _("超时"), _late),
            Tab("all", _("全部在办"), _states(*OPEN)),
        )),
        Desk("street", _("街道统筹"), ("street_coordinator",), (
            Tab("escalated", _("会商中"), _states(S.ESCALATED)),
            Tab("handling", _("办理中"), _states(*AT_WORK)),
        )),
        Desk("grid", _("网格"), ("grid_worker",), (
            Tab("checks", _("待核查"), _states(S.SITE_CHECK)),
            Tab("around", _("身边在办"), _states(*OPEN)),
        )),
    )
}  # fmt: skip


def _desk(actor: Actor, code: str) -> Desk:
    desk = DESKS.get(code)
    if desk is None:
        raise NotFound(desk=code)
    if not actor.holds(*desk.roles):
        raise NotAllowed(desk=code)
    return desk


def _tab(desk: Desk, code: str) -> Tab:
    return next((tab for tab in desk.tabs if tab.code == code), desk.tabs[0])


def _heap(actor: Actor, desk: Desk, tab: Tab, *, at: datetime) -> QuerySet[Case]:
    """A heap is what its role may work on; parts and calls are open to those who were asked."""
    mine = Q(pk__in=[])
    for role in desk.roles:
        mine |= ROLES[role](actor)
    if tab.code in ("parts", "calls"):
        mine = ~confined(actor)
    return Case.objects.filter(mine & tab.rows(actor, at))


def worklist(
    actor: Actor,
    desk: str,
    *,
    at: datetime,
    tab: str = "",
    filters: Filters = NO_FILTERS,
    after: str | None = None,
    size: int = 50,
) -> Page[CaseRow]:
    """One heap of one desk, what is owed first on top. A handful of queries however long the list."""
    place = _desk(actor, desk)
    heap = _tab(place, tab)
    rows = filters.narrow(_heap(actor, place, heap, at=at), actor, at=at)
    page = page_by_key(listed(rows), order=heap.order, after=after, size=size)
    return Page(row_values(page.items, at=at), page.next_cursor)


PINS_MOST = 200


def pins(actor: Actor, desk: str, *, at: datetime, tab: str = "", filters: Filters = NO_FILTERS) -> list[Pin]:
    """The same heap as points on a map, the oldest debt first: what was placed on one and is not confidential."""
    place = _desk(actor, desk)
    rows = filters.narrow(_heap(actor, place, _tab(place, tab), at=at), actor, at=at)
    rows = rows.filter(lon__isnull=False).exclude(confidentiality="P1").order_by(*ORDER)[:PINS_MOST]
    return [
        Pin(case.number, case.title, case.lon, case.lat, light_of(case.due_at, case.warn_at, at=at))
        for case in rows.only("number", "title", "lon", "lat", "due_at", "warn_at")
        if case.lon is not None and case.lat is not None
    ]


def counts(actor: Actor, desk: str, *, at: datetime) -> dict[str, int]:
    """How much lies on each heap (counted up to 1,000)."""
    place = _desk(actor, desk)
    return {tab.code: _heap(actor, place, tab, at=at).order_by()[:1000].count() for tab in place.tabs}


def on_top(actor: Actor, desk: Desk, *, at: datetime) -> int:
    """How much lies on the first heap of a desk (counted up to 1,000): what this desk is for."""
    return _heap(actor, desk, desk.tabs[0], at=at).order_by()[:1000].count()


@dataclass(frozen=True, slots=True)
class Pressing:
    """How much of a heap is urgent, late, or near its limit."""

    urgent: int
    late: int
    soon: int


def pressing(actor: Actor, desk: str, *, at: datetime, tab: str = "") -> Pressing:
    place = _desk(actor, desk)
    found = _heap(actor, place, _tab(place, tab), at=at).aggregate(
        urgent=Count("pk", filter=Q(klass__in=["E", "U"])),
        late=Count("pk", filter=Q(due_at__lt=at)),
        soon=Count("pk", filter=Q(due_at__gte=at, warn_at__lte=at)),
    )
    return Pressing(**found)


def units_on(actor: Actor, desk: str, *, at: datetime, tab: str = "") -> list[tuple[int, str]]:
    """The units that have something on this heap, to narrow it by."""
    place = _desk(actor, desk)
    return unit_choices(_heap(actor, place, _tab(place, tab), at=at))


def desk_tabs(actor: Actor) -> list[Desk]:
    """The desks at which this actor may sit."""
    return [desk for desk in DESKS.values() if actor.holds(*desk.roles)]


def saved_filters(actor: Actor, desk: str) -> list[SavedFilter]:
    """One's own tabs."""
    return list(SavedFilter.objects.filter(account_id=actor.account_id or 0, desk=desk).order_by("id"))


def search(actor: Actor, *, filters: Filters, at: datetime, after: str | None = None, size: int = 50) -> Page[CaseRow]:
    """All cases that this actor may see, by number, words and filters; newest first, and of what is late or nearly so
    what is owed longest."""
    if filters.text:
        hits = by_words(actor, words=filters.text, filters=filters, at=at, after=after, size=size)
        return Page(row_values(hits.cases, at=at), hits.next_cursor)
    areas = token_of(AREAS_KEPT)
    asked = _kept(actor, filters, size, bool(after), areas) if areas else _listing(actor, filters, size, bool(after))
    page = asked.page(after=after, at=at)
    return Page(row_values(page.items, at=at), page.next_cursor)


def _listing(actor: Actor, filters: Filters, size: int, on: bool) -> PageQuestion[Listed]:
    now: Any = Given("at")
    return PageQuestion(
        lambda: [listed(filters.narrow(Case.objects.filter(way), actor, at=now)) for way in ways(actor)],
        order=ORDER if filters.light in PRESSING else ("-filed_at", "-id"), size=size, on=on,
    )  # fmt: skip


@lru_cache(maxsize=1_000)
def _kept(actor: Actor, filters: Filters, size: int, on: bool, areas: object) -> PageQuestion[Listed]:
    """The same people look at the same lists again and again; `areas` is the token under which ids of areas hold."""
    return _listing(actor, filters, size, on)
