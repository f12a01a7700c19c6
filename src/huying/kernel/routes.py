"""JSON: receipts and seals, open to everyone; stuck deliveries for the system administrator."""

import json
from datetime import timedelta
from typing import Any

from ninja import Query, Router

from huying.kernel import actions, queries, receipts, schemas, throttle
from huying.kernel.edge import AskedRequest, sender_address

router = Router()


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


@router.post("/deliveries/retry", response=schemas.RetriedOut, summary="重新投递")
def retry_deliveries(request: AskedRequest, body: schemas.RetryIn) -> Any:
    return {"retried": actions.retry_deliveries(request.actor, **body.dict(), at=request.at)}
