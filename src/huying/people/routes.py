"""The JSON face of people: the same actions as the pages."""

from typing import Any

from django.http import HttpRequest
from ninja import Router, Status

from huying.kernel.actor import Actor
from huying.kernel.edge import sender_address
from huying.kernel.errors import NotAllowed, NotFound
from huying.kernel.paging import Page, page_by_key
from huying.people import queries, schemas
from huying.people.actions import accounts, consents, exports, guardians, rights, sealing, sign_in, tokens
from huying.people.models import ExportApproval, ProcessingPurpose, RightsRequest

router = Router()


def _mine(actor: Actor) -> int:
    """Things of one's own are asked by a person or by a token that stands for an account."""
    if actor.account_id is None:
        raise NotAllowed
    return actor.account_id


@router.get("/me", response=schemas.MeOut, summary="我是谁")
def me(request: HttpRequest) -> schemas.MeOut:
    actor = request.actor
    found = queries.account_brief(actor.account_id) if actor.account_id else None
    return schemas.MeOut.of(actor, found)


def _self(actor: Actor) -> int:
    """One's own account is changed by the person, never by a system that stands for it."""
    if actor.kind != "person" or actor.account_id is None:
        raise NotAllowed
    return actor.account_id


@router.patch("/me", response=schemas.MeOut, summary="修改我的资料")
def change_profile(request: HttpRequest, body: schemas.ProfileIn) -> schemas.MeOut:
    """What is not named stays."""
    mine = _self(request.actor)
    accounts.change_profile(request.actor, account_id=mine, **body.dict(), at=request.at)
    return me(request)


@router.post("/me/password", response={204: None}, summary="更改密码")
def change_password(request: HttpRequest, body: schemas.PasswordIn) -> Status[None]:
    """Every session ends, this one too."""
    accounts.change_password(request.actor, account_id=_self(request.actor), **body.dict(), at=request.at)
    return Status(204, None)


@router.post("/me/sign-out-everywhere", response={204: None}, summary="退出所有设备")
def sign_out_everywhere(request: HttpRequest) -> Status[None]:
    accounts.sign_out_everywhere(request.actor, account_id=_self(request.actor), at=request.at)
    return Status(204, None)


@router.post("/me/codes", response={204: None}, summary="发验证码")
def send_code(request: HttpRequest, body: schemas.CodeForIn) -> Status[None]:
    """To the new number of this account, or to a guardian's."""
    _self(request.actor)
    network = sender_address(request)
    sign_in.send_sign_in_code(phone=body.phone, use=body.use, network=network, at=request.at)
    return Status(204, None)


@router.put("/me/phone", response={204: None}, summary="更换手机号")
def change_phone(request: HttpRequest, body: schemas.ProvedPhoneIn) -> Status[None]:
    """Every session ends, this one too."""
    mine = _self(request.actor)
    number = sign_in.take_code(phone=body.phone, code=body.code, use="change_phone", at=request.at)
    accounts.change_phone(request.actor, account_id=mine, phone=number, at=request.at)
    return Status(204, None)


@router.post("/me/under-fourteen", response={204: None}, summary="我未满十四周岁")
def declare_minor(request: HttpRequest) -> Status[None]:
    accounts.declare_minor(request.actor, account_id=_self(request.actor), at=request.at)
    return Status(204, None)


@router.post("/me/guardian", response={204: None}, summary="监护人同意")
def agree_as_guardian(request: HttpRequest, body: schemas.GuardianIn) -> Status[None]:
    mine = _self(request.actor)
    number = sign_in.take_code(phone=body.phone, code=body.code, use="guardian", at=request.at)
    said = {"name": body.name, "relation": body.relation}
    guardians.agree_as_guardian(request.actor, minor_id=mine, phone=number, **said, at=request.at)
    return Status(204, None)


@router.delete("/me/guardian", response={204: None}, summary="监护人撤回同意")
def withdraw_as_guardian(request: HttpRequest) -> Status[None]:
    consents.withdraw_as_guardian(request.actor, minor_id=_self(request.actor), at=request.at)
    return Status(204, None)


@router.delete("/me/outside/{joined_id}", response={204: None}, summary="解除外部身份")
def part_outside_identity(request: HttpRequest, joined_id: int) -> Status[None]:
    accounts.part_outside_identity(request.actor, account_id=_self(request.actor), joined_id=joined_id, at=request.at)
    return Status(204, None)


@router.get("/me/copy", response=dict[str, dict[str, str]], summary="我的信息（全文副本）")
def own_copy(request: HttpRequest) -> dict[str, dict[str, str]]:
    """By number of record; each look is written down like anybody else's."""
    _self(request.actor)
    return {str(number): fields for number, fields in sealing.own_copy(request.actor, at=request.at).items()}


@router.post("/purposes/{code}/versions", response={201: schemas.PurposeOut}, summary="发布处理目的的新版本")
def publish_purpose(request: HttpRequest, code: str, body: schemas.PurposeIn) -> Status[ProcessingPurpose]:
    return Status(201, consents.publish_purpose(request.actor, code=code, **body.dict(), at=request.at))


@router.post("/consents/{purpose}/refuse", response=list[schemas.ConsentOut], summary="不同意")
def refuse_consent(request: HttpRequest, purpose: str) -> Any:
    """Nobody asks again for 90 days."""
    mine = _self(request.actor)
    consents.refuse_consent(request.actor, purpose=purpose, account_id=mine, at=request.at)
    return queries.consents_of(mine)


@router.post("/accounts/{account_id}/clear-minor", response=schemas.AccountRow, summary="取消未满十四周岁标记")
def clear_minor(request: HttpRequest, account_id: int, body: schemas.AccountReasonIn) -> Any:
    return guardians.clear_minor(request.actor, account_id=account_id, reason=body.reason, at=request.at)


@router.get("/purposes", response=list[schemas.PurposeOut], auth=None, summary="个人信息处理目的")
def list_purposes(request: HttpRequest) -> list[ProcessingPurpose]:
    consents.install_purposes()
    return list(queries.purposes())


@router.get("/consents", response=list[schemas.ConsentOut], summary="我的同意")
def list_consents(request: HttpRequest) -> Any:
    return queries.consents_of(_mine(request.actor))


@router.post("/consents", response={201: list[schemas.ConsentOut]}, summary="同意")
def give_consent(request: HttpRequest, body: schemas.ConsentIn) -> Any:
    mine = _mine(request.actor)
    consents.record_consent(request.actor, **body.dict(), account_id=mine, at=request.at)
    return Status(201, queries.consents_of(mine))


@router.delete("/consents/{purpose}", response=list[schemas.ConsentOut], summary="撤回同意")
def take_back_consent(request: HttpRequest, purpose: str) -> Any:
    mine = _mine(request.actor)
    consents.withdraw_consent(request.actor, purpose=purpose, account_id=mine, at=request.at)
    return queries.consents_of(mine)


@router.get("/records", response=list[schemas.RecordOut], summary="我的信息（已遮盖）")
def list_records(request: HttpRequest) -> Any:
    return queries.records_of(_mine(request.actor))


@router.get("/rights", response=list[schemas.RightsOut], summary="个人信息权利申请")
def list_rights(request: HttpRequest) -> Any:
    return queries.rights_requests(request.actor)[:500]


@router.post("/rights", response={201: schemas.RightsOut}, summary="提出个人信息权利申请")
def ask_for_rights(request: HttpRequest, body: schemas.RightsIn) -> Status[RightsRequest]:
    return Status(201, rights.ask_for_rights(request.actor, **body.dict(), at=request.at))


@router.post("/rights/{request_id}/answer", response=schemas.RightsOut, summary="答复申请")
def answer_rights(request: HttpRequest, request_id: int, body: schemas.AnswerIn) -> RightsRequest:
    return rights.answer_rights(request.actor, request_id=request_id, **body.dict(), at=request.at)


@router.get("/accounts", response=schemas.AccountPage, summary="工作人员账号")
def list_accounts(request: HttpRequest, after: str = "", size: int = 50) -> Page[Any]:
    rows = queries.accounts(request.actor).filter(staff=True)
    return page_by_key(rows, order=("login_name", "pk"), after=after, size=size)


@router.post("/accounts", response={201: schemas.SecretOut}, summary="开通工作人员账号")
def open_account(request: HttpRequest, body: schemas.StaffAccountIn) -> Status[dict[str, Any]]:
    account, secret = accounts.open_staff_account(request.actor, **body.dict(), at=request.at)
    return Status(201, {"id": account.pk, "secret": secret})


@router.post("/accounts/{account_id}/lock", response=schemas.AccountRow, summary="锁定账号")
def lock_account(request: HttpRequest, account_id: int, body: schemas.AccountReasonIn) -> Any:
    return accounts.lock_account(request.actor, account_id=account_id, reason=body.reason, at=request.at)


@router.post("/accounts/{account_id}/unlock", response=schemas.AccountRow, summary="解锁账号")
def unlock_account(request: HttpRequest, account_id: int, body: schemas.AccountReasonIn) -> Any:
    return accounts.unlock_account(request.actor, account_id=account_id, reason=body.reason, at=request.at)


@router.post("/accounts/{account_id}/close", response=schemas.AccountRow, summary="注销账号")
def close_account(request: HttpRequest, account_id: int, body: schemas.AccountReasonIn) -> Any:
    return accounts.close_account(request.actor, account_id=account_id, reason=body.reason, at=request.at)


@router.post("/accounts/{account_id}/reset-password", response=schemas.SecretOut, summary="重置密码")
def reset_password(request: HttpRequest, account_id: int, body: schemas.AccountReasonIn) -> dict[str, Any]:
    secret = accounts.reset_password(request.actor, account_id=account_id, reason=body.reason, at=request.at)
    return {"id": account_id, "secret": secret}


@router.post("/accounts/{account_id}/reset-second-factor", response={204: None}, summary="重置二次验证")
def reset_second_factor(request: HttpRequest, account_id: int, body: schemas.AccountReasonIn) -> Status[None]:
    accounts.reset_second_factor(request.actor, account_id=account_id, reason=body.reason, at=request.at)
    return Status(204, None)


@router.get("/reads", response=schemas.ReadPage, summary="个人信息查看记录")
def list_reads(request: HttpRequest, after: str = "", size: int = 50) -> Page[Any]:
    return page_by_key(queries.read_log(request.actor), order=("-at", "-pk"), after=after, size=size)


@router.get("/sign-ins", response=schemas.SignInPage, summary="登录记录")
def list_sign_ins(request: HttpRequest, after: str = "", size: int = 50) -> Page[Any]:
    return page_by_key(queries.sign_in_log(request.actor), order=("-at", "-pk"), after=after, size=size)


@router.get("/tokens", response=schemas.TokenPage, summary="系统令牌")
def list_tokens(request: HttpRequest, after: str = "", size: int = 50) -> Page[Any]:
    return page_by_key(queries.tokens(request.actor), order=("-pk",), after=after, size=size)


@router.post("/tokens", response={201: schemas.SecretOut}, summary="发系统令牌")
def make_token(request: HttpRequest, body: schemas.TokenIn) -> Status[dict[str, Any]]:
    if body.account_id is not None and queries.account_brief(body.account_id) is None:
        raise NotFound(account=body.account_id)
    new = tokens.NewToken(**body.dict(exclude={"reason", "scopes"}), scopes=tuple(body.scopes))
    token, raw = tokens.make_token(request.actor, new=new, reason=body.reason, at=request.at)
    return Status(201, {"id": token.pk, "secret": raw})


@router.post("/tokens/{token_id}/revoke", response=schemas.TokenRow, summary="撤销系统令牌")
def revoke_token(request: HttpRequest, token_id: int, body: schemas.AccountReasonIn) -> Any:
    return tokens.revoke_token(request.actor, token_id=token_id, reason=body.reason, at=request.at)


@router.get("/exports", response=list[schemas.ExportOut], summary="含个人信息的导出申请")
def list_exports(request: HttpRequest) -> Any:
    return queries.export_approvals(request.actor)[:500]


@router.post("/exports", response={201: schemas.ExportOut}, summary="申请导出")
def ask_for_export(request: HttpRequest, body: schemas.ExportIn) -> Status[ExportApproval]:
    return Status(201, exports.ask_for_export(request.actor, **body.dict(), at=request.at))


@router.post("/exports/{approval_id}/decide", response=schemas.ExportOut, summary="决定导出")
def decide_export(request: HttpRequest, approval_id: int, body: schemas.ExportDecisionIn) -> ExportApproval:
    return exports.decide_export(request.actor, approval_id=approval_id, **body.dict(), at=request.at)
