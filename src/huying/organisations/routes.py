"""JSON: bodies, their history, kinds, functions and roles."""

from typing import Any

from ninja import Query, Router, Status

from huying.kernel.edge import AskedRequest
from huying.organisations import schemas
from huying.organisations.actions.bodies import NewBody, found_body, move_body, rename_body
from huying.organisations.actions.endings import close_body, merge_body
from huying.organisations.actions.grants import end_role, grant_role
from huying.organisations.queries.bodies import body_for, history
from huying.organisations.queries.lists import BodyFilter, body_list, grant_list
from huying.organisations.queries.names import function_list, kinds_with_parents
from huying.organisations.states import ACTIVE

router = Router()
WORD = Query("", max_length=100, pattern=r"^[^\x00]*$")
CURSOR = Query("", max_length=800)


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


@router.post("/roles", response={201: schemas.GrantOut}, summary="授予角色")
def grant(request: AskedRequest, body: schemas.GrantIn) -> Any:
    return Status(201, grant_role(request.actor, at=request.at, **body.dict()))


@router.post("/roles/{grant_id}/end", response=schemas.GrantOut, summary="终止角色")
def end(request: AskedRequest, grant_id: int, body: schemas.BodyReasonIn) -> Any:
    return end_role(request.actor, grant_id=grant_id, reason=body.reason, at=request.at)
