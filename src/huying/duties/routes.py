"""JSON: categories, lists in force and drafts, who answers, and knowledge."""

from datetime import date
from typing import Any

from ninja import Query, Router, Status

from huying.duties import schemas
from huying.duties.actions.knowledge import NewKnowledge, save_knowledge
from huying.duties.actions.lists import Approval, draft_list, put_in_force, remove_item, repeal_list, save_item
from huying.duties.items import HelperPart, NewItem
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


@router.post("/lists", response={201: schemas.ListOut}, summary="建立新版本")
def draft(request: AskedRequest, body: schemas.ListIn) -> Any:
    return Status(201, draft_list(request.actor, at=request.at, **body.dict()))


@router.post("/lists/{doc_id}/items", response={201: schemas.ItemOut}, summary="新增事项")
def add_item(request: AskedRequest, doc_id: int, body: schemas.ItemIn) -> Any:
    return Status(201, save_item(request.actor, doc_id=doc_id, item=_typed(body), at=request.at))


@router.put("/lists/{doc_id}/items/{item_id}", response=schemas.ItemOut, summary="修改事项")
def change_item(request: AskedRequest, doc_id: int, item_id: int, body: schemas.ItemIn) -> Any:
    return save_item(request.actor, doc_id=doc_id, item_id=item_id, item=_typed(body), at=request.at)


@router.delete("/lists/{doc_id}/items/{item_id}", response={204: None}, summary="删去事项")
def drop_item(request: AskedRequest, doc_id: int, item_id: int) -> Any:
    remove_item(request.actor, doc_id=doc_id, item_id=item_id, at=request.at)
    return Status(204, None)


@router.post("/lists/{doc_id}/put-in-force", response=schemas.ListOut, summary="使其生效")
def in_force(request: AskedRequest, doc_id: int, body: schemas.ApprovalIn) -> Any:
    return put_in_force(request.actor, doc_id=doc_id, approval=Approval(**body.dict()), at=request.at)


@router.post("/lists/{doc_id}/repeal", response=schemas.ListOut, summary="废止清单")
def repeal(request: AskedRequest, doc_id: int, body: schemas.RepealIn) -> Any:
    return repeal_list(request.actor, doc_id=doc_id, on=body.on, at=request.at)


@router.post("/knowledge", response={201: schemas.KnowledgeOut}, summary="新增答复")
def add_knowledge(request: AskedRequest, body: schemas.KnowledgeIn) -> Any:
    return Status(201, save_knowledge(request.actor, entry=_entry(body), at=request.at))


@router.put("/knowledge/{knowledge_id}", response=schemas.KnowledgeOut, summary="修改答复")
def change_knowledge(request: AskedRequest, knowledge_id: int, body: schemas.KnowledgeIn) -> Any:
    return save_knowledge(request.actor, entry=_entry(body), knowledge_id=knowledge_id, at=request.at)


def _typed(body: schemas.ItemIn) -> NewItem:
    typed = body.dict()
    return NewItem(**typed | {"helpers": tuple(HelperPart(**helper) for helper in typed["helpers"])})


def _entry(body: schemas.KnowledgeIn) -> NewKnowledge:
    typed = body.dict()
    return NewKnowledge(**typed | {"keywords": tuple(typed["keywords"])})
