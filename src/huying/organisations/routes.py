"""JSON: bodies, their history, kinds, functions and roles."""

from typing import Any

from ninja import File, Form, Query, Router, Status
from ninja.files import UploadedFile

from huying.kernel.edge import AskedRequest
from huying.organisations import schemas
from huying.organisations.actions.appointments import Term, appoint, close_post, end_appointment, open_post
from huying.organisations.actions.bodies import (
    BodyDetails,
    NewBody,
    activate_body,
    edit_body,
    found_body,
    move_body,
    rename_body,
    serve_area,
    stop_serving,
)
from huying.organisations.actions.endings import close_body, merge_body
from huying.organisations.actions.grants import end_role, grant_role
from huying.organisations.actions.imports import import_bodies
from huying.organisations.actions.kinds import FunctionFace, KindFace, save_function, save_kind
from huying.organisations.models import BodyFunction
from huying.organisations.queries.bodies import body_for, history
from huying.organisations.queries.lists import BodyFilter, body_list, grant_list
from huying.organisations.queries.names import function_list, kinds_with_parents
from huying.organisations.queries.posts import appointments_of, post_for, posts_of
from huying.organisations.states import ACTIVE

router = Router()
WORD = Query("", max_length=100, pattern=r"^[^\x00]*$")
CURSOR = Query("", max_length=800)
REASON = Form(..., min_length=1, max_length=300, pattern=r"^[^\x00]*$")


@router.get("/bodies", response=schemas.BodiesOut, summary="组织")
def bodies(
    request: AskedRequest,
    words: str = WORD,
    kind: str = Query("", max_length=8, pattern=r"^\w*$"),
    function: str = Query("", max_length=40, pattern=r"^[\w-]*$"),
    area_path: str = Query("", max_length=400, pattern=r"^[0-9/]*$"),
    state: str = Query(ACTIVE, pattern=r"^(draft|active|merged|closed)$"),
    after: str = CURSOR,
) -> Any:
    wanted = BodyFilter(words=words, kind=kind, function=function, area_path=area_path, state=state)
    return body_list(request.actor, wanted, after=after)


@router.get("/bodies/{body_id}", response=schemas.BodyOut, summary="一个组织")
def body(request: AskedRequest, body_id: int) -> Any:
    return body_for(request.actor, body_id)


@router.get("/bodies/{body_id}/history", response=list[schemas.BodyChangeOut], summary="沿革")
def body_history(request: AskedRequest, body_id: int) -> Any:
    return list(history(body_for(request.actor, body_id))[:500])


@router.get("/kinds", response=list[schemas.KindOut], summary="组织类别")
def kinds(request: AskedRequest) -> Any:
    same = ("code", "name", "name_en", "may_be_root", "one_per_parent", "active")
    return [
        {name: getattr(kind, name) for name in same} | {"parents": [parent.code for parent in parents]}
        for kind, parents in kinds_with_parents()
    ]


@router.get("/functions", response=list[schemas.FunctionOut], summary="职能")
def functions(request: AskedRequest) -> Any:
    return function_list()


@router.get("/roles", response=schemas.GrantsOut, summary="岗位权限")
def roles(
    request: AskedRequest,
    role: str = Query("", max_length=30, pattern=r"^\w*$"),
    words: str = WORD,
    ended: bool = False,
    after: str = CURSOR,
) -> Any:
    """What one may see: keepers and auditors of the area, everyone their own."""
    return grant_list(request.actor, at=request.at, role=role, words=words, ended=ended, after=after)


@router.post("/bodies", response={201: schemas.BodyOut}, summary="登记组织")
def found(request: AskedRequest, body: schemas.BodyIn) -> Any:
    typed = body.dict()
    note = {"on": typed.pop("on"), "reason": typed.pop("reason")}
    new = NewBody(**typed | {"functions": tuple(typed["functions"])})
    return Status(201, found_body(request.actor, body=new, at=request.at, **note))


@router.post("/bodies/{body_id}/rename", response=schemas.BodyOut, summary="更名")
def rename(request: AskedRequest, body_id: int, body: schemas.BodyRenameIn) -> Any:
    return rename_body(request.actor, body_id=body_id, at=request.at, **body.dict())


@router.post("/bodies/{body_id}/move", response=schemas.BodyOut, summary="调整上级或区域")
def move(request: AskedRequest, body_id: int, body: schemas.BodyMoveIn) -> Any:
    return move_body(request.actor, body_id=body_id, at=request.at, **body.dict())


@router.post("/bodies/{body_id}/merge", response=schemas.BodyOut, summary="并入其他组织")
def merge(request: AskedRequest, body_id: int, body: schemas.BodyMergeIn) -> Any:
    return merge_body(request.actor, body_id=body_id, at=request.at, **body.dict())


@router.post("/bodies/{body_id}/close", response=schemas.BodyOut, summary="撤销")
def close(request: AskedRequest, body_id: int, body: schemas.DatedIn) -> Any:
    return close_body(request.actor, body_id=body_id, at=request.at, **body.dict())


@router.post("/imports", response={201: list[schemas.BodyOut]}, summary="从文件登记组织")
def take_in_bodies(
    request: AskedRequest, file: File[UploadedFile], area_id: int = Form(..., ge=1), reason: str = REASON
) -> Any:
    """All rows or none, from today on; `facts.rows` of the refusal names every row to be mended."""
    data, today = file.read(), request.at.date()
    return Status(201, import_bodies(request.actor, area_id=area_id, data=data, on=today, reason=reason, at=request.at))


@router.post("/bodies/{body_id}/activate", response=schemas.BodyOut, summary="启用")
def activate(request: AskedRequest, body_id: int, body: schemas.DatedIn) -> Any:
    return activate_body(request.actor, body_id=body_id, at=request.at, **body.dict())


@router.patch("/bodies/{body_id}", response=schemas.BodyOut, summary="修改资料")
def edit(request: AskedRequest, body_id: int, body: schemas.BodyEditIn) -> Any:
    """What is not named stays as it is."""
    typed = body.dict()
    note = {"on": typed.pop("on"), "reason": typed.pop("reason")}
    functions = typed.pop("functions")
    details = BodyDetails(**typed, functions=None if functions is None else tuple(functions))
    return edit_body(request.actor, body_id=body_id, details=details, at=request.at, **note)


@router.post("/bodies/{body_id}/areas", response={204: None}, summary="增加服务区域")
def serve(request: AskedRequest, body_id: int, body: schemas.ServeIn) -> Any:
    serve_area(request.actor, body_id=body_id, at=request.at, **body.dict())
    return Status(204, None)


@router.post("/bodies/{body_id}/areas/end", response={204: None}, summary="不再服务某区域")
def serve_no_more(request: AskedRequest, body_id: int, body: schemas.ServeIn) -> Any:
    stop_serving(request.actor, body_id=body_id, at=request.at, **body.dict())
    return Status(204, None)


@router.get("/bodies/{body_id}/posts", response=list[schemas.PostOut], summary="职务")
def posts(request: AskedRequest, body_id: int) -> Any:
    return list(posts_of(request.actor, body_for(request.actor, body_id))[:500])


@router.post("/bodies/{body_id}/posts", response={201: schemas.PostOut}, summary="设立职务")
def add_post(request: AskedRequest, body_id: int, body: schemas.PostIn) -> Any:
    return Status(201, open_post(request.actor, body_id=body_id, at=request.at, **body.dict()))


@router.post("/posts/{post_id}/close", response=schemas.PostOut, summary="撤销职务")
def end_post(request: AskedRequest, post_id: int, body: schemas.BodyReasonIn) -> Any:
    return close_post(request.actor, post_id=post_id, reason=body.reason, at=request.at)


@router.get("/posts/{post_id}/appointments", response=list[schemas.AppointmentOut], summary="任职")
def appointments(request: AskedRequest, post_id: int) -> Any:
    return list(appointments_of(request.actor, post_for(request.actor, post_id))[:500])


@router.post("/posts/{post_id}/appointments", response={201: schemas.AppointmentOut}, summary="任命")
def give_post(request: AskedRequest, post_id: int, body: schemas.AppointIn) -> Any:
    typed = body.dict()
    who, reason = typed.pop("account_id"), typed.pop("reason")
    made = appoint(request.actor, post_id=post_id, account_id=who, term=Term(**typed), reason=reason, at=request.at)
    return Status(201, made)


@router.post("/appointments/{appointment_id}/end", response=schemas.AppointmentOut, summary="终止任职")
def end_term(request: AskedRequest, appointment_id: int, body: schemas.DatedIn) -> Any:
    """`on` is the last day in the post."""
    return end_appointment(request.actor, appointment_id=appointment_id, at=request.at, **body.dict())


@router.put("/kinds/{code}", response=schemas.KindOut, summary="修改组织类别")
def change_kind(request: AskedRequest, code: str, body: schemas.KindIn) -> Any:
    face = KindFace(**body.dict(exclude={"reason"}) | {"parents": tuple(body.parents)})
    kind = save_kind(request.actor, code=code, face=face, at=request.at, reason=body.reason)
    same = ("code", "name", "name_en", "may_be_root", "one_per_parent", "active")
    return {name: getattr(kind, name) for name in same} | {"parents": sorted(body.parents)}


@router.post("/functions", response={201: schemas.FunctionOut}, summary="新增职能")
def add_function(request: AskedRequest, body: schemas.NewFunctionIn) -> Any:
    face = _face(body, body.code)
    return Status(201, _function(save_function(request.actor, face=face, at=request.at, new=True, reason=body.reason)))


@router.put("/functions/{code}", response=schemas.FunctionOut, summary="修改职能")
def change_function(request: AskedRequest, code: str, body: schemas.FunctionIn) -> Any:
    return _function(save_function(request.actor, face=_face(body, code), at=request.at, reason=body.reason))


def _face(body: schemas.FunctionIn, code: str) -> FunctionFace:
    return FunctionFace(**body.dict(exclude={"reason"}) | {"code": code, "aliases": tuple(body.aliases)})


def _function(row: BodyFunction) -> dict[str, Any]:
    same = ("code", "name", "name_en", "aliases", "active")
    return {name: getattr(row, name) for name in same} | {"department": row.is_department}


@router.post("/roles", response={201: schemas.GrantOut}, summary="授予角色")
def grant(request: AskedRequest, body: schemas.GrantIn) -> Any:
    return Status(201, grant_role(request.actor, at=request.at, **body.dict()))


@router.post("/roles/{grant_id}/end", response=schemas.GrantOut, summary="终止角色")
def end(request: AskedRequest, grant_id: int, body: schemas.BodyReasonIn) -> Any:
    return end_role(request.actor, grant_id=grant_id, reason=body.reason, at=request.at)
