"""Batches of past cases, each one transaction with its place in the source; who was killed goes on behind the last."""

import gc
from collections import Counter, deque
from collections.abc import Callable, Iterable, Iterator
from concurrent.futures import Future, ThreadPoolExecutor, wait
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime, timedelta
from itertools import islice
from threading import Barrier

from django.db import connection, transaction
from django.db.models import F

from huying.cases.events import HistoryLoaded
from huying.cases.history import lines
from huying.cases.history.batch import Batch, Words
from huying.cases.history.past import Known, PastCase, wrong_with
from huying.cases.models import Case, HistoryLoad
from huying.cases.rules import offices
from huying.duties.public import category_tree
from huying.kernel import bulkload
from huying.kernel.actor import Actor
from huying.kernel.clock import local
from huying.kernel.journal import announce

BATCH = 5_000
HANDS = 2
FEW = 1_000
"""With no more cases than these there is nothing that a missing index could slow down for long."""
TABLES = (*lines.TABLES, "kernel_journalrow", "kernel_journalhead")
THERE = "SELECT number FROM cases_caseorigin WHERE source = %s AND number = ANY(%s)"


@dataclass(frozen=True, slots=True)
class Loaded:
    """How many were written, were there before, and could not be taken; `why` counts the reasons of this run."""

    loaded: int
    known: int
    refused: int
    why: dict[str, int]


@dataclass(frozen=True, slots=True)
class Watch:
    """Who wants to know how it goes: after each batch, and of each row that was not taken (its place, and a code)."""

    progress: Callable[[HistoryLoad], None] | None = None
    refused: Callable[[int, PastCase, str], None] | None = None


UNWATCHED = Watch()


def load_history(
    actor: Actor,
    *,
    source: str,
    rows: Iterable[PastCase],
    at: datetime,
    key: str = "",
    batch: int = BATCH,
    bare: bool | None = None,
    watch: Watch = UNWATCHED,
) -> Loaded:
    """Load what is over. The same `key` again goes on where it stopped (`rows` must come in the same order); the same
    number of the same source is never written twice. `bare`: take secondary indexes and foreign keys off meanwhile,
    and put them back; by itself only in a place that is nearly empty. Nobody is told of anything.
    """
    offices.enter(actor, to="load_history")
    load = _begun(key or f"{source}:{at.isoformat()}", source, at=at)
    run = _Run(load, at=at, watch=watch)
    if load.finished_at is None:
        if bare or (bare is None and not connection.in_atomic_block and _nearly_empty()):
            _set_aside(load)
        batches = _batches(islice(iter(rows), load.position, None), batch)
        with _no_looking_for_rubbish():
            (_alone if connection.in_atomic_block else _in_turn)(run, batches)
        _end(actor, load, at=at)
    return Loaded(load.loaded, load.known, load.refused, dict(run.why))


@contextmanager
def _no_looking_for_rubbish() -> Iterator[None]:
    """Lines and numbers hold no circles: looking for them again and again costs a third of the time."""
    was_on = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if was_on:
            gc.enable()


def _batches(rows: Iterator[PastCase], size: int) -> Iterator[list[PastCase]]:
    while some := list(islice(rows, size)):
        yield some


def _alone(run: "_Run", batches: Iterator[list[PastCase]]) -> None:
    for some in batches:
        run.take(len(some), run.ready(some))
        run.told()


def _in_turn(run: "_Run", batches: Iterator[list[PastCase]]) -> None:
    """Two hands, each with its own connection: one reckons hashes while the database takes what the other wrote."""
    under_way: deque[tuple[Future[None], set[str]]] = deque()
    with ThreadPoolExecutor(HANDS) as hands:
        try:
            for some in batches:
                fit = run.ready(some)
                numbers = {past.number for past in fit}
                while len(under_way) >= HANDS or any(numbers & others for _done, others in under_way):
                    _finished(run, under_way)
                before = under_way[-1][0] if under_way else None
                under_way.append((hands.submit(run.take, len(some), fit, before), numbers))
            while under_way:
                _finished(run, under_way)
        finally:
            wait([done for done, _numbers in under_way])
            met = Barrier(HANDS)
            wait([hands.submit(_leave, met) for _hand in range(HANDS)])


def _finished(run: "_Run", under_way: "deque[tuple[Future[None], set[str]]]") -> None:
    under_way.popleft()[0].result()
    run.told()


def _leave(met: Barrier) -> None:
    """Each hand closes its own connection."""
    met.wait()
    connection.close()


def _begun(key: str, source: str, *, at: datetime) -> HistoryLoad:
    return HistoryLoad.objects.get_or_create(key=key[:80], defaults={"source": source[:40], "started_at": at})[0]


def _nearly_empty() -> bool:
    return len(Case.objects.order_by()[: FEW + 1].values_list("pk")) <= FEW


@transaction.atomic
def _set_aside(load: HistoryLoad) -> None:
    """Also after a crash: what is already off is not found again and stays written down."""
    load.set_aside = [*load.set_aside, *bulkload.set_aside(TABLES)]
    load.save(update_fields=["set_aside"])


@transaction.atomic
def _end(actor: Actor, load: HistoryLoad, *, at: datetime) -> None:
    bulkload.put_back(load.set_aside, TABLES if load.loaded else ())
    load.set_aside, load.finished_at = [], at
    load.save(update_fields=["set_aside", "finished_at"])
    announce(
        HistoryLoaded(load_id=load.pk, loaded=load.loaded, known=load.known, refused=load.refused), by=actor, at=at
    )


class _Run:
    """One process at one loading."""

    def __init__(self, load: HistoryLoad, *, at: datetime, watch: Watch) -> None:
        self.load, self.at, self.watch = load, at, watch
        self.why: Counter[str] = Counter()
        self.known = Known()
        titles = {entry.code: bulkload.text(entry.name[:80]) for entry in category_tree()}
        self.words = Words(titles, self.known.confidential)
        self.months: set[tuple[int, int]] = set()
        self.seen = load.position

    def ready(self, some: list[PastCase]) -> list[PastCase]:
        """Those that can be taken; months of the journal stand for them."""
        found = []
        for nth, past in enumerate(some, self.seen + 1):
            wrong = wrong_with(past, self.known, at=self.at)
            if not wrong:
                found.append(past)
                continue
            self.why[wrong] += 1
            if self.watch.refused is not None:
                self.watch.refused(nth, past, wrong)
        self.seen += len(some)
        self._months(found)
        return found

    def _months(self, fit: list[PastCase]) -> None:
        """Months of the journal for all that is said, in transactions of their own."""
        if not fit:
            return
        month = local(min(past.filed_at for past in fit)).replace(day=1, hour=12)
        last = local(max(past.closed_at for past in fit))
        while (month.year, month.month) <= (last.year, last.month):
            if (month.year, month.month) not in self.months:
                bulkload.ensure_month(month)
                self.months.add((month.year, month.month))
            month = (month + timedelta(days=31)).replace(day=1)

    def take(self, some: int, fit: list[PastCase], before: "Future[None] | None" = None) -> None:
        """Write one batch, and its place when the one before it has its own."""
        batch = Batch(self.load.source, self._new(fit), self.words, at=self.at)
        with transaction.atomic():
            with connection.cursor() as cursor:
                cursor.execute("SET LOCAL synchronous_commit = off")
            batch.write()
            if before is not None:
                before.result()
            new = len(batch.new)
            HistoryLoad.objects.filter(pk=self.load.pk).update(
                position=F("position") + some, loaded=F("loaded") + new, known=F("known") + len(fit) - new,
                refused=F("refused") + some - len(fit),
            )  # fmt: skip

    def _new(self, fit: list[PastCase]) -> list[PastCase]:
        """Without those that are there already, and each number once."""
        numbers = {past.number: past for past in reversed(fit)}
        with connection.cursor() as cursor:
            cursor.execute(THERE, [self.load.source, list(numbers)])
            for (number,) in cursor.fetchall():
                del numbers[number]
        return [past for past in fit if numbers.get(past.number) is past]

    def told(self) -> None:
        gc.collect(1)
        self.load.refresh_from_db()
        if self.watch.progress is not None:
            self.watch.progress(self.load)
