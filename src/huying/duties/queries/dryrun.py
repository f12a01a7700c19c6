"""A draft list tried on past cases: who would gain, who would lose, what would be uncovered."""

from collections import Counter
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import date

from huying.duties.models import ListDoc
from huying.duties.queries.answers import Question, answer_from
from huying.duties.queries.board import Board, whole_board
from huying.organisations.public import BodyBrief, body_briefs
from huying.territory.public import area_briefs


@dataclass(frozen=True, slots=True)
class PastCase:
    """A case as it was routed: ids and codes only."""

    category_code: str
    area_id: int
    klass: str
    lead_body_id: int | None
    target_body_id: int | None = None


PastCases = Callable[[str, date], Iterable[PastCase]]
_providers: list[PastCases] = []


def register_past_cases(provider: PastCases) -> None:
    """Called by the context of cases when it is ready: `provider(area_path, since)` gives its past cases."""
    _providers[:] = [provider]


def past_cases(area_path: str, since: date) -> list[PastCase]:
    return [case for provider in _providers for case in provider(area_path, since)]


@dataclass(frozen=True, slots=True)
class Shift:
    """One body: cases it had, cases it would have, and how many came and went."""

    body: BodyBrief
    had: int
    would_have: int
    gained: int
    lost: int


@dataclass(frozen=True, slots=True)
class DryRun:
    """`uncovered` and `undecided` count cases by category; `moved` went to another body."""

    total: int
    same: int
    moved: int
    shifts: tuple[Shift, ...]
    uncovered: tuple[tuple[str, int], ...]
    undecided: tuple[tuple[str, int], ...]

    @property
    def gaining(self) -> tuple[Shift, ...]:
        return tuple(shift for shift in self.shifts if shift.would_have > shift.had)

    @property
    def losing(self) -> tuple[Shift, ...]:
        return tuple(shift for shift in self.shifts if shift.would_have < shift.had)


def dry_run(doc: ListDoc, *, cases: Iterable[PastCase], on: date) -> DryRun:
    """Answers each past case as if the draft were in force on that day in the place of its list."""
    counted = Counter(cases)
    board = whole_board(on=on, instead=doc)
    paths = {pk: area.path for pk, area in area_briefs({case.area_id for case in counted}).items()}
    had: Counter[int] = Counter()
    would: Counter[int] = Counter()
    moves: Counter[tuple[int, int]] = Counter()
    uncovered: Counter[str] = Counter()
    undecided: Counter[str] = Counter()
    for case, count in counted.items():
        lead, open_to_choice = _lead(board, case, paths.get(case.area_id, ""))
        had[case.lead_body_id or 0] += count
        would[lead] += count
        moves[case.lead_body_id or 0, lead] += count
        if not lead:
            (undecided if open_to_choice else uncovered)[case.category_code] += count
    same = sum(count for (old, new), count in moves.items() if old == new and new)
    moved = sum(count for (old, new), count in moves.items() if old != new and new)
    return DryRun(
        total=counted.total(),
        same=same,
        moved=moved,
        shifts=_shifts(had, would, moves),
        uncovered=tuple(uncovered.most_common()),
        undecided=tuple(undecided.most_common()),
    )


def _lead(board: Board, case: PastCase, path: str) -> tuple[int, bool]:
    """The body that would lead, or 0 and whether several would match. A body that had it and matches keeps it."""
    targets = frozenset({case.target_body_id} - {None})
    answer = answer_from(board, Question(case.category_code, path, case.klass, targets))
    if answer.lead is not None:
        return answer.lead.id, False
    if case.lead_body_id in {body.id for body in answer.choices}:
        return case.lead_body_id or 0, False
    return 0, bool(answer.choices)


def _shifts(had: Counter[int], would: Counter[int], moves: Counter[tuple[int, int]]) -> tuple[Shift, ...]:
    bodies = body_briefs({pk for pk in (*had, *would) if pk})
    shifts = [
        Shift(
            body=body,
            had=had[pk],
            would_have=would[pk],
            gained=sum(count for (old, new), count in moves.items() if new == pk != old),
            lost=sum(count for (old, new), count in moves.items() if old == pk != new),
        )
        for pk, body in bodies.items()
    ]
    return tuple(sorted(shifts, key=lambda shift: (shift.had - shift.would_have, shift.body.name)))
