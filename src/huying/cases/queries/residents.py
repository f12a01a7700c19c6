"""What residents see: their own cases in plain words, by account, tracking code or rating link; and open lists."""

from dataclasses import dataclass
from datetime import date, datetime

from huying.cases.effort import LINK_CONTEXT
from huying.cases.lines import LINES
from huying.cases.models import Case, Note, OpenMatter, Question, Rating, RatingLink, Reporter, Result
from huying.cases.moving import case_for
from huying.cases.queries.answered import answer_shown
from huying.cases.queries.earlier import Earlier, earlier_of
from huying.cases.queries.open_data import PUBLIC
from huying.cases.queries.rows import Light, light_of
from huying.cases.queries.steps import next_steps
from huying.cases.rules import helped, own, rules, ways_to_see
from huying.cases.states import ENDED, STATES, S, Word
from huying.cases.telling import told
from huying.cases.words import CLOCK_KINDS, GROUNDS, OWED_BY, RESULT_KINDS
from huying.documents.public import DocumentBrief, documents_of
from huying.duties.public import CategoryBrief, categories, category, matter_of
from huying.kernel.actor import Actor
from huying.kernel.cipher import blind_indexes
from huying.kernel.journal import rows_of
from huying.kernel.paging import Page, page_by_key
from huying.kernel.prepared import Given
from huying.kernel.prepared import Question as Asked
from huying.kernel.publicnumber import code_hashes, typed_number
from huying.kernel.rulebook import NOBODY
from huying.notices.public import MessageBrief
from huying.organisations.public import BodyBrief, body_brief, body_briefs
from huying.territory.public import ancestor

AWAY = ("not_accepted", "other_body", "terminated", "withdrawn")
RESIDENT_MESSAGES = ("answer", "added", "contact", "progress", "note", "passed_on", "refused")


@dataclass(frozen=True, slots=True)
class Moment:
    """One line of the way a case went."""

    at: datetime
    what: Word
    who: str = ""
    words: str = ""


@dataclass(frozen=True, slots=True)
class Refused:
    """Why it was not accepted, and what can be done instead."""

    reason: str
    ground: Word
    route: Word


@dataclass(frozen=True, slots=True)
class ResidentCase:
    """A case as its reporter sees it. `own` is False for “me too”: then without the first reporter's words."""

    id: int
    number: str
    title: str
    own: bool
    words: str
    wish: str
    category: str
    place: str
    state: str
    state_word: Word
    next_word: Word
    tone: str
    link: int
    has_links: bool
    """The four links were gone through; not so for what was not accepted, passed on, ended or withdrawn."""
    refused: Refused | None
    until: datetime | None
    until_word: Word
    light: Light
    provisional: bool
    who: Word
    """Who owes what is due next: a desk, or the unit that answers."""
    target: str
    """The unit complained about, which sees nothing of it; told to the first reporter only."""
    unit: str
    unit_phone: str
    handler_contacts_first: bool
    question: str
    answer: str
    result_word: Word
    explained: bool
    """Not done, but explained: the one who reads may take the explanation when rating."""
    round: int
    confidentiality: str
    timeline: tuple[Moment, ...]
    steps: tuple[str, ...]
    documents: tuple[DocumentBrief, ...]
    result_documents: tuple[DocumentBrief, ...]
    messages: tuple[MessageBrief, ...]
    merged_number: str
    split_into: tuple[str, ...]
    """Numbers of what was taken out of it and is answered on its own; the same tracking code opens them."""
    earlier: Earlier | None
    """Not accepted because it is in hand already: how the earlier case stands."""
    rated: bool
    filed_at: datetime
    version: int


def resident_view(actor: Actor, *, case_id: int, at: datetime) -> ResidentCase:
    """Everything of one page for the one who reported it."""
    case = case_for(actor, case_id, to="see", at=at)
    own = rules.admits(actor, to="add_words", row=case)
    unit = body_brief(case.lead_body_id) if case.lead_body_id else None
    words, matter = STATES[S(case.state)], category(case.category_code)
    question = _OPEN_QUESTION.first(case_id=case.pk)
    waiting = case.ended_at is None and case.state != S.ANSWERED
    main = ""
    if case.merged_into_id:
        main = Case.objects.values_list("number", flat=True).get(pk=case.merged_into_id)
    return ResidentCase(
        id=case.pk, number=case.number, title=_title(case, matter, own=own), own=own,
        words=case.words if own else "", wish=case.wish if own else "",
        category=matter.label if matter else case.category_code,
        place=(case.place if own else "") or case.area.short_name or case.area.name,
        state=case.state, state_word=words.resident, next_word=words.next, tone=words.tone, link=words.link,
        has_links=case.result_kind not in AWAY, refused=_refused(case) if own else None,
        until=case.due_at if waiting else None, until_word=CLOCK_KINDS.get(case.due_kind, "") if waiting else "",
        light=light_of(case.due_at, case.warn_at, at=at) if waiting else "green", provisional=case.provisional,
        who=_who(case, unit) if waiting else "", target=_name(case.target_body_id) if own else "",
        unit=unit.short_name or unit.name if unit else "", unit_phone=unit.office_phone if unit else "",
        handler_contacts_first=case.state in (S.DISPATCHED, S.IN_HANDLING) and case.confidentiality == "P0",
        question=question.text if question else "", answer=answer_shown(case),
        result_word=RESULT_KINDS.get(case.result_kind, ""), explained=case.result_kind == "explained",
        round=case.round, confidentiality=case.confidentiality,
        timeline=tuple(_timeline(case, own=own)), steps=tuple(next_steps(actor, case)),
        documents=tuple(documents_of("case", case.pk, at=at, unmasked=own)),
        result_documents=tuple(_result_papers(case, at=at)),
        messages=tuple(told(actor, case, own=own)), merged_number=main,
        split_into=tuple(_split_off(case)) if own else (),
        earlier=earlier_of(case) if own else None,
        rated=bool(_RATED.all(case_id=case.pk, round=case.round)), filed_at=case.filed_at, version=case.version,
    )  # fmt: skip


def _split_off(case: Case) -> list[str]:
    return [number for (number,) in _SPLIT_OFF.all(case_id=case.pk, filed_at=case.filed_at)]


_OPEN_QUESTION = Asked[Question](
    lambda: Question.objects.filter(case_id=Given("case_id"), answered_at__isnull=True).order_by("pk")[:1]
)
_RATED = Asked[tuple[int]](
    lambda: Rating.objects.filter(case_id=Given("case_id"), round=Given("round")).values_list("pk")[:1]
)
_NOTES = Asked[Note](
    lambda: Note.objects.filter(case_id=Given("case_id"), audience="resident", kind__in=list(RESIDENT_MESSAGES))
)
_SPLIT_OFF = Asked[tuple[str]](
    lambda: (
        Case.objects.filter(split_from_id=Given("case_id"), filed_at=Given("filed_at"))
        .order_by("pk")
        .values_list("number")
    )
)


def _title(case: Case, matter: CategoryBrief | None, *, own: bool) -> str:
    """The reporter's own words; where they are hidden, the kind of matter in the reader's language."""
    return matter.label if matter and (not own or case.title == matter.name) else case.title if own else ""


def _refused(case: Case) -> Refused | None:
    if case.state != S.NOT_ACCEPTED:
        return None
    one = case.refusals.filter(agreed=True).order_by("-id").first()
    return Refused(one.words, GROUNDS[one.ground].word, GROUNDS[one.ground].route) if one else None


def _name(body_id: int | None) -> str:
    found = body_brief(body_id) if body_id else None
    return found.name if found else ""


def _who(case: Case, unit: BodyBrief | None) -> Word:
    return OWED_BY.get(case.due_kind, "") or (unit.short_name or unit.name if unit else "")


_APPROVED = Asked[tuple[int]](
    lambda: Result.objects.filter(case_id=Given("case_id"), approved=True).order_by("-id").values_list("pk")[:1]
)


def _result_papers(case: Case, *, at: datetime) -> list[DocumentBrief]:
    """Photos of the approved result, once faces and plates are covered; while the answer may be shown."""
    found = _APPROVED.first(case_id=case.pk) if answer_shown(case) else None
    return documents_of("case.result", found[0], at=at) if found is not None else []


def _timeline(case: Case, *, own: bool) -> list[Moment]:
    """Oldest first, in plain words: the steps a resident is told of, and what was written to or by them."""
    rows = rows_of("case", case.pk)
    units = body_briefs({row.facts["body_id"] for row in rows if row.facts.get("body_id")})
    moments = [
        Moment(row.at, line.told, units[row.facts["body_id"]].short_name if row.facts.get("body_id") in units else "")
        for row in rows
        if (line := LINES.get(row.facts.get("step", ""))) and line.told
    ]
    if own:
        notes = _NOTES.all(case_id=case.pk)
        moments += [Moment(one.at, "", words=one.text) for one in notes]
    return sorted(moments, key=lambda one: one.at)


def code_opens(number: str, code: str) -> tuple[str, int] | None:
    """Which key a number with its tracking code gives: ("case", id) for the first reporter, ("reporter", id) for a
    “me too”. None when they do not belong together. The caller limits tries and keeps the key in the session."""
    written = typed_number(number)
    hashes = code_hashes(code, "case")
    if not written or not hashes:
        return None
    rows = Reporter.objects.filter(case__number=written, tracking_index__in=hashes, left_at__isnull=True)
    reporter = rows.first()
    if reporter is None:
        return None
    return ("case", reporter.case_id) if reporter.main else ("reporter", reporter.pk)


def code_opens_any(code: str) -> tuple[str, str] | None:
    """The number of the case that a tracking code alone opens, and the key for the session. The caller limits tries."""
    hashes = code_hashes(code, "case")
    rows = Reporter.objects.filter(tracking_index__in=hashes, left_at__isnull=True).select_related("case")
    reporter = rows.first() if hashes else None
    if reporter is None:
        return None
    key = f"case:{reporter.case_id}" if reporter.main else f"reporter:{reporter.pk}"
    return reporter.case.number, key


def case_of_key(kind: str, thing_id: int) -> int | None:
    """The case that a key leads to."""
    if kind == "case":
        return thing_id
    return Reporter.objects.filter(pk=thing_id).values_list("case_id", flat=True).first()


@dataclass(frozen=True, slots=True)
class MyCase:
    """A line of “my matters”."""

    id: int
    number: str
    title: str
    state_word: Word
    tone: str
    link: int
    until: datetime | None
    asks_me: bool
    filed_at: datetime


def my_cases(actor: Actor, *, at: datetime, after: str | None = None, size: int = 20) -> Page[MyCase]:
    """What I brought, for myself or for others, or joined; newest first."""
    plain = Actor(kind=actor.kind, account_id=actor.account_id, keys=actor.keys)
    ways = ways_to_see(plain) if actor.account_id or actor.keys else (NOBODY,)
    page = page_by_key(Case.objects.all(), order=("-filed_at", "-id"), after=after, size=size, ways=ways)
    theirs = Case.objects.filter(own(actor) | helped(actor), pk__in=[case.pk for case in page.items])
    mine = set(theirs.values_list("pk", flat=True)) if page.items else set()
    matters = categories({case.category_code for case in page.items})
    rows_shown = [_mine(case, matters.get(case.category_code), own=case.pk in mine) for case in page.items]
    return Page(rows_shown, page.next_cursor)


def _mine(case: Case, matter: CategoryBrief | None, *, own: bool) -> MyCase:
    words = STATES[S(case.state)]
    return MyCase(
        id=case.pk, number=case.number, title=_title(case, matter, own=own),
        state_word=words.resident, tone=words.tone, link=words.link,
        until=case.due_at if case.state not in (*ENDED, S.ANSWERED, S.ARCHIVED) else None,
        asks_me=case.state in (S.ASKED, S.TO_BE_JUDGED, S.ANSWERED), filed_at=case.filed_at,
    )  # fmt: skip


@dataclass(frozen=True, slots=True)
class RatingPage:
    """What a link to rate shows: nothing personal."""

    number: str
    category: str
    unit: str
    answer: str
    explained: bool


def rating_page(token: str, *, at: datetime) -> RatingPage | None:
    """None when the link is used, over, or of an earlier round."""
    rows = RatingLink.objects.filter(token_index__in=blind_indexes(token, LINK_CONTEXT), used_at__isnull=True)
    link = rows.filter(expires_at__gt=at).select_related("case").first()
    if link is None or link.round != link.case.round:
        return None
    matter, unit = category(link.case.category_code), body_brief(link.case.lead_body_id or 0)
    return RatingPage(
        link.case.number,
        matter.label if matter else "",
        (unit.short_name or unit.name) if unit else "",
        answer_shown(link.case),
        link.case.result_kind == "explained",
    )


@dataclass(frozen=True, slots=True)
class PublicMatter:
    """A line of the public list of open matters: no number, no person, the community at most."""

    category: str
    community: str
    text: str
    unit: str
    listed_on: date
    review_on: date


def open_matters_for_all(*, after: str | None = None, size: int = 50) -> Page[PublicMatter]:
    """What cannot be solved now, in public, next review first. Only of matters that everybody may know of: a line that
    stands here and in no list of them would be a hidden one, with its place and kind."""
    rows = OpenMatter.objects.filter(ended_at__isnull=True, case__in=Case.objects.filter(PUBLIC)).select_related("case")
    page = page_by_key(rows, order=("review_on", "id"), after=after, size=size)
    return Page([_public(one) for one in page.items], page.next_cursor)


def _public(one: OpenMatter) -> PublicMatter:
    matter, unit = category(matter_of(one.case.category_code)), body_brief(one.body_id)
    community = ancestor(one.case.area_id, "community") or ancestor(one.case.area_id, "street")
    return PublicMatter(
        category=matter.label if matter else "",
        community=community.short_name if community else "",
        text=one.public_text,
        unit=unit.short_name if unit else "",
        listed_on=one.listed_at.date(),
        review_on=one.review_on,
    )
