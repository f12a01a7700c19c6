"""Who answers: category × place × class → lead, helpers, limit, ground, with the reason and why others did not match.

Order of preference: the more specific category; then items of the class asked; then departments before the street; then
the list of the nearest area; then the responsibility list (L1) before L2. The nearest body at the level named answers.
"""

from collections.abc import Iterable
from dataclasses import dataclass, field, replace
from datetime import date
from typing import cast

from huying.calendars.public import Limit, Unit
from huying.duties.answers import Answer, Helper, NotMatched, Why
from huying.duties.models import ListItem
from huying.duties.queries.board import Board, board_for, path_of
from huying.duties.states import ASSIST, L1, LAWFUL
from huying.organisations.public import BodyBrief, nearest_first

DEEPEST_FIRST = ("building", "estate", "grid", "community", "street", "county", "city", "province")


@dataclass(frozen=True, slots=True)
class Question:
    category_code: str
    path: str
    klass: str
    targets: frozenset[int | None] = frozenset()


@dataclass(slots=True)
class Candidate:
    """One item with the bodies that could answer by it."""

    item: ListItem
    bodies: list[BodyBrief]
    notes: list[Why] = field(default_factory=list)

    @property
    def by_department(self) -> bool:
        return self.bodies[0].department

    def rank(self, question: Question) -> tuple[int, int, bool, int, bool]:
        return (
            -len(self.item.category_code),
            _class_rank(self.item, question.klass),
            not self.by_department,
            -self.item.doc_path.count("/"),
            self.item.kind != L1,
        )


def who_answers(
    *, category_code: str, area_id: int, klass: str, on: date, target_body_ids: tuple[int, ...] = ()
) -> Answer:
    """The reported bodies, and those below them in the line, never answer."""
    path = path_of(area_id)
    board = board_for(category_code=category_code, area_id=area_id, path=path, on=on)
    return answer_from(board, Question(category_code, path, klass, frozenset(target_body_ids)))


def answer_from(board: Board, question: Question) -> Answer:
    """The same answer from a board already in memory."""
    others: list[NotMatched] = []
    candidates = [c for item in board.items_for(question.category_code, question.path)
                  if (c := _candidate(board, item, question, others))]  # fmt: skip
    if not candidates:
        return Answer(
            reasons=(Why("no_item"),) if not others else tuple(o.reason for o in others), others=tuple(others)
        )
    candidates.sort(key=lambda c: (c.rank(question), c.item.code))
    best = [c for c in candidates if c.rank(question) == candidates[0].rank(question)]
    others += [NotMatched(c.item.title, _beaten(c, best[0], question)) for c in candidates[len(best) :]]
    return _answer(board, best, question, tuple(others))


def _candidate(board: Board, item: ListItem, question: Question, others: list[NotMatched]) -> Candidate | None:
    """The item with its nearest bodies, or a note why it does not match."""
    bodies = nearest_first((b for b in board.bodies if item.lead_function in b.functions), question.path)
    free = [body for body in bodies if not recused(body, question.targets)]
    if not free:
        body = bodies[0].short_name if bodies else ""
        why = (
            Why("recused", {"body": body}) if bodies else Why("no_body", {"function": board.named(item.lead_function)})
        )
        others.append(NotMatched(item.title, why))
        return None
    notes = [Why("recused", {"body": body.short_name}) for body in bodies if body not in free]
    chosen = _at_level(free, item.lead_level)
    if item.lead_level and chosen[0].level != item.lead_level:
        notes.append(Why("level_missing", {"level": item.lead_level, "body": chosen[0].short_name}))
    if chosen[0].community and not _lawful_here(board, question):
        others.append(NotMatched(item.title, Why("not_on_community_list")))
        return None
    nearest = [body for body in chosen if _distance(body, question.path) == _distance(chosen[0], question.path)]
    others += [NotMatched(body.short_name, Why("farther")) for body in chosen if body not in nearest]
    return Candidate(item, nearest, notes)


def _at_level(bodies: list[BodyBrief], level: str) -> list[BodyBrief]:
    """Bodies at the level named; when none serves the place, those of the next wider level that has one."""
    if not level:
        return bodies
    wider = DEEPEST_FIRST[DEEPEST_FIRST.index(level) :]
    for step in wider:
        if found := [body for body in bodies if body.level == step]:
            return found
    return bodies


def _distance(body: BodyBrief, path: str) -> tuple[int, bool]:
    return body.nearness(path), body.department


def _answer(board: Board, best: list[Candidate], question: Question, others: tuple[NotMatched, ...]) -> Answer:
    choices = {body.id: body for candidate in best for body in candidate.bodies}
    first = best[0]
    item = first.item
    known = Answer(
        helpers=_helpers(board, item, question),
        limit=_limit(item, question.klass),
        basis=item.basis,
        doc_no=item.doc.no,
        item_code=item.code,
        item_id=item.pk,
        site_check=item.site_check,
        closing_standard=item.closing_standard,
        others=others,
    )
    if len(choices) > 1:
        reasons = (Why("several", {"count": len(choices)}), *first.notes)
        return replace(known, choices=tuple(choices.values()), reasons=reasons)
    lead = first.bodies[0]
    facts = {"body": lead.short_name, "list": item.doc.no, "item": item.code, "title": item.title}
    notes = [*first.notes] if known.limit else [*first.notes, Why("limit_by_class")]
    return replace(known, lead=lead, reasons=(Why("matched", facts), *notes))


def _helpers(board: Board, item: ListItem, question: Question) -> tuple[Helper, ...]:
    """Bodies named to help; a community only by an item of kind 协助 or 依法履职."""
    found = []
    for helper in item.helpers:
        bodies = nearest_first((b for b in board.bodies if helper["function"] in b.functions), question.path)
        free = [b for b in bodies if not recused(b, question.targets) and _may_help(board, b, question)]
        found.append(Helper(board.named(helper["function"]), helper.get("part", ""), free[0] if free else None))
    return tuple(found)


def community_work(board: Board, category_code: str, path: str) -> frozenset[str]:
    """Kinds of work (L3) that the most specific entries of the community list name for this matter at this place."""
    items = board.community_items_for(category_code, path)
    depth = max((len(item.category_code) for item in items), default=0)
    return frozenset(item.work_kind for item in items if len(item.category_code) == depth)


def _may_help(board: Board, body: BodyBrief, question: Question) -> bool:
    kinds = community_work(board, question.category_code, question.path)
    return not body.community or bool(kinds & {ASSIST, LAWFUL})


def _lawful_here(board: Board, question: Question) -> bool:
    return LAWFUL in community_work(board, question.category_code, question.path)


def recused(body: BodyBrief, targets: Iterable[int | None]) -> bool:
    """The reported bodies and everyone below them in the line step back."""
    return any(f"/{target}/" in body.line_path for target in targets)


def _limit(item: ListItem, klass: str) -> Limit | None:
    if item.limit_amount is None or (item.klass and klass and item.klass != klass):
        return None
    return Limit(item.limit_amount, cast(Unit, item.limit_unit))


def _class_rank(item: ListItem, klass: str) -> int:
    if not klass or item.klass == klass:
        return 0
    return 1 if not item.klass else 2


def _beaten(loser: Candidate, winner: Candidate, question: Question) -> Why:
    """The first point of the order of preference in which the other item is better."""
    differs = [a != b for a, b in zip(loser.rank(question), winner.rank(question), strict=True)].index(True)
    if differs == 1:
        return Why("other_class", {"class": loser.item.klass})
    return Why(("less_specific", "", "department_leads", "wider_list", "responsibility_list")[differs])
