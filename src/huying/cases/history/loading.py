"""Batches of past cases, each one transaction with its place in the source; who was killed goes on behind the last."""

from collections import Counter
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta
from itertools import islice
from zoneinfo import ZoneInfo

from django.conf import settings
from django.db import connection, transaction

from huying.cases.actions.retention import without_numbers
from huying.cases.events import HistoryLoaded
from huying.cases.history import lines
from huying.cases.history.past import Known, PastCase, wrong_with
from huying.cases.history.story import told
from huying.cases.models import Case, CaseOrigin, HistoryLoad
from huying.duties.public import category_tree
from huying.kernel import bulkload
from huying.kernel.actor import Actor
from huying.kernel.errors import NotAllowed
from huying.kernel.journal import announce
from huying.kernel.publicnumber import next_numbers
from huying.organisations.public import body_briefs
from huying.territory.public import Area

ZONE = ZoneInfo(settings.TIME_ZONE)
BATCH = 5_000
FEW = 1_000
"""With no more cases than these there is nothing that a missing index could slow down for long."""
TABLES = (*lines.TABLES, "kernel_journalrow", "kernel_journalhead")
MOST_FACTS = 9


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
    if not (actor.is_system or actor.holds("system_admin")):
        raise NotAllowed(to="load_history")
    load = _begun(key or f"{source}:{at.isoformat()}", source, at=at)
    run = _Run(load, at=at, watch=watch)
    if load.finished_at is None:
        if bare or (bare is None and _nearly_empty()):
            _set_aside(load)
        for some in _batches(islice(iter(rows), load.position, None), batch):
            run.take(some)
            if watch.progress is not None:
                watch.progress(load)
        _end(actor, load, at=at)
    return Loaded(load.loaded, load.known, load.refused, dict(run.why))


def _batches(rows: Iterator[PastCase], size: int) -> Iterator[list[PastCase]]:
    while some := list(islice(rows, size)):
        yield some


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
        tree = category_tree()
        self.titles = {entry.code: bulkload.text(entry.name[:80]) for entry in tree}
        self.known = Known(
            areas=frozenset(Area.objects.values_list("pk", flat=True)),
            bodies=set(),
            confidential={entry.code: entry.confidential for entry in tree},
        )
        self.months: set[tuple[int, int]] = set()

    def take(self, some: list[PastCase]) -> None:
        fit = self._fit(some)
        self._months(fit)
        with transaction.atomic():
            with connection.cursor() as cursor:
                cursor.execute("SET LOCAL synchronous_commit = off")
            new = self._new(fit)
            _Batch(self, new).write()
            self.load.position += len(some)
            self.load.loaded += len(new)
            self.load.known += len(fit) - len(new)
            self.load.refused += len(some) - len(fit)
            self.load.save(update_fields=["position", "loaded", "known", "refused"])

    def _fit(self, some: list[PastCase]) -> list[PastCase]:
        found = []
        unmet = {past.body_id for past in some if past.body_id is not None} - self.known.bodies
        self.known.bodies.update(body_briefs(unmet))
        for nth, past in enumerate(some, self.load.position + 1):
            wrong = wrong_with(past, self.known, at=self.at)
            if not wrong:
                found.append(past)
                continue
            self.why[wrong] += 1
            if self.watch.refused is not None:
                self.watch.refused(nth, past, wrong)
        return found

    def _new(self, fit: list[PastCase]) -> list[PastCase]:
        """Without those that are there already, and each number once."""
        numbers = {past.number: past for past in reversed(fit)}
        there = CaseOrigin.objects.filter(source=self.load.source, number__in=list(numbers))
        for number in there.values_list("number", flat=True):
            del numbers[number]
        return [past for past in fit if numbers.get(past.number) is past]

    def _months(self, fit: list[PastCase]) -> None:
        """Months of the journal for all that is said, in transactions of their own."""
        if not fit:
            return
        month = min(past.filed_at for past in fit).astimezone(ZONE).replace(day=1, hour=12)
        last = max(past.closed_at for past in fit).astimezone(ZONE)
        while (month.year, month.month) <= (last.year, last.month):
            if (month.year, month.month) not in self.months:
                bulkload.ensure_month(month)
                self.months.add((month.year, month.month))
            month = (month + timedelta(days=31)).replace(day=1)


class _Batch:
    """The lines of one transaction."""

    def __init__(self, run: _Run, new: list[PastCase]) -> None:
        self.run, self.new = run, new
        self.lines: dict[str, list[str]] = {table: [] for table in lines.TABLES}
        self.at = bulkload.moment(run.at)

    def write(self) -> None:
        if not self.new:
            return
        stories = bulkload.Stories("case", rows=len(self.new) * MOST_FACTS)
        ids = {table: iter(bulkload.take_numbers(f"{table}_id_seq", len(self.new))) for table in lines.TABLES}
        for past, number in zip(self.new, self._numbers(), strict=True):
            case_id = next(ids[lines.CASE.table])
            self._rows(past, case_id, number, ids)
            stories.add(case_id, told(past, case_id, number))
        for form in lines.FORMS:
            form.copy(self.lines[form.table])
        stories.write()

    def _numbers(self) -> list[str]:
        """Public numbers, of the year of filing, in the order of the batch."""
        years = [past.filed_at.astimezone(ZONE).year for past in self.new]
        drawn = {year: iter(next_numbers("case", year=year, count=count)) for year, count in Counter(years).items()}
        return [next(drawn[year]) for year in years]

    def _rows(self, past: PastCase, case_id: int, number: str, ids: dict[str, Iterator[int]]) -> None:
        put, pk = self.lines, str(case_id)
        hidden = past.kind == "report" or self.run.known.confidential[past.category_code]
        title = self.run.titles[past.category_code]
        if past.title and not hidden:
            title = bulkload.text(without_numbers(past.title)[:80])
        put[lines.CASE.table].append(lines.case_line(past, pk, number, hidden=hidden, title=title, at=self.at))
        put[lines.ORIGIN.table].append(
            lines.origin_line(past, str(next(ids[lines.ORIGIN.table])), pk, source=self.run.load.source, at=self.at)
        )
        if past.dispatched_at is not None:
            order_id = str(next(ids[lines.ORDER.table]))
            put[lines.ORDER.table].append(lines.order_line(past, order_id, pk, hidden=hidden))
            if past.finished_at is not None:
                result_id = str(next(ids[lines.RESULT.table]))
                put[lines.RESULT.table].append(lines.result_line(past, result_id, order_id, pk, hidden=hidden))
        if past.rating is not None:
            rating_id = str(next(ids[lines.RATING.table]))
            put[lines.RATING.table].append(
                lines.rating_line(past.rating, rating_id, pk, hidden=hidden, at=past.closed_at)
            )
