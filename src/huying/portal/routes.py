"""JSON: feedback about the product, its answers, and what the site says of itself."""

from datetime import timedelta
from typing import Any

from ninja import Query, Router, Status

from huying.kernel import throttle
from huying.kernel.edge import AskedRequest, sender_address
from huying.kernel.errors import NotAllowed, NotFound
from huying.portal import actions, queries, schemas
from huying.portal.finding import found

router = Router()


@router.post("/feedback", auth=None, response={201: schemas.FeedbackSentOut}, summary="对平台提意见")
def send_feedback(request: AskedRequest, body: schemas.FeedbackIn) -> Any:
    """From anybody, ten an hour from one address."""
    throttle.check(f"feedback:{sender_address(request)}", 10, timedelta(hours=1), request.at)
    feedback, code = actions.send_feedback(request.actor, at=request.at, **body.dict())
    return Status(201, {"id": feedback.pk, "code": code})


@router.get("/feedback", response=schemas.FeedbackPageOut, summary="收到的意见")
def waiting(
    request: AskedRequest,
    state: str = Query("open", pattern=r"^(open|answered)$"),
    after: str = Query("", max_length=400),
) -> Any:
    return queries.feedback_waiting(request.actor, state=state, after=after)


@router.post("/feedback/{feedback_id}/answer", response=schemas.FeedbackOut, summary="答复意见")
def answer_feedback(request: AskedRequest, feedback_id: int, body: schemas.FeedbackAnswerIn) -> Any:
    return actions.answer_feedback(request.actor, feedback_id=feedback_id, answer=body.answer, at=request.at)


@router.get("/site", auth=None, response=schemas.SiteOut, summary="站点信息")
def site(request: AskedRequest) -> Any:
    found = queries.site()
    if found is None:
        raise NotFound
    return found


@router.patch("/site", response=schemas.SiteOut, summary="修改站点信息")
def describe_site(request: AskedRequest, body: schemas.SiteIn) -> Any:
    return actions.describe_site(request.actor, facts=body.facts, reason=body.reason, at=request.at)


@router.get("/search", response=schemas.FoundOut, summary="全文查找")
def search(request: AskedRequest, asked: Query[schemas.SearchIn]) -> Any:
    """Any piece of a text, exact, of one character or more; a whole number; days such as 2026-11. For colleagues and
    for systems with `portal:read`; what may not be seen is not found."""
    if not request.actor.is_staff:
        raise NotAllowed(to="search")
    return found(request.actor, asked, at=request.at)
