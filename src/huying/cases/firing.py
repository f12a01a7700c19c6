"""Timers are found by due time, oldest first, each in its own short transaction, and fire once whatever happens."""

from datetime import datetime, timedelta

from django.db import transaction
from django.db.models import QuerySet

from huying.calendars.public import calendar
from huying.cases import timing
from huying.cases.models import Clock, Timer
from huying.cases.moving import tell
from huying.cases.queries.recount import clocks_that_move
from huying.cases.telling import tell_reporters, tell_unit
from huying.cases.timers import fire
from huying.kernel.actor import SYSTEM
from huying.kernel.errors import DomainError

PAGE = 50
"""Looked for together: after a night without a worker many thousands are due at once, and each search may sort them."""
RETRY_AFTER = timedelta(minutes=5)
MOST_ATTEMPTS = 8


def fire_due_timers(*, at: datetime, batch: int = 500) -> int:
    """Fire what is due, oldest first, at most `batch`. Any number of workers may run this at once; a worker that dies
    loses nothing, because a timer is marked in the same transaction as what it did."""
    fired = 0
    while fired < batch:
        due = waiting().filter(due_at__lte=at).order_by("due_at", "id").values_list("pk", flat=True)
        taken = sum(_fire_one(timer_id, at=at) for timer_id in list(due[: min(PAGE, batch - fired)]))
        if not taken:
            break
        fired += taken
    return fired


def next_timer_due() -> datetime | None:
    """When the next of all timers wants to fire."""
    return waiting().order_by("due_at").values_list("due_at", flat=True).first()


def waiting() -> QuerySet[Timer]:
    return Timer.objects.filter(fired_at__isnull=True, due_at__isnull=False, attempts__lt=MOST_ATTEMPTS)


def _fire_one(timer_id: int, *, at: datetime) -> bool:
    """Take this timer if it is still due and nobody else holds it. False when it is another worker's."""
    with transaction.atomic():
        timer = waiting().filter(pk=timer_id, due_at__lte=at).select_for_update(skip_locked=True).first()
        if timer is None:
            return False
        failure = _tried(timer, at=at)
        # What fired may have moved its clock and so taken this very timer away: then there is nothing left to mark.
        row = Timer.objects.filter(pk=timer.pk)
        if failure is None:
            row.update(fired_at=at)
        else:
            attempts = timer.attempts + 1
            row.update(attempts=attempts, failed_at=at, failure=failure, due_at=at + RETRY_AFTER * 2**attempts)
        return True


def _tried(timer: Timer, *, at: datetime) -> str | None:
    """None when it went well; else a code for the list of what is stuck. What it had begun is undone."""
    try:
        with transaction.atomic():
            fire(timer, at=at)
    except DomainError as error:
        return error.code[:80]
    except Exception as error:  # one broken case must not stop all others
        return type(error).__name__[:80]
    return None


def recount_clocks(*, at: datetime) -> int:
    """The working calendar changed: count every clock that it moves again, and tell those whose date moved."""
    return sum(_recount(one.clock_id, at=at) for one in list(clocks_that_move(calendar())))


@transaction.atomic
def _recount(clock_id: int, *, at: datetime) -> int:
    clock = Clock.objects.select_related("case__area").filter(pk=clock_id, running=True).first()
    if clock is None or clock.due_at is None:
        return 0
    case = type(clock.case).objects.select_for_update(of=("self",)).select_related("area").get(pk=clock.case_id)
    before = clock.due_at
    timing.recount(clock, at=at)
    timing.refresh(case)
    case.save()
    if clock.due_at == before:
        return 0
    tell(case, "clock_moved", actor=SYSTEM, at=at)
    if clock.kind == "finish":
        occasion = f"clock:{clock.pk}:{clock.generation}"
        tell_reporters(case, "calendar_moved", at=at, until=clock.due_at, before=before, occasion=occasion)
        tell_unit(case, clock.body_id, "calendar_moved", at=at, until=clock.due_at, before=before, occasion=occasion)
    return 1
