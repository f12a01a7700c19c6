"""The guards of dispatch: a community only for what is on its list, a department before the street."""

from dataclasses import asdict, dataclass
from datetime import date

from huying.duties.answers import Answer
from huying.duties.errors import DepartmentLeads, NotOnTheList
from huying.duties.queries.answers import Question, answer_from, community_work
from huying.duties.queries.board import Board, board_for
from huying.duties.queries.categories import codes_above
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


def guard_dispatch(*, body_id: int, category_code: str, as_lead: bool, on: date, adjudicated: bool = False) -> None:
    """Raises NotOnTheList or DepartmentLeads. A ruling (`adjudicated`) binds over the second guard, never the first."""
    body = body_brief(body_id)
    if body is None:
        raise NotFound(body=body_id)
    if body.community:
        _guard_community(body, category_code, as_lead=as_lead, on=on)
    elif body.kind == STREET_KIND and as_lead and not adjudicated:
        _guard_street(body, category_code, on=on)


def _guard_community(body: BodyBrief, category_code: str, *, as_lead: bool, on: date) -> None:
    board = board_for(category_code=category_code, area_id=body.area_id, path=body.area_path, on=on)
    allowed = {LAWFUL} if as_lead else {LAWFUL, ASSIST}
    if not community_work(board, category_code, body.area_path) & allowed:
        nearest = nearest_department_item(board, category_code, body.area_path)
        raise NotOnTheList(body=body.id, category=category_code, nearest=asdict(nearest) if nearest else None)


def _guard_street(body: BodyBrief, category_code: str, *, on: date) -> None:
    board = board_for(category_code=category_code, area_id=body.area_id, path=body.area_path, on=on)
    answer = answer_from(board, Question(category_code, body.area_path, ""))
    if any(leader.department for leader in _leaders(answer)):
        nearest = nearest_department_item(board, category_code, body.area_path)
        raise DepartmentLeads(body=body.id, category=category_code, nearest=asdict(nearest) if nearest else None)


def nearest_department_item(board: Board, category_code: str, path: str) -> Nearest | None:
    """The most specific item whose lead is a department at work for this place."""
    for code in codes_above(category_code):
        for item in board.items_for(category_code, path):
            bodies = nearest_first(
                (b for b in board.bodies if item.lead_function in b.functions and b.department), path
            )
            if item.category_code == code and bodies:
                lead = bodies[0]
                function = board.named(item.lead_function)
                return Nearest(item.doc.no, item.code, item.title, function, lead.id, lead.short_name)
    return None


def _leaders(answer: Answer) -> tuple[BodyBrief, ...]:
    return (answer.lead,) if answer.lead else answer.choices
