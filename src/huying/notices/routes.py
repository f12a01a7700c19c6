"""JSON: one's inbox, wordings, and messages that are stuck."""

from typing import Any

from ninja import Query, Router, Status

from huying.kernel.edge import AskedRequest
from huying.kernel.errors import NotFound
from huying.notices import actions, queries, schemas
from huying.notices.moments import Words, moments
from huying.notices.rules import reader, rules
from huying.organisations.public import body_brief

router = Router()


@router.get("/inbox", response=schemas.InboxOut, summary="消息")
def inbox(request: AskedRequest, after: str = Query("", max_length=400), size: int = Query(30, ge=1, le=100)) -> Any:
    reader(request.actor)
    page = queries.inbox(request.actor, after=after, size=size)
    return {"items": page.items, "next_cursor": page.next_cursor, "unread": queries.unread(request.actor)}


@router.post("/inbox/{message_id}/read", response=schemas.MessageOut, summary="标为已读")
def read(request: AskedRequest, message_id: int) -> Any:
    queries.message_for(request.actor, message_id)
    actions.mark_read(request.actor, message_ids=[message_id], at=request.at)
    return queries.message_for(request.actor, message_id)


@router.get("/preference", response=schemas.PreferenceOut, summary="怎样通知我")
def preference(request: AskedRequest) -> Any:
    return queries.preference(reader(request.actor))


@router.put("/preference", response=schemas.PreferenceOut, summary="修改怎样通知我")
def set_preference(request: AskedRequest, body: schemas.PreferenceIn) -> Any:
    return actions.set_preference(request.actor, **body.dict(), at=request.at)


@router.get("/moments", response=list[schemas.MomentOut], summary="消息时刻")
def all_moments(request: AskedRequest) -> Any:
    return list(moments().values())


@router.get("/templates/{code}", response=list[schemas.WordsOut], summary="模板的历次写法")
def versions(
    request: AskedRequest,
    code: str,
    language: str = Query("zh-hans", max_length=10),
    channel: str = Query("", max_length=12),
) -> Any:
    rules.enter(request.actor, to="manage")
    return queries.versions(code, language=language, channel=channel)


@router.post("/templates/{code}", response={201: schemas.WordsOut}, summary="修改模板")
def change_template(request: AskedRequest, code: str, body: schemas.WordsIn) -> Any:
    said = body.dict()
    words = Words(said.pop("subject"), said.pop("text"))
    return Status(201, actions.change_template(request.actor, code=code, words=words, **said, at=request.at))


@router.get("/failed", response=schemas.FailedOut, summary="没发出去的消息")
def failed(request: AskedRequest, after: str = Query("", max_length=400)) -> Any:
    rules.enter(request.actor, to="manage")
    page = queries.failed(after=after)
    return {"items": page.items, "next_cursor": page.next_cursor}


@router.post("/failed/{sending_id}/resend", response=schemas.SendingOut, summary="重发")
def resend(request: AskedRequest, sending_id: int, body: schemas.MessageReasonIn) -> Any:
    return actions.resend(request.actor, sending_id=sending_id, reason=body.reason, at=request.at)


@router.post("/failed/{sending_id}/drop", response=schemas.SendingOut, summary="放弃")
def drop(request: AskedRequest, sending_id: int, body: schemas.MessageReasonIn) -> Any:
    return actions.drop_sending(request.actor, sending_id=sending_id, reason=body.reason, at=request.at)


@router.get("/body-channels", response=list[schemas.BodyChannelOut], summary="单位收信渠道")
def body_channels(request: AskedRequest) -> Any:
    rules.enter(request.actor, to="manage")
    return queries.body_channels()


@router.post("/body-channels", response={201: schemas.BodyChannelOut}, summary="登记单位收信渠道")
def set_body_channel(request: AskedRequest, body: schemas.BodyChannelIn) -> Any:
    """The address is sealed and never shown again."""
    rules.enter(request.actor, to="manage")
    if body_brief(body.body_id) is None:
        raise NotFound(body=body.body_id)
    return Status(201, actions.set_body_channel(request.actor, at=request.at, **body.dict()))


@router.post("/body-channels/{body_channel_id}/off", response=schemas.BodyChannelOut, summary="停用单位收信渠道")
def switch_off(request: AskedRequest, body_channel_id: int, body: schemas.MessageReasonIn) -> Any:
    return actions.switch_off_body_channel(
        request.actor, body_channel_id=body_channel_id, reason=body.reason, at=request.at
    )
