"""JSON: lists, one case, filing, and every step of the table; the same actions as the pages."""

from collections.abc import Callable
from typing import Any

from ninja import Query, Router, Status

from huying.cases import actions as do
from huying.cases import schemas
from huying.cases.actions.likeness import NewLikeness, keep_likeness
from huying.cases.lines import LINES
from huying.cases.models import Case, SlaRule
from huying.cases.queries import DESKS, Filters, my_cases, resident_view, search, worklist
from huying.cases.queries.firstlook import first_look
from huying.cases.queries.numbered import case_numbered
from huying.cases.queries.outside import case_now
from huying.kernel.answering import page_answer
from huying.kernel.edge import AskedRequest
from huying.kernel.errors import NotAllowed, NotFound
from huying.organisations.public import bodies_named

router = Router()
CURSOR = Query("", max_length=800)
FilingIn = schemas.flat(do.Filing)
LimitsIn = schemas.flat(do.NewLimits)
LikenessIn = schemas.flat(NewLikeness)
STEPS = (
    "accept", "pass_on", "propose_refusal", "refuse", "ask", "answer_question", "answer", "contest_answer", "consult",
    "conclude_consultation", "dispatch", "redispatch", "reclassify", "split", "merge", "unmerge", "sign",
    "return_order", "accept_return", "reject_return", "refer_dispute", "adjudicate", "log_contact", "add_helper",
    "return_part", "cancel_helper", "report_progress", "ask_extension", "decide_extension", "ask_suspension", "suspend",
    "refuse_suspension", "prolong_suspension", "resume", "change_handler", "whistle", "answer_whistle", "arrive",
    "raise_level", "decide_escalation", "hand_in", "order_site_check", "pass_site_check", "fail_site_check",
    "approve_result", "reject_result", "rate", "rate_too", "record_call", "grant_reopening", "escalate_round",
    "list_open_matter",
    "settle_open_matter", "reopen_matter", "reopen", "ask_termination", "refuse_termination", "terminate", "withdraw",
    "step_back", "object_to", "uphold_objection", "decline_objection", "supervise", "answer_supervision", "lift_card",
    "change_confidentiality", "ask_confidentiality", "add_words", "write_note",
    "exclude_rating", "include_rating", "recuse", "order_recusal", "ask_recusal",
)  # fmt: skip
"""Steps that people and systems take; what the product does by itself has no route."""


@router.get("/", response=schemas.CasePage, summary="查找诉求件")
def cases(
    request: AskedRequest,
    text: str = Query("", max_length=60),
    state: str = Query("", pattern=r"^(S[0-9]{2})?$"),
    category: str = Query("", pattern=r"^([0-9]{2}){0,3}$"),
    klass: str = Query("", pattern=r"^[EUCGXL]?$"),
    light: str = Query("", pattern=r"^(red|yellow|green)?$"),
    after: str = CURSOR,
) -> Any:
    """Those that the asker may see, the newest first."""
    filters = Filters(text=text, state=state, category=category, klass=klass, light=light)
    return page_answer(search(request.actor, filters=filters, after=after or None, at=request.at), schemas.CasePage)


@router.get("/desks/{desk}", response=schemas.CasePage, summary="工作台清单")
def desk_list(
    request: AskedRequest, desk: str, tab: str = Query("", pattern=r"^[a-z_]*$", max_length=20), after: str = CURSOR
) -> Any:
    """One tab of one desk, what is owed first on top."""
    if desk not in DESKS:
        raise NotFound(desk=desk)
    return page_answer(worklist(request.actor, desk, tab=tab, after=after or None, at=request.at), schemas.CasePage)


@router.get("/mine", response=list[str], summary="我的事项")
def mine(request: AskedRequest, after: str = CURSOR) -> Any:
    """Numbers of the matters that the asker brought, helped to bring or joined, the newest first."""
    return [one.number for one in my_cases(request.actor, after=after or None, at=request.at)]


@router.get("/units", response=list[schemas.UnitOut], summary="按名称查找单位")
def units_named(request: AskedRequest, name: str = Query(..., min_length=2, max_length=60)) -> Any:
    """Public names of bodies at work, for `target_body_id`: whose conduct a matter is about."""
    return bodies_named(name, on=request.at.date())


@router.get("/limits", response=list[schemas.LimitsOut], summary="各版本时限")
def limits(request: AskedRequest) -> Any:
    """Every version that was kept for a class, a category or an area; the newest first."""
    if not request.actor.is_staff:
        raise NotAllowed(to="keep_limits")
    return SlaRule.objects.order_by("-pk")[:200]


@router.post("/limits", response={201: schemas.LimitsOut}, summary="修改时限")
def keep_limits(request: AskedRequest, body: LimitsIn) -> Any:  # type: ignore[valid-type]
    """From a day on; orders already sent keep theirs."""
    given = {name: getattr(body, name) for name in type(body).model_fields}
    return Status(201, do.keep_limits(request.actor, new=do.NewLimits(**given), at=request.at))


@router.post("/likeness", response={204: None}, summary="修改重复件和热点的标准")
def set_likeness(request: AskedRequest, body: LikenessIn) -> Any:  # type: ignore[valid-type]
    """From a day on: metres, days, likeness of the words, and how many people make a gathering."""
    given = {name: getattr(body, name) for name in type(body).model_fields}
    keep_likeness(request.actor, new=NewLikeness(**given), at=request.at)
    return Status(204, None)


@router.get("/{number}", response=schemas.CaseOut, summary="一件诉求")
def one_case(request: AskedRequest, number: str) -> Any:
    return resident_view(request.actor, case_id=case_numbered(number), at=request.at)


@router.post("/", response={201: schemas.NewlyFiledOut}, summary="提交诉求")
def file(request: AskedRequest, body: FilingIn) -> Any:  # type: ignore[valid-type]
    """For residents who are signed in, staff who file for somebody, and systems."""
    if request.actor.account_id is None:
        raise NotAllowed(to="file")
    given = {name: getattr(body, name) for name in type(body).model_fields}
    filed = do.file_case(request.actor, filing=do.Filing(**given), at=request.at)
    looked = first_look(filed.case, at=request.at)
    return Status(201, {"number": filed.case.number, "tracking_code": filed.tracking_code, "first_look": looked})


@router.post("/{number}/join", response={201: schemas.FiledOut}, summary="附议")
def join(request: AskedRequest, number: str, body: schemas.JoinIn) -> Any:
    """“Me too”, for residents who are signed in: one more reporter, answered as the first is."""
    if request.actor.account_id is None:
        raise NotAllowed(to="join_case")
    filed = do.join_case(request.actor, case_id=case_numbered(number), words=body.words, at=request.at)
    return Status(201, {"number": filed.case.number, "tracking_code": filed.tracking_code})


@router.post("/{number}/read-reporter", response=dict[str, str], summary="查看诉求人")
def read_reporter(request: AskedRequest, number: str) -> Any:
    """Who reported it and how to reach them; each look is written down with the case."""
    return do.read_reporter(request.actor, case_id=case_numbered(number), at=request.at)


@router.post("/{number}/join-earlier", response={201: schemas.FiledOut}, summary="附议原件")
def join_earlier(request: AskedRequest, number: str) -> Any:
    """Not accepted because it is in hand already: joined to the earlier case, with a tracking code of one's own."""
    filed = do.join_earlier(request.actor, case_id=case_numbered(number), at=request.at)
    return Status(201, {"number": filed.case.number, "tracking_code": filed.tracking_code})


def _route(name: str, action: Callable[..., Any]) -> Callable[..., Any]:
    """POST /{number}/{step}: the action with its own arguments."""
    body_type = schemas.body_of(action, name)

    def step(request: AskedRequest, number: str, body: Any) -> Any:
        case_id = case_numbered(number)
        given = {field: getattr(body, field) for field in type(body).model_fields if field != "version"}
        with do.as_seen(case_id, body.version):
            done = action(request.actor, case_id=case_id, at=request.at, **given)
        after = done if isinstance(done, Case) else getattr(done, "case", None)
        return after if isinstance(after, Case) and after.pk == case_id else case_now(case_id)

    step.__annotations__["body"] = body_type
    step.__name__ = name
    step.__doc__ = (action.__doc__ or "").strip().splitlines()[0]
    return step


for _name in STEPS:
    _line = LINES.get(_name)
    router.post(
        f"/{{number}}/{_name.replace('_', '-')}",
        response=schemas.StepOut,
        summary=str(_line.button) if _line else _name,
        operation_id=f"cases_{_name}",
    )(_route(_name, getattr(do, _name)))
