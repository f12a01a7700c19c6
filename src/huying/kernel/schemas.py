"""What the kernel says on the wire."""

from datetime import datetime
from typing import Annotated, Any

from ninja import Field, Schema
from pydantic import ConfigDict

from huying.kernel.models import JournalRow

PositiveId = Annotated[int, Field(ge=1, lt=2**63)]


class Strict(Schema):
    """Nothing is coerced, and a field nobody knows is refused."""

    model_config = ConfigDict(strict=True, extra="forbid")


class VerdictOut(Schema):
    """state: unchanged, unsealed (unchanged, not sealed yet), changed, unknown (not a receipt of ours)."""

    state: str
    seq: int
    steps: int
    written_at: datetime | None
    sealed_at: datetime | None
    seal_id: int | None


class ProofOut(Schema):
    """RFC 6962: from the leaf at `position` along `path` to the root of `seal`; the leaf is the hash of the step."""

    position: int
    path: list[str]
    seal: dict[str, Any]
    mac: str


class ReceiptOut(Schema):
    """The whole receipt; paste it as it is into the check. `proof` is missing until the step is sealed."""

    form: str
    code: str
    thing: str
    thing_id: int
    seq: int
    hash: str
    proof: ProofOut | None


class SealOut(Schema):
    """The root of the whole journal's RFC 6962 tree when it had `size` leaves."""

    id: int
    size: int
    root: str
    prev_root: str
    at: datetime


class ConsistencyOut(Schema):
    """RFC 6962 proof that the tree of `new` begins with the tree of `old`."""

    old: SealOut
    new: SealOut
    path: list[str]


class DeliveryOut(Schema):
    """One handler's share of one journal row that gave up; of an error only the name of its class is kept."""

    id: int
    row_id: int
    row_at: datetime
    handler: str
    attempts: int
    last_error: str


class StuckOut(Schema):
    items: list[DeliveryOut]
    next_cursor: str | None
    waiting: int


class RetryIn(Schema):
    """Without `ids` every stuck delivery (of one handler) is put back."""

    reason: str = Field(..., min_length=2, max_length=200)
    ids: list[PositiveId] | None = Field(None, max_length=1000)
    handler: str = Field("", max_length=200)


class RetriedOut(Schema):
    retried: int


class JournalRowOut(Schema):
    """One fact: ids, codes, numbers, dates and hashes only. `hash` is hexadecimal."""

    id: int
    thing: str
    thing_id: int
    seq: int
    code: str
    at: datetime
    by: int | None
    by_kind: str
    task: str
    facts: dict[str, Any]
    hash: str

    @staticmethod
    def resolve_hash(row: JournalRow) -> str:
        return bytes(row.hash).hex()


class JournalOut(Schema):
    items: list[JournalRowOut]
    next_cursor: str | None
