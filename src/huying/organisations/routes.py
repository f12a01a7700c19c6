"""JSON: bodies, their history, kinds, functions and roles, to read."""

from typing import Any

from ninja import Query, Router

from huying.kernel.edge import AskedRequest
from huying.organisations import schemas
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


@router.get("/bodies/{body_id}/history", response=list[schemas.ChangeOut], summary="沿革")
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
