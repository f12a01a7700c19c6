"""JSON: take in, look, mask, remove, and what may be uploaded."""

from typing import Any

from ninja import File, Form, Router, Status
from ninja.files import UploadedFile

from huying.documents import actions, limits, queries, rules, schemas, showing
from huying.documents.pictures import Box
from huying.kernel.edge import AskedRequest

router = Router()


@router.get("/limits", response=list[schemas.UploadLimitOut], summary="上传限制")
def upload_limits(request: AskedRequest) -> Any:
    return limits.limits()


@router.put("/limits/{purpose}", response=list[schemas.UploadLimitOut], summary="修改上传限制")
def change_limit(request: AskedRequest, purpose: str, body: schemas.UploadLimitIn) -> Any:
    actions.set_limit(request.actor, purpose=purpose, at=request.at, **body.dict())
    return limits.limits()


@router.post("/take-back", auth=None, response=schemas.TakenBackOut, summary="收回还没交的上传")
def take_back(request: AskedRequest, body: schemas.TakeBackIn) -> Any:
    """By whoever holds the handles, before they are attached to anything."""
    return {"removed": actions.take_back(request.actor, handles=body.handles, at=request.at)}


@router.post("/", response={201: schemas.TakenOut}, summary="上传")
def take_in(
    request: AskedRequest,
    file: File[UploadedFile],
    purpose: str = Form(..., max_length=40),
    claim: str = Form("", max_length=120),
) -> Any:
    name = file.name or ""
    document = actions.take_in(request.actor, file=file, name=name, purpose=purpose, claim=claim, at=request.at)
    return Status(201, queries.as_taken(document, at=request.at))


@router.get("/{document_id}", response=schemas.DocumentOut, summary="查看")
def document(request: AskedRequest, document_id: int) -> Any:
    found = rules.document_for(request.actor, document_id, to="see", at=request.at)
    return queries.brief(found, at=request.at, unmasked=True)


@router.post("/{document_id}/mask", response=schemas.DocumentOut, summary="遮挡")
def mask(request: AskedRequest, document_id: int, body: schemas.MaskIn) -> Any:
    boxes = [Box(**box.dict()) for box in body.boxes]
    found = actions.mask(request.actor, document_id=document_id, boxes=boxes, at=request.at)
    return queries.brief(found, at=request.at, unmasked=True)


@router.put("/{document_id}/everybody", response=schemas.ShownOut, summary="公开或收回遮挡后的照片")
def everybody(request: AskedRequest, document_id: int, body: schemas.ShownIn) -> Any:
    which: dict[str, Any] = {"document_id": document_id, "at": request.at}
    if body.shown:
        found = showing.show_everybody(request.actor, looked=body.looked, **which)
    else:
        found = showing.hide_again(request.actor, **which)
    return {"id": found.pk, "href": queries.shown_address(found.public_key) if found.public_key else ""}


@router.delete("/{document_id}", response={204: None}, summary="删除")
def remove(request: AskedRequest, document_id: int) -> Any:
    actions.remove(request.actor, document_id=document_id, reason="taken_back", at=request.at)
    return Status(204, None)
