"""Files of other systems come in: tried first, then taken; who was killed goes on; the same again changes nothing."""

import hashlib
import json
from collections import Counter
from collections.abc import Callable, Iterator
from dataclasses import asdict
from datetime import datetime
from itertools import islice

from django.db import transaction
from django.utils.translation import gettext_lazy as _
from procrastinate.contrib.django import app

from huying.cases.public import (
    Filing,
    PastCase,
    Point,
    Watch,
    file_case,
    keep_origin,
    known_origins,
    load_history,
    same_call,
)
from huying.exchange.actions.categories import keep_words_seen
from huying.exchange.actions.changes import MOST_CHANGES, Changed, look
from huying.exchange.events import ImportBegun, ImportEnded, ProposalDecided, SourceKept
from huying.exchange.files.mapping import FIELDS, Mapping, Reader
from huying.exchange.files.meaning import Live, Meaning, Wrong
from huying.exchange.files.reading import rows_of
from huying.exchange.models import ImportRun, Proposal, RowChange, RowError, Source
from huying.exchange.queries import categories_of
from huying.exchange.rules import rules
from huying.kernel.actor import SYSTEM, Actor
from huying.kernel.cipher import seal, unseal
from huying.kernel.errors import DomainError, Invalid, NotFound
from huying.kernel.journal import announce
from huying.kernel.tables import FileUnreadable

TASK = "exchange.import"
LARGEST = 40 * 1024 * 1024
MUCH = 100_000
"""Bytes from which on taking indexes off meanwhile is worth it, in a place that is empty."""
AT_ONCE = 2_000
MOST_ERRORS = 200_000
Progress = Callable[[ImportRun], None]


@transaction.atomic
def keep_source(actor: Actor, *, code: str, name: str, mapping: Mapping, reason: str, at: datetime) -> Source:
    """A source and what its columns mean; again: what they mean from now on."""
    rules.enter(actor, to="import")
    if not name.strip():
        raise Invalid(fields={"name": _("请写来源名称。")})
    kept = {"name": name.strip()[:60], "mapping": mapping.checked().stored(), "changed_at": at}
    row, made = Source.objects.select_for_update().get_or_create(code=code, defaults=kept)
    if not made:
        for column, value in kept.items():
            setattr(row, column, value)
        row.version += 1
        row.save()
    announce(SourceKept(source_id=row.pk, version=row.version), by=actor, at=at, reason=reason)
    return row


@transaction.atomic
def begin_import(
    actor: Actor, *, source_id: int, content: bytes, file_name: str, dry: bool, reason: str, at: datetime
) -> ImportRun:
    """A run over this file. The same file, taken and through before, is the same run."""
    rules.enter(actor, to="import")
    source = Source.objects.filter(pk=source_id).first()
    if source is None:
        raise NotFound(source=source_id)
    if not content or len(content) > LARGEST:
        raise Invalid(fields={"file": _("请选择文件，不超过 40 MB；更大的请压缩成 gz 或拆分。")})
    run = ImportRun.objects.create(
        source=source, mapping=source.mapping | {"categories": categories_of(source)}, dry=dry,
        file_name=file_name[:120], digest=hashlib.sha256(content).hexdigest(), by_id=actor.account_id, made_at=at,
    )  # fmt: skip
    run.content = seal(content, _context(run))
    run.save(update_fields=["content"])
    announce(ImportBegun(run_id=run.pk, source_id=source.pk, dry=dry), by=actor, at=at, reason=reason)
    return run


def by_the_worker(run: ImportRun) -> None:
    """The worker does it, when this transaction commits; one at a time."""
    app.configure_task(TASK, lock=f"{TASK}:{run.pk}").defer(run_id=run.pk)


def _context(run: ImportRun) -> str:
    return f"exchange.run:{run.pk}"


def go_on(run_id: int, *, at: datetime, progress: Progress | None = None, batch: int = 5_000) -> ImportRun:
    """Do what is left of a run. May be called again after whoever did it before has died."""
    run = ImportRun.objects.select_related("source").get(pk=run_id)
    if run.finished_at is not None or run.content is None:
        return run
    try:
        _Pass(run, at=at, progress=progress, batch=batch).through()
    except FileUnreadable as wrong:
        run.failure = str(wrong)[:80]
    run.finished_at, run.content = at, None
    run.save()
    announce(ImportEnded(run_id=run.pk, **_counted(run)), by=SYSTEM, at=at)
    return run


def _kind(there: str | None, digest: str) -> str:
    return "history" if there is None else "known" if there == digest else "changed"


def _counted(run: ImportRun) -> dict[str, int]:
    names = ("history", "live", "known", "changed", "followed", "proposed", "refused")
    return {name: run.counts.get(name, 0) for name in names}


class _Pass:
    """One process at one run: the past by COPY, then what is live one by one."""

    def __init__(self, run: ImportRun, *, at: datetime, progress: Progress | None, batch: int) -> None:
        self.run, self.at, self.progress, self.batch = run, at, progress, batch
        mapping = Mapping.read(run.mapping)
        self.content = unseal(bytes(run.content or b""), _context(run))
        self.reader, self.meaning, self.encoding = Reader(mapping), Meaning(mapping, at=at), mapping.encoding
        self.counts: Counter[str] = Counter()
        self.errors: list[RowError] = []
        self.live: list[Live] = []
        self.changed: list[Changed] = []
        self.rows = 0

    def through(self) -> None:
        if self.run.dry:
            for _past in self._past():
                pass
            self.counts["live"] = len(self.live)
            self.counts.update(look(self.run, self.changed, at=self.at))
        else:
            watch = Watch(progress=lambda load: self._tell())
            found = load_history(
                SYSTEM, source=self.run.source.code, rows=self._past(), at=self.at, key=f"import:{self.run.pk}",
                batch=self.batch, watch=watch, bare=None if len(self.content) > MUCH else False,
            )  # fmt: skip
            self.counts["history"], self.counts["known"] = found.loaded, max(0, found.known - len(self.changed))
            if self.changed:
                self.counts["changed"] = len(self.changed)
                self.counts.update(look(self.run, self.changed, at=self.at))
            for live in self.live:
                self._file(live)
        keep_words_seen(self.run.source, self.reader.unknown + self.meaning.unknown, at=self.at)
        self._keep_errors()
        self._tell()

    def _rows(self) -> Iterator[tuple[int, PastCase | Live]]:
        for number, row in rows_of(self.content, encoding=self.encoding):
            self.rows += 1
            if self.rows % AT_ONCE == 0:
                self._tell()
            found = self.meaning.of(self.reader.read(number, row))
            if isinstance(found, Wrong):
                self._refuse(number, found)
            else:
                yield number, found

    def _over(self) -> Iterator[Changed]:
        for number, found in self._rows():
            if isinstance(found, Live):
                self.live.append(found)
            else:
                yield Changed(number, found)

    def _past(self) -> Iterator[PastCase]:
        """All that is over, in the order of the file, since loading goes on by the place in it. What came before with
        another content is looked at afterwards; a trial counts what would be written."""
        rows, seen = self._over(), set[str]()
        while some := list(islice(rows, AT_ONCE)):
            there = known_origins(self.run.source.code, [one.past.number for one in some])
            for one in some:
                number, digest = one.past.number, one.past.digest
                kind = "known" if number in seen else _kind(there.get(number), digest)
                seen.add(number)
                if kind == "changed" and len(self.changed) < MOST_CHANGES:
                    self.changed.append(one)
                if self.run.dry:
                    self.counts[kind] += 1
                yield one.past

    def _refuse(self, row: int, wrong: Wrong) -> None:
        self.counts["refused"] += 1
        if self.counts["refused"] <= MOST_ERRORS:
            self.errors += [
                RowError(run=self.run, row=row, number=wrong.number, column=column[:40], code=code[:40])
                for column, code in wrong.found
            ]
        if len(self.errors) >= AT_ONCE:
            self._keep_errors()

    def _keep_errors(self) -> None:
        RowError.objects.bulk_create(self.errors, ignore_conflicts=True)
        self.errors = []

    def _tell(self) -> None:
        self.run.rows, self.run.counts, self.run.beat_at = self.rows, dict(self.counts), self.at
        self.run.save(update_fields=["rows", "counts", "beat_at"])
        if self.progress is not None:
            self.progress(self.run)

    def _file(self, live: Live) -> None:
        """One live row: there already, perhaps the case of another source, or new."""
        source = self.run.source.code
        there = known_origins(source, [live.number]).get(live.number)
        if there is not None:
            kind = _kind(there, live.digest)
            self.counts[kind] += 1
            if kind == "changed":
                RowChange.objects.create(run=self.run, row=live.row, number=live.number, why="worked_here")
            return
        if Proposal.objects.filter(run__source=self.run.source, number=live.number).exists():
            self.counts["proposed"] += 1
            return
        try:
            self.counts["proposed" if self._proposed(live, source) else "live"] += 1
        except DomainError as wrong:
            columns = wrong.fields if isinstance(wrong, Invalid) else {}
            found = [(name if name in FIELDS else "", wrong.code) for name in columns] or [("", wrong.code)]
            self._refuse(live.row, Wrong(tuple(found[:1]), live.number))

    def _proposed(self, live: Live, source: str) -> bool:
        """Filed, unless it may be the same call as a case of another source."""
        other = same_call(
            phone=live.filing.phone, category_code=live.filing.category_code, filed_at=live.filed_at, source=source
        )
        if other is None:
            _filed(live, source, at=self.at)
        else:
            _propose(self.run, live, other, at=self.at)
        return other is not None


@transaction.atomic
def _filed(live: Live, source: str, *, at: datetime) -> int:
    """Filed as everybody files; its number at the source is kept in the same transaction."""
    filed = file_case(SYSTEM, filing=live.filing, at=at)
    keep_origin(SYSTEM, case_id=filed.case.pk, source=source, number=live.number, digest=live.digest, at=at)
    return filed.case.pk


@transaction.atomic
def _propose(run: ImportRun, live: Live, case_id: int, *, at: datetime) -> None:
    said = asdict(live) | {"filed_at": live.filed_at.isoformat()}
    row = seal(json.dumps(said, default=str).encode(), f"exchange.proposal:{run.pk}:{live.number}")
    Proposal.objects.create(run=run, number=live.number, digest=live.digest, row=row, case_id=case_id, at=at)


@transaction.atomic
def judge_proposal(actor: Actor, *, proposal_id: int, same: bool, reason: str, at: datetime) -> Proposal:
    """A person says whether it is the same matter: then both numbers lead to one case; else it becomes its own."""
    rules.enter(actor, to="import")
    row = Proposal.objects.select_for_update().select_related("run__source").filter(pk=proposal_id).first()
    if row is None or row.decided_at is not None:
        raise NotFound(proposal=proposal_id)
    source = row.run.source.code
    if known_origins(source, [row.number]):
        pass  # it came again meanwhile, e.g. as one that is over: there is nothing left to write
    elif same:
        keep_origin(SYSTEM, case_id=row.case_id, source=source, number=row.number, digest=row.digest, at=at)
    else:
        _filed(_live_again(row), source, at=at)
    row.decided_at, row.same, row.row = at, same, b""
    row.save(update_fields=["decided_at", "same", "row"])
    announce(ProposalDecided(proposal_id=row.pk, same=same, case_id=row.case_id), by=actor, at=at, reason=reason)
    return row


def _live_again(row: Proposal) -> Live:
    said = json.loads(unseal(bytes(row.row), f"exchange.proposal:{row.run_id}:{row.number}"))
    filing = said["filing"]
    point = Point(**filing["point"]) if filing["point"] else None
    filing = Filing(**{**filing, "point": point, "handles": tuple(filing["handles"])})
    return Live(said["number"], said["digest"], filing, datetime.fromisoformat(said["filed_at"]))
