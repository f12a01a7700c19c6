"""Every read of exchange."""

import json
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from django.db.models import Count, Q, QuerySet
from django.utils.translation import gettext as _

from huying.cases.public import RESULT_KINDS, SATISFIED, SOLVED, kind_words
from huying.duties.public import category, matter_of
from huying.exchange.files.mapping import FIELDS
from huying.exchange.models import (
    CategoryWord,
    ImportRun,
    Posting,
    Proposal,
    RowChange,
    ServiceAttribute,
    Source,
    Webhook,
    WebhookSending,
)
from huying.exchange.rules import rules
from huying.exchange.words import COUNTS, ERRORS, WHY_NOT
from huying.kernel.actor import Actor
from huying.kernel.cipher import unseal
from huying.kernel.clock import local
from huying.kernel.errors import NotFound
from huying.kernel.journal import events
from huying.kernel.paging import Page, page_by_key
from huying.organisations.public import body_briefs
from huying.territory.public import area_briefs


@dataclass(frozen=True, slots=True)
class Question:
    """One attribute of a service as it is asked."""

    code: str
    datatype: str
    required: bool
    variable: bool
    description: str
    hint: str
    choices: tuple[tuple[str, str], ...]


def questions(category_code: str) -> list[Question]:
    """Ours first: what kind of call it is and what is wished for; then those of the kind and of the one above it."""
    kinds = tuple((code, str(word)) for code, word in kind_words())
    ours = [
        Question("kind", "singlevaluelist", False, True, _("是咨询、求助、投诉、举报、建议还是表扬"), "", kinds),
        Question("wish", "text", False, True, _("希望怎样解决"), "", ()),
    ]
    rows = ServiceAttribute.objects.filter(category_code__in={category_code, matter_of(category_code)}, until=None)
    return [*ours, *(_question(row) for row in rows.order_by("category_code", "id"))]


def _question(row: ServiceAttribute) -> Question:
    choices = tuple((key, name) for key, name in row.choices)
    return Question(row.code, row.datatype, row.required, row.variable, row.description, row.hint, choices)


def attributes() -> QuerySet[ServiceAttribute]:
    return ServiceAttribute.objects.filter(until=None).order_by("category_code", "id")


def number_of_token(text: str, *, at: datetime) -> str | None:
    """The number under a token; None as long as the intake desk has not taken it. NotFound for no token of ours."""
    try:
        row = Posting.objects.select_related("case").filter(token=UUID(text)).first()
    except ValueError:
        row = None
    if row is None or row.case is None:
        raise NotFound(token=text[:64])
    return None if row.batch and row.case.accepted_at is None and row.case.ended_at is None else row.case.number


def sources(actor: Actor) -> list[Source]:
    rules.enter(actor, to="import")
    return list(Source.objects.order_by("name", "id")[:200])


def source_for(actor: Actor, code: str) -> Source:
    rules.enter(actor, to="import")
    row = Source.objects.filter(code=code).first()
    if row is None:
        raise NotFound(source=code)
    return row


def categories_of(source: Source) -> dict[str, str]:
    """Their word → our code."""
    return dict(source.category_words.exclude(code="").values_list("word", "code"))


def words_inward(source_code: str) -> dict[str, str]:
    """Their word → our code, by the code of the source."""
    rows = CategoryWord.objects.filter(source__code=source_code).exclude(code="")
    return dict(rows.values_list("word", "code"))


def words_outward(source_code: str) -> dict[str, str]:
    """Our code → the word that stands for it when something leaves for this system."""
    rows = CategoryWord.objects.filter(source__code=source_code, outward=True)
    return dict(rows.values_list("code", "word"))


def category_words(actor: Actor, source: Source, *, after: str | None) -> Page[CategoryWord]:
    """What nobody has chosen for yet comes first."""
    rules.enter(actor, to="import")
    return page_by_key(source.category_words.all(), order=("code", "word"), after=after, size=30)


def words_not_chosen(source: Source) -> int:
    return source.category_words.filter(code="").count()


def sources_with_categories() -> list[tuple[str, str]]:
    """Code and name of the systems into whose words categories can be put."""
    rows = Source.objects.filter(category_words__outward=True).distinct().order_by("name", "id")
    return list(rows.values_list("code", "name")[:200])


def runs_of(source: Source, *, after: str | None) -> Page[ImportRun]:
    return page_by_key(source.runs.defer("content", "mapping"), order=("-id",), after=after, size=20)


def run_for(actor: Actor, run_id: int) -> ImportRun:
    rules.enter(actor, to="import")
    row = ImportRun.objects.defer("content").select_related("source").filter(pk=run_id).first()
    if row is None:
        raise NotFound(run=run_id)
    return row


def counts_of(run: ImportRun) -> list[tuple[Any, int]]:
    return [(word, run.counts[code]) for code, word in COUNTS.items() if run.counts.get(code)]


def wrong_of(run: ImportRun) -> list[dict[str, Any]]:
    """Each kind of fault with how many rows have it, the most first."""
    rows = run.row_errors.values("column", "code").annotate(rows=Count("id")).order_by("-rows", "column")
    return [
        {
            "column": FIELDS.get(row["column"], row["column"]),
            "word": ERRORS.get(row["code"], row["code"]),
            "rows": row["rows"],
        }
        for row in rows
    ]


@dataclass(frozen=True, slots=True)
class ChangeLine:
    """One changed row: what stood here and what came, in words, and what became of it."""

    row: int
    number: str
    ours: str
    changes: tuple[tuple[Any, str, str], ...]
    followed: bool
    why: Any


def changes_of(run: ImportRun, *, after: str | None) -> Page[ChangeLine]:
    rows = run.row_changes.select_related("case")
    page = page_by_key(rows, order=("row", "id"), after=after, size=30)
    return Page([_change(one, dry=run.dry) for one in page.items], page.next_cursor)


def _change(one: RowChange, *, dry: bool) -> ChangeLine:
    rating = _("评价（解决 · 满意）")
    told = tuple(
        (FIELDS.get(name, rating), said(name, before), said(name, after)) for name, before, after in one.differences
    )
    why = WHY_NOT.get(one.why, one.why) if one.why else _("写入时会跟着改") if dry else _("已跟着改")
    return ChangeLine(one.row, one.number, one.case.number if one.case else "", told, one.followed, why)


def said(name: str, value: str) -> str:
    """A code or a moment in the reader's words."""
    if not value:
        return "—"
    if name.endswith("_at"):
        return local(datetime.fromisoformat(value)).strftime("%Y-%m-%d %H:%M")
    if name == "rating":
        solved, _dot, satisfied = value.partition(".")
        return f"{SOLVED.get(solved, solved)} · {SATISFIED.get(satisfied, satisfied)}"
    if name == "outcome":
        return str(RESULT_KINDS.get(value, value))
    if name == "category":
        found = category(value)
        return found.label if found else value
    briefs: dict[int, Any] = area_briefs([int(value)]) if name == "area" else body_briefs([int(value)])
    return str(briefs[int(value)].name) if int(value) in briefs else value


def open_proposals() -> int:
    return Proposal.objects.filter(decided_at=None).count()


def proposals_waiting(actor: Actor, *, after: str | None) -> Page[Proposal]:
    rules.enter(actor, to="import")
    rows = Proposal.objects.filter(decided_at=None).select_related("run__source", "case").defer("row")
    return page_by_key(rows, order=("id",), after=after, size=30)


def proposal_for(actor: Actor, proposal_id: int) -> tuple[Proposal, dict[str, Any]]:
    """With what came, but for who it was."""
    rules.enter(actor, to="import")
    row = Proposal.objects.filter(pk=proposal_id, decided_at=None).select_related("run__source", "case").first()
    if row is None:
        raise NotFound(proposal=proposal_id)
    said = json.loads(unseal(bytes(row.row), f"exchange.proposal:{row.run_id}:{row.number}"))
    return row, {"words": said["filing"]["words"], "place": said["filing"]["place"]}


TOLD = ("cases.", "duties.", "territory.", "calendars.")
"""Contexts whose facts other systems may hear: about matters, lists, areas and days, never about accounts."""


def hook_codes() -> list[str]:
    return sorted(code for code in events() if code.startswith(TOLD))


def hooks(actor: Actor) -> list[Webhook]:
    rules.enter(actor, to="keep_webhooks")
    rows = Webhook.objects.filter(ended_at=None).annotate(
        stuck=Count("sendings", filter=Q(sendings__stuck=True)), waiting=Count("sendings", filter=WAITING)
    )
    return list(rows.order_by("name", "id")[:200])


WAITING = Q(sendings__done_at=None, sendings__stuck=False, sendings__id__isnull=False)


def hook_for(actor: Actor, hook_id: int) -> Webhook:
    rules.enter(actor, to="keep_webhooks")
    row = Webhook.objects.filter(pk=hook_id, ended_at=None).first()
    if row is None:
        raise NotFound(hook=hook_id)
    return row


def sendings_of(hook: Webhook, *, stuck: bool, after: str | None) -> Page[WebhookSending]:
    rows = hook.sendings.filter(stuck=True) if stuck else hook.sendings.all()
    return page_by_key(rows.defer("body"), order=("-id",), after=after, size=30)
