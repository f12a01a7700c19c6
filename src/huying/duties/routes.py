"""JSON: categories, lists in force and drafts, who answers, and knowledge."""

from datetime import date
from typing import Any

from ninja import File, Form, Query, Router, Status
from ninja.files import UploadedFile

from huying.duties import schemas
from huying.duties.actions.categories import CategoryFace, save_category
from huying.duties.actions.imports import import_items
from huying.duties.actions.knowledge import NewKnowledge, save_knowledge
from huying.duties.actions.lists import Approval, draft_list, put_in_force, remove_item, repeal_list, save_item
from huying.duties.actions.proposals import decide_proposal
from huying.duties.items import HelperPart, NewItem
from huying.duties.queries.answers import who_answers
from huying.duties.queries.categories import category, category_tree
from huying.duties.queries.knowledge import knowledge_seen
from huying.duties.queries.lists import item_page, list_for, lists_seen, open_proposals
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
    return Status(201, save_item(request.actor, doc_id=doc_id, item=_typed(body), reason=body.reason, at=request.at))


@router.put("/lists/{doc_id}/items/{item_id}", response=schemas.ItemOut, summary="修改事项")
def change_item(request: AskedRequest, doc_id: int, item_id: int, body: schemas.ItemIn) -> Any:
    item = _typed(body)
    return save_item(request.actor, doc_id=doc_id, item_id=item_id, item=item, reason=body.reason, at=request.at)


@router.delete("/lists/{doc_id}/items/{item_id}", response={204: None}, summary="删去事项")
def drop_item(request: AskedRequest, doc_id: int, item_id: int, reason: Query[schemas.Reason]) -> Any:
    remove_item(request.actor, doc_id=doc_id, item_id=item_id, reason=reason, at=request.at)
    return Status(204, None)


@router.post("/lists/{doc_id}/put-in-force", response=schemas.ListOut, summary="使其生效")
def in_force(request: AskedRequest, doc_id: int, body: schemas.ApprovalIn) -> Any:
    return put_in_force(request.actor, doc_id=doc_id, approval=Approval(**body.dict()), at=request.at)


@router.post("/lists/{doc_id}/repeal", response=schemas.ListOut, summary="废止清单")
def repeal(request: AskedRequest, doc_id: int, body: schemas.RepealIn) -> Any:
    return repeal_list(request.actor, doc_id=doc_id, at=request.at, **body.dict())


@router.post("/lists/{doc_id}/import", response=schemas.ListOut, summary="从文件填写草稿")
def fill_from_file(request: AskedRequest, doc_id: int, file: File[UploadedFile], reason: Form[schemas.Reason]) -> Any:
    """The file becomes the whole draft, or nothing changes; the refusal names every row to be mended."""
    return import_items(request.actor, doc_id=doc_id, data=file.read(), reason=reason, at=request.at)


@router.get("/proposals", response=list[schemas.ProposalOut], summary="待处理的清单修改建议")
def proposals(request: AskedRequest) -> Any:
    return list(open_proposals(request.actor)[:500])


@router.post("/proposals/{proposal_id}/decide", response=schemas.ProposalOut, summary="处理清单修改建议")
def decide(request: AskedRequest, proposal_id: int, body: schemas.ProposalDecisionIn) -> Any:
    return decide_proposal(request.actor, proposal_id=proposal_id, at=request.at, **body.dict())


@router.post("/categories", response={201: schemas.CategoryOut}, summary="新增分类")
def add_category(request: AskedRequest, body: schemas.NewCategoryIn) -> Any:
    return Status(201, _saved(request, body, body.code, new=True))


@router.put("/categories/{code}", response=schemas.CategoryOut, summary="修改分类")
def change_category(request: AskedRequest, code: str, body: schemas.CategoryIn) -> Any:
    """The code never changes; with `active_to` the entry leaves the choices."""
    return _saved(request, body, code, new=False)


@router.post("/knowledge", response={201: schemas.KnowledgeOut}, summary="新增答复")
def add_knowledge(request: AskedRequest, body: schemas.KnowledgeIn) -> Any:
    return Status(201, save_knowledge(request.actor, entry=_entry(body), reason=body.reason, at=request.at))


@router.put("/knowledge/{knowledge_id}", response=schemas.KnowledgeOut, summary="修改答复")
def change_knowledge(request: AskedRequest, knowledge_id: int, body: schemas.KnowledgeIn) -> Any:
    return save_knowledge(
        request.actor, entry=_entry(body), knowledge_id=knowledge_id, reason=body.reason, at=request.at
    )


def _typed(body: schemas.ItemIn) -> NewItem:
    typed = body.dict(exclude={"reason"})
    return NewItem(**typed | {"helpers": tuple(HelperPart(**helper) for helper in typed["helpers"])})


def _entry(body: schemas.KnowledgeIn) -> NewKnowledge:
    typed = body.dict(exclude={"reason"})
    return NewKnowledge(**typed | {"keywords": tuple(typed["keywords"])})


def _saved(request: AskedRequest, body: schemas.CategoryIn, code: str, *, new: bool) -> Any:
    typed = body.dict(exclude={"reason"}) | {"code": code}
    face = CategoryFace(**typed | {name: tuple(typed[name]) for name in ("default_leads", "keywords")})
    row = save_category(request.actor, face=face, new=new, reason=body.reason, at=request.at)
    return category(row.code)
