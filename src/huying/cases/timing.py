"""Clocks of a case: start, stop with the seconds kept, go on, extend, meet. Every change also moves their timers."""

from datetime import datetime, timedelta
from typing import Any

from huying.calendars.public import Limit, calendar
from huying.cases.models import Case, Clock, Timer
from huying.cases.states import S
from huying.cases.words import CLOCK_KINDS
from huying.kernel.prepared import Given, Question, cursor, insert_all

WALL_UNITS = ("minute", "hour", "second")
NOT_OWED = ("return_window", "objection", "reopen", "rating")
"""Windows in which somebody may do something; nobody is late when they pass."""
AT_DUE = {
    "sign": "auto_sign", "reply": "lapse", "callback": "close_unrated", "rating": "close_answered",
    "suspension_review": "resume", "matter_review": "review_open_matter", "remind": "remind", "archive": "archive",
    "return_pause": "end_pause", "supervise_after_red": "supervise",
}  # fmt: skip
"""Kind of clock → what its timer does when it is due; every other kind shows that it is late."""
SILENT = ("remind", "archive", "return_pause", "supervise_after_red")
WARNED = ("finish",)


def _count(start: datetime, amount: int, unit: str) -> tuple[datetime, bool]:
    if unit == "second":
        return start + timedelta(seconds=amount), False
    if unit == "work_second":
        due = calendar().plus_working_seconds(start, amount)
    else:
        due = calendar().due(start, Limit(amount, unit))  # type: ignore[arg-type]
    return due.at, due.provisional


def due_of(start: datetime, limit: Limit) -> datetime:
    return _count(start, limit.amount, limit.unit)[0]


def seconds_between(clock: Clock, a: datetime, b: datetime) -> int:
    if clock.limit_unit in WALL_UNITS:
        return int((b - a).total_seconds())
    return calendar().working_seconds(a, b)


def _warn_at(clock: Clock) -> datetime:
    """When three quarters of the whole limit are used."""
    assert clock.due_at is not None
    left = max(0, seconds_between(clock, clock.counted_from, clock.due_at) - clock.total_seconds // 4)
    if clock.limit_unit in WALL_UNITS:
        return clock.counted_from + timedelta(seconds=left)
    return min(clock.due_at, calendar().plus_working_seconds(clock.counted_from, left).at)


def start_clock(case: Case, kind: str, **how: Any) -> Clock:
    """A new clock and its timers; arguments as of `new_clock`."""
    return start_all(case, [new_clock(case, kind, **how)])[0]


def start_all(case: Case, clocks: list[Clock]) -> list[Clock]:
    """New clocks of one case and their timers, written together."""
    insert_all(clocks)
    set_timers(*clocks)
    known: list[Clock] | None = case.__dict__.get(HELD)
    if known is not None:
        known.extend(clocks)
    return clocks


def new_clock(
    case: Case,
    kind: str,
    *,
    at: datetime,
    limit: Limit,
    body_id: int | None = None,
    ref: str = "",
    basis: tuple[int | None, str] = (None, ""),
    until: datetime | None = None,
) -> Clock:
    """A clock that is not written yet. `until` names the end itself (a review day, an agreed time)."""
    due_at, provisional = (until, False) if until else _count(at, limit.amount, limit.unit)
    clock = Clock(
        case=case, kind=kind, ref=ref, round=case.round, body_id=body_id, limit_amount=limit.amount,
        limit_unit=limit.unit, rule_id=basis[0], basis=basis[1], started_at=at, due_at=due_at, origin_due_at=due_at,
        provisional=provisional, counted_from=at, counted_amount=limit.amount, counted_unit=limit.unit,
    )  # fmt: skip
    if until:
        clock.counted_amount, clock.counted_unit = max(1, int((until - at).total_seconds())), "second"
    clock.total_seconds = seconds_between(clock, at, due_at)
    clock.warn_at = _warn_at(clock)
    return clock


def set_timers(*clocks: Clock) -> None:
    """Timers follow their clock: parked while it stands, moved when it moves, each fired once a generation."""
    timers = [timer for clock in clocks for timer in _timers(clock)]
    if timers:
        insert_all(timers, again=("case", "kind", "ref"), update=("due_at",))


def _timers(clock: Clock) -> list[Timer]:
    on_due = AT_DUE.get(clock.kind, "" if clock.kind in NOT_OWED else "late")
    wanted = [(on_due, clock.due_at)] if on_due else []
    if clock.kind in WARNED:
        wanted.append(("warn", clock.warn_at))
    ref = f"clock:{clock.pk}/{clock.generation}"
    return [
        Timer(case_id=clock.case_id, kind=kind, ref=ref, due_at=due_at if clock.running else None)
        for kind, due_at in wanted
    ]


_LIVE = Question[Clock](
    lambda: Clock.objects.filter(case_id=Given("case_id"), met_at__isnull=True, cancelled_at__isnull=True).order_by(
        "id"
    )
)


HELD = "clocks_held"


def hold(case: Case) -> Case:
    """The row is locked until the end of the transaction: nobody else moves its clocks, so that they are read once."""
    case.__dict__.setdefault(HELD, None)
    return case


def live(case: Case, *kinds: str) -> list[Clock]:
    """The clocks of a case that were neither met nor cancelled. Read once for a case that is held for a step."""
    known: list[Clock] | None = case.__dict__.get(HELD)
    if known is None:
        known = _LIVE.all(case_id=case.pk)
        for clock in known:
            clock.case = case
        if HELD in case.__dict__:
            case.__dict__[HELD] = known
    return [clock for clock in known if _lives(clock) and (not kinds or clock.kind in kinds)]


def _lives(clock: Clock) -> bool:
    return clock.met_at is None and clock.cancelled_at is None


def live_clock(case: Case, kind: str, ref: str = "") -> Clock | None:
    return next((clock for clock in live(case, kind) if clock.ref == ref), None)


def stop(case: Case, *kinds: str, at: datetime) -> None:
    """Stand still and keep the seconds that are left (none when it is already late)."""
    for clock in live(case, *kinds):
        if clock.running and clock.due_at:
            clock.seconds_left = max(0, seconds_between(clock, at, clock.due_at)) if at < clock.due_at else 0
            clock.late = clock.late or at > clock.due_at
            clock.running, clock.stopped_at, clock.due_at, clock.warn_at = False, at, None, None
            clock.save()
            set_timers(clock)


def go_on(case: Case, *kinds: str, at: datetime) -> None:
    """Run again with the seconds kept. A clock that had none left is due at once."""
    for clock in live(case, *kinds):
        if not clock.running:
            run_from(clock, at=at, seconds=max(1, clock.seconds_left or 0))


def run_from(clock: Clock, *, at: datetime, seconds: int) -> None:
    clock.counted_from, clock.counted_amount = at, seconds
    clock.counted_unit = "second" if clock.limit_unit in WALL_UNITS else "work_second"
    clock.due_at, clock.provisional = _count(at, seconds, clock.counted_unit)
    clock.running, clock.stopped_at, clock.seconds_left = True, None, None
    clock.warn_at = _warn_at(clock)
    clock.save()
    set_timers(clock)


def reset(clock: Clock, *, start: datetime, limit: Limit, at: datetime) -> None:
    """Count the same clock again from `start` with another limit (a change of class). Never due before now."""
    clock.limit_amount, clock.limit_unit, clock.counted_from = limit.amount, limit.unit, start
    clock.counted_amount, clock.counted_unit = limit.amount, limit.unit
    due_at, provisional = _count(start, limit.amount, limit.unit)
    clock.total_seconds = seconds_between(clock, start, due_at)
    if clock.running:
        clock.due_at, clock.provisional = due_at, provisional
        clock.warn_at = _warn_at(clock)
        clock.generation += 1
        _drop_waiting(clock)
    else:
        clock.seconds_left = max(0, seconds_between(clock, clock.stopped_at or at, due_at))
    clock.save()
    set_timers(clock)


def extend(clock: Clock, *, limit: Limit) -> None:
    """The limit again from its old end."""
    assert clock.due_at is not None
    start = clock.due_at
    due_at, provisional = _count(start, limit.amount, limit.unit)
    clock.total_seconds += seconds_between(clock, start, due_at)
    clock.counted_from, clock.counted_amount, clock.counted_unit = start, limit.amount, limit.unit
    clock.due_at, clock.provisional = due_at, provisional
    clock.generation += 1
    left = clock.total_seconds // 4
    clock.warn_at = max(start, _back_from(clock, due_at, left))
    _drop_waiting(clock)
    clock.save()
    set_timers(clock)


def _back_from(clock: Clock, due_at: datetime, seconds: int) -> datetime:
    if clock.limit_unit in WALL_UNITS:
        return due_at - timedelta(seconds=seconds)
    whole = seconds_between(clock, clock.started_at, due_at)
    return calendar().plus_working_seconds(clock.started_at, max(0, whole - seconds)).at


def _drop_waiting(clock: Clock) -> None:
    Timer.objects.filter(case_id=clock.case_id, ref__startswith=f"clock:{clock.pk}/", fired_at__isnull=True).delete()


def meet(case: Case, *kinds: str, at: datetime, ref: str = "") -> None:
    """Done what was owed; late or not is kept."""
    _end([clock for clock in live(case, *kinds) if not ref or clock.ref == ref], "met_at", at=at)


def cancel(case: Case, *kinds: str, at: datetime) -> None:
    """No longer owed."""
    _end(live(case, *kinds), "cancelled_at", at=at)


def cancel_one(clock: Clock, *, at: datetime) -> None:
    _end([clock], "cancelled_at", at=at)


def _end(clocks: list[Clock], how: str, *, at: datetime) -> None:
    """They run no more, and their timers are parked."""
    if not clocks:
        return
    for clock in clocks:
        clock.late = clock.late or bool(clock.due_at and at > clock.due_at)
        clock.running = False
        setattr(clock, how, at)
    late = [clock.pk for clock in clocks if clock.late]
    ids, refs = [clock.pk for clock in clocks], [f"clock:{clock.pk}" for clock in clocks]
    with cursor() as writing:
        writing.execute(_END[how], [at, late, ids, clocks[0].case_id, refs])


_PARKED = """WITH ended AS (
    UPDATE "cases_clock" SET running = false, {how} = %s, late = id = ANY(%s::bigint[]) WHERE id = ANY(%s::bigint[])
)
UPDATE "cases_timer" SET due_at = NULL WHERE case_id = %s AND fired_at IS NULL AND due_at IS NOT NULL
    AND split_part(ref, '/', 1) = ANY(%s::text[])"""
_END = {how: _PARKED.format(how=how) for how in ("met_at", "cancelled_at")}


def refresh(case: Case, *new: Clock) -> None:
    """What is owed next, from the running clocks (`new` ones are not written yet); unchanged when nothing runs."""
    known = list(new) if case.pk is None else [*live(case), *new]
    running = [clock for clock in known if clock.running and clock.due_at]
    owed = [clock for clock in running if clock.kind not in (*SILENT, *NOT_OWED)]
    first = min(owed, key=lambda clock: (clock.due_at, clock.pk or 0), default=None)
    if first is None and case.state == S.ANSWERED:
        first = next((clock for clock in running if clock.kind == "rating"), None)
    if first is not None and first.due_at is not None and first.due_at > case.filed_at:
        case.due_at, case.warn_at = first.due_at, first.warn_at or first.due_at
        case.due_kind, case.provisional = first.kind, first.provisional


def start_again(case: Case, clock: Clock, *, at: datetime) -> Clock:
    """The same kind of clock with the same limit, from now."""
    limit = Limit(clock.limit_amount, clock.limit_unit)  # type: ignore[arg-type]
    return start_clock(
        case, clock.kind, at=at, limit=limit, body_id=clock.body_id, ref=clock.ref, basis=(clock.rule_id, clock.basis)
    )


def cancel_all(case: Case, *, at: datetime, but: tuple[str, ...] = ()) -> None:
    """Nothing is owed any more, except what is kept."""
    kinds = {clock.kind for clock in live(case)} - set(but)
    if kinds:
        cancel(case, *kinds, at=at)


def recount(clock: Clock, *, at: datetime) -> None:
    """The same count on the calendar of today; never due before now."""
    due_at, clock.provisional = _count(clock.counted_from, clock.counted_amount, clock.counted_unit)
    if due_at != clock.due_at:
        clock.due_at = max(due_at, clock.started_at + timedelta(seconds=1))
        clock.total_seconds = max(clock.total_seconds, 1)
        clock.warn_at = _warn_at(clock)
        clock.generation += 1
        _drop_waiting(clock)
    clock.save()
    set_timers(clock)


def kind_word(kind: str) -> object:
    """What a clock is called."""
    return CLOCK_KINDS[kind]
