"""JSON for administrators; other systems use Open311."""

from typing import Any

from ninja import Router, Status

from huying.exchange import actions, queries, schemas
from huying.exchange.files.mapping import Mapping
from huying.exchange.queries import attributes
from huying.exchange.rules import rules
from huying.kernel.edge import AskedRequest
from huying.kernel.schemas import PositiveId

router = Router()


@router.get("/attributes", response=list[schemas.AttributeOut], summary="各类事项的附加问题")
def list_attributes(request: AskedRequest) -> Any:
    rules.enter(request.actor, to="keep_questions")
    return attributes()


@router.post("/attributes", response={201: schemas.AttributeOut}, summary="设置附加问题")
def set_attribute(request: AskedRequest, body: schemas.AttributeIn) -> Any:
    given = body.dict(exclude={"reason"})
    new = actions.NewAttribute(**{**given, "choices": tuple(map(tuple, given["choices"]))})
    return Status(201, actions.set_attribute(request.actor, attribute=new, reason=body.reason, at=request.at))


@router.post("/attributes/{attribute_id}/end", response=schemas.AttributeOut, summary="停用附加问题")
def end_attribute(request: AskedRequest, attribute_id: PositiveId, body: schemas.ExchangeReasonIn) -> Any:
    return actions.end_attribute(request.actor, attribute_id=attribute_id, reason=body.reason, at=request.at)


@router.put("/sources", response=schemas.SourceOut, summary="保存来源和列的对照")
def keep_source(request: AskedRequest, body: schemas.SourceIn) -> Any:
    given = body.dict(exclude={"code", "name", "reason"})
    mapping = Mapping.read(given)
    return actions.keep_source(
        request.actor, code=body.code, name=body.name, mapping=mapping, reason=body.reason, at=request.at
    )


@router.get("/sources/{code}/categories", response=list[schemas.CategoryWordOut], summary="来源的类别对照")
def list_categories(request: AskedRequest, code: str) -> Any:
    return queries.source_for(request.actor, code).category_words.order_by("code", "word")[:1000]


@router.put("/sources/{code}/categories", response=list[schemas.CategoryWordOut], summary="保存来源的类别对照")
def map_categories(request: AskedRequest, code: str, body: schemas.CategoryWordsIn) -> Any:
    source = queries.source_for(request.actor, code)
    actions.map_categories(
        request.actor, source_id=source.pk, words=body.words, outward=body.outward, reason=body.reason, at=request.at
    )
    return source.category_words.order_by("code", "word")[:1000]


@router.post("/proposals/{proposal_id}/decide", response={204: None}, summary="判断是不是同一件")
def judge_proposal(request: AskedRequest, proposal_id: PositiveId, body: schemas.SamenessIn) -> Any:
    actions.judge_proposal(request.actor, proposal_id=proposal_id, same=body.same, reason=body.reason, at=request.at)
    return Status(204, None)


@router.post("/webhooks", response={201: schemas.WebhookSecretOut}, summary="新的事件推送")
def make_webhook(request: AskedRequest, body: schemas.WebhookIn) -> Any:
    new = actions.NewWebhook(body.name, body.address, tuple(body.codes), body.area_id, body.language)
    hook, secret = actions.make_webhook(request.actor, new=new, reason=body.reason, at=request.at)
    return Status(201, {"id": hook.pk, "secret": secret})


@router.post("/webhooks/{hook_id}/secret", response=schemas.WebhookSecretOut, summary="换推送密钥")
def change_secret(request: AskedRequest, hook_id: PositiveId, body: schemas.ExchangeReasonIn) -> Any:
    hook, secret = actions.change_secret(request.actor, hook_id=hook_id, reason=body.reason, at=request.at)
    return {"id": hook.pk, "secret": secret}


@router.post("/webhooks/{hook_id}/replay", response=int, summary="再发一遍卡住的")
def replay(request: AskedRequest, hook_id: PositiveId, body: schemas.ReplayIn) -> Any:
    return actions.replay(request.actor, hook_id=hook_id, sending_id=body.sending_id, reason=body.reason, at=request.at)


@router.post("/webhooks/{hook_id}/end", response={204: None}, summary="停止推送")
def end_webhook(request: AskedRequest, hook_id: PositiveId, body: schemas.ExchangeReasonIn) -> Any:
    actions.end_webhook(request.actor, hook_id=hook_id, reason=body.reason, at=request.at)
    return Status(204, None)
