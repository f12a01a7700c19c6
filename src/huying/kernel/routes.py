"""JSON: receipts and seals, open to everyone; stuck deliveries for the system administrator."""

import json
from datetime import date, timedelta
from typing import Any

from ninja import Query, Router

from huying.kernel import actions, queries, receipts, schemas, throttle
from huying.kernel.edge import AskedRequest, sender_address
from huying.kernel.forms import FIRST_DAY, LAST_DAY

router = Router()
CODE = r"^[a-z0-9_.]*$"
DAY = Query(None, ge=FIRST_DAY, le=LAST_DAY)


def _slowly(request: AskedRequest) -> None:
    throttle.check(f"kernel.verify:{sender_address(request)}", 30, timedelta(minutes=1), request.at)


@router.get("/receipts/check", auth=None, response=schemas.VerdictOut, summary="核验回执")
def check_receipt(request: AskedRequest, receipt: str = Query(..., max_length=20_000)) -> Any:
    _slowly(request)
    return receipts.check_receipt(receipt)


@router.get("/receipts/full", auth=None, response=schemas.ReceiptOut, summary="回执全文，带封存证明")
def full_receipt(request: AskedRequest, receipt: str = Query(..., max_length=20_000)) -> Any:
    _slowly(request)
    return json.loads(receipts.long_receipt(receipt).as_json())


@router.get("/seals/latest", auth=None, response=schemas.SealOut, summary="最新封存")
def latest_seal(request: AskedRequest) -> Any:
    return queries.seal()


@router.get("/seals/{seal_id}", auth=None, response=schemas.SealOut, summary="一次封存")
def one_seal(request: AskedRequest, seal_id: int) -> Any:
    return queries.seal(seal_id)


@router.get(
    "/seals/{seal_id}/consistency", auth=None, response=schemas.ConsistencyOut, summary="两次封存前后一致的证明"
)
def consistency(request: AskedRequest, seal_id: int, new: int) -> Any:
    _slowly(request)
    return queries.consistency(seal_id, new)


@router.get("/deliveries/stuck", response=schemas.StuckOut, summary="卡住的处理")
def stuck_deliveries(request: AskedRequest, after: str = Query("", max_length=400)) -> Any:
    page = queries.stuck_deliveries(request.actor, after=after)
    return {"items": page.items, "next_cursor": page.next_cursor, "waiting": queries.waiting_deliveries(request.actor)}


@router.get("/journal", response=schemas.JournalOut, summary="日志")
def read_journal(
    request: AskedRequest,
    thing: str = Query("", max_length=64, pattern=CODE),
    thing_id: int | None = Query(None, ge=1, lt=2**63),
    code: str = Query("", max_length=64, pattern=CODE),
    by: int | None = Query(None, ge=1, lt=2**63),
    since: date | None = DAY,
    until: date | None = DAY,
    after: str = Query("", max_length=400),
) -> Any:
    """For the audit administrator: the last thirty days, or the days named. Each look becomes a row of its own."""
    end = until or max(request.at.date(), since or FIRST_DAY)
    wanted = queries.JournalFilter(since or end - timedelta(days=30), end, thing, thing_id, code, by)
    return actions.read_journal(request.actor, wanted=wanted, after=after, at=request.at)


@router.post("/deliveries/retry", response=schemas.RetriedOut, summary="重新投递")
def retry_deliveries(request: AskedRequest, body: schemas.RetryIn) -> Any:
    return {"retried": actions.retry_deliveries(request.actor, **body.dict(), at=request.at)}
