"""A system sends a matter in: once, however often it sends it."""

import hashlib
import json
from dataclasses import dataclass
from datetime import datetime, timedelta
from uuid import uuid4

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from huying.cases.public import Filing, file_case
from huying.exchange.models import Posting
from huying.exchange.rules import rules
from huying.kernel.actor import Actor
from huying.kernel.cipher import seal, unseal
from huying.kernel.errors import Conflict

SAME_WORDS, SAME_KEY = timedelta(minutes=10), timedelta(days=1)


@dataclass(frozen=True, slots=True)
class Posted:
    """What came, and under which key of the sender's own (may be empty)."""

    filing: Filing
    key: str = ""
    batch: bool = False
    seen_as: str = ""
    """What was sent, where `filing` does not hold all of it (handles of files differ each time)."""


@dataclass(frozen=True, slots=True)
class Taken:
    """What the sender is told. `again`: it was there already."""

    number: str
    token: str
    tracking_code: str
    batch: bool
    again: bool


@transaction.atomic
def post_request(actor: Actor, *, posted: Posted, at: datetime) -> Taken:
    """Files it as everybody files. The same key within a day, or the same words within ten minutes, is the same."""
    rules.enter(actor, to="post")
    digest = _digest(posted.seen_as)
    key = _digest(f"key:{posted.key}") if posted.key else digest
    mine = Posting.objects.filter(sender=actor.task, key_index=key)
    mine.filter(until__lte=at).update(key_index=None)
    row, new = Posting.objects.select_for_update().get_or_create(
        sender=actor.task, key_index=key,
        defaults={"digest": digest, "token": uuid4(), "made_at": at, "batch": posted.batch,
                  "until": at + (SAME_KEY if posted.key else SAME_WORDS)},
    )  # fmt: skip
    if not new:
        return _again(row, digest)
    filed = file_case(actor, filing=posted.filing, at=at)
    row.case = filed.case
    row.tracking = seal(filed.tracking_code.encode(), _context(row))
    row.save(update_fields=["case", "tracking"])
    return Taken(filed.case.number, row.token.hex, filed.tracking_code, row.batch, again=False)


def _again(row: Posting, digest: str) -> Taken:
    if row.digest != digest:
        raise Conflict(_("同一个防重键已用于另一件事"), way_out=_("请为每件事换一个新的键。"))
    code = unseal(bytes(row.tracking), _context(row)).decode() if row.tracking else ""
    number = row.case.number if row.case else ""
    return Taken(number, row.token.hex, code, row.batch, again=True)


def _context(row: Posting) -> str:
    return f"exchange.posting:{row.pk}"


def _digest(text: str) -> str:
    return hashlib.sha256(json.dumps(text).encode()).hexdigest()


def forget_tracking(*, at: datetime) -> int:
    """Tracking codes are kept only as long as an answer may have been lost."""
    return Posting.objects.filter(until__lte=at, tracking__isnull=False).update(tracking=None)
