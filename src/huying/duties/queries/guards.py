"""The guards of dispatch: a community only for what is on its list, a department before the street."""

from dataclasses import asdict, dataclass
from datetime import date

from huying.duties.answers import Answer
from huying.duties.errors import DepartmentLeads, NotOnTheList
from huying.duties.queries.answers import Question, answer_from, community_work, recused
from huying.duties.queries.board import Board, board_for
from huying.duties.states import ASSIST, LAWFUL
from huying.kernel.errors import NotFound
from huying.organisations.public import BodyBrief, body_brief, nearest_first

STREET_KIND = "G20"


@dataclass(frozen=True, slots=True)
class Nearest:
    """The nearest item of a department: what the dispatcher may do instead."""

    doc_no: str
    item_code: str
    title: str
    function: str
    body_id: int | None
    body_name: str


def guard_dispatch(
    *,
    body_id: int,
    category_code: str,
    as_lead: bool,
    on: date,
    adjudicated: bool = False,
    target_body_ids: tuple[int, ...] = (),
) -> None:
    """Raises NotOnTheList or DepartmentLeads. A ruling (`adjudicated`) binds over the second guard, never the first.

    A reported body does not count: it neither leads before a street nor is it shown as the nearest.
    """
    body = body_brief(body_id)
    if body is None:
        raise NotFound(body=body_id)
    if not body.community and not (body.kind == STREET_KIND and as_lead and not adjudicated):
        return
    matter = Question(category_code, body.area_path, "", frozenset(target_body_ids))
    board = board_for(category_code=category_code, area_id=body.area_id, path=body.area_path, on=on)
    if refusal := _refusal(board, matter, body, as_lead=as_lead):
        nearest = nearest_department_item(board, matter)
        raise refusal(body=body.id, category=category_code, nearest=asdict(nearest) if nearest else None)


def _refusal(board: Board, matter: Question, body: BodyBrief, *, as_lead: bool) -> type[NotOnTheList] | None:
    if body.community:
        allowed = {LAWFUL} if as_lead else {LAWFUL, ASSIST}
        return None if community_work(board, matter.category_code, matter.path) & allowed else NotOnTheList
    answer = answer_from(board, matter)
    return DepartmentLeads if any(leader.department for leader in _leaders(answer)) else None


def nearest_department_item(board: Board, matter: Question) -> Nearest | None:
    """The most specific item whose lead is a department at work for this place and not the one complained about."""
    items = board.items_for(matter.category_code, matter.path)
    for item in sorted(items, key=lambda item: -len(item.category_code)):
        doing = (b for b in board.bodies if item.lead_function in b.functions and b.department)
        if free := [b for b in nearest_first(doing, matter.path) if not recused(b, matter.targets)]:
            function = board.named(item.lead_function)
            return Nearest(item.doc.no, item.code, item.title, function, free[0].id, free[0].short_name)
    return None


def _leaders(answer: Answer) -> tuple[BodyBrief, ...]:
    return (answer.lead,) if answer.lead else answer.choices
