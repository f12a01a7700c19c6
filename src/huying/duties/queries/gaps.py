"""What the lists do not cover, what they say twice, and which items no longer work."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date

from huying.duties.answers import Answer
from huying.duties.models import ListItem
from huying.duties.queries.answers import Question, answer_from
from huying.duties.queries.board import Board, items_in_force, whole_board
from huying.duties.queries.categories import CategoryBrief, category_tree
from huying.organisations.public import BodyBrief, bodies_doing, function_list
from huying.territory.public import AreaBrief, areas_within


@dataclass(frozen=True, slots=True)
class Uncovered:
    """A category without an answer at these places."""

    category: CategoryBrief
    places: tuple[AreaBrief, ...]
    everywhere: bool
    reason: str


@dataclass(frozen=True, slots=True)
class Overlap:
    """A category for which several bodies match, so that the dispatcher is asked each time."""

    category: CategoryBrief
    places: tuple[AreaBrief, ...]
    bodies: tuple[BodyBrief, ...]


@dataclass(frozen=True, slots=True)
class Alarm:
    """An item in force that no longer works; `code` says why."""

    item: ListItem
    code: str
    function: str


@dataclass(frozen=True, slots=True)
class Coverage:
    gaps: tuple[Uncovered, ...]
    overlaps: tuple[Overlap, ...]
    categories: int
    places: int


def coverage(*, area_path: str, on: date, level: str = "street") -> Coverage:
    """Every level-2 category asked at every place of this level; a handful of queries in all."""
    board = whole_board(on=on)
    places = list(areas_within(area_path, level=level))
    entries = [entry for entry in category_tree(on=on) if entry.level == 2]
    gaps, overlaps = [], []
    for entry in entries:
        answers = [(place, _ask(board, entry, place)) for place in places]
        if missing := [(place, answer) for place, answer in answers if answer.is_gap]:
            here = tuple(place for place, _answer in missing)
            gaps.append(Uncovered(entry, here, len(missing) == len(places), missing[0][1].reason))
        if several := [(place, answer) for place, answer in answers if answer.choices]:
            bodies = {body.id: body for _place, answer in several for body in answer.choices}
            overlaps.append(Overlap(entry, tuple(place for place, _answer in several), tuple(bodies.values())))
    return Coverage(tuple(gaps), tuple(overlaps), len(entries), len(places))


def alarms(*, on: date) -> list[Alarm]:
    """Items in force whose function or category has vanished, or whose function nobody has any more."""
    functions = {function.code: function for function in function_list()}
    living = {entry.code for entry in category_tree(on=on)}
    items = [item for item in items_in_force(on) if item.lead_function or item.category_id]
    at_work = {code for body in bodies_doing({i.lead_function for i in items} - {""}, on=on) for code in body.functions}
    found = []
    for item in items:
        if code := _fault(item, functions.keys(), at_work, living):
            name = functions[item.lead_function].label if item.lead_function in functions else item.lead_function
            found.append(Alarm(item, code, name))
    return found


def _fault(item: ListItem, functions: Collection[str], at_work: set[str], living: set[str]) -> str:
    if item.category_code and item.category_code not in living:
        return "category_vanished"
    if item.lead_function and item.lead_function not in functions:
        return "function_vanished"
    if item.lead_function and item.lead_function not in at_work:
        return "nobody_at_work"
    return ""


def _ask(board: Board, entry: CategoryBrief, place: AreaBrief) -> Answer:
    return answer_from(board, Question(entry.code, place.path, entry.klass))
