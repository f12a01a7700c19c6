"""JSON: categories, lists in force and drafts, who answers, and knowledge, to read."""

from datetime import date
from typing import Any

from ninja import Query, Router

from huying.duties import schemas
from huying.duties.queries.answers import who_answers
from huying.duties.queries.categories import category, category_tree
from huying.duties.queries.knowledge import knowledge_seen
from huying.duties.queries.lists import item_page, list_for, lists_seen
from huying.kernel.edge import AskedRequest
from huying.kernel.errors import NotAllowed, NotFound
from huying.kernel.paging import page_by_key

router = Router()
CURSOR = Query("", max_length=800)
LARGEST_ID = 2**63 - 1
CODE = Query(..., pattern=r"^[0-9]{4}([0-9]{2})?$")


@router.get("/categories", response=list[schemas.CategoryOut], summary="事项分类")
def categories(request: AskedRequest, every: bool = False) -> Any:
    """Those in use today, or every entry."""
    return category_tree(on=None if every else request.at.date())


@router.get("/lists", response=list[schemas.ListOut], summary="职责清单")
def lists(
    request: AskedRequest,
    kind: str = Query("", pattern=r"^(L[1-3])?$"),
    state: str = Query("", pattern=r"^(draft|in_force|repealed)?$"),
) -> Any:
    return list(lists_seen(request.actor, kind=kind, state=state)[:500])


@router.get("/lists/{doc_id}/items", response=schemas.ItemsOut, summary="清单事项")
def items(request: AskedRequest, doc_id: int, after: str = CURSOR) -> Any:
    return item_page(list_for(request.actor, doc_id), after=after)


@router.get("/who-answers", response=schemas.AnswerOut, summary="谁来办")
def answer(
    request: AskedRequest,
    area_id: int = Query(..., ge=1, le=LARGEST_ID),
    category_code: str = CODE,
    klass: str = Query("", pattern=r"^[EUCGXL]?$"),
    on: date | None = None,
) -> Any:
    """Category × place × class → lead, helpers, limit and ground, with the reason and why others did not match."""
    if not request.actor.is_staff:
        raise NotAllowed(to="ask")
    day = on or request.at.date()
    if category(category_code) is None:
        raise NotFound(category=category_code)
    return who_answers(category_code=category_code, area_id=area_id, klass=klass, on=day)


@router.get("/knowledge", response=schemas.KnowledgePageOut, summary="知识库")
def knowledge(
    request: AskedRequest, words: str = Query("", max_length=100, pattern=r"^[^\x00]*$"), after: str = CURSOR
) -> Any:
    rows = knowledge_seen(request.actor, words=words, on=request.at.date())
    return page_by_key(rows, order=("-valid_from", "-id"), after=after)
