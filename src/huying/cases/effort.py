"""Proof of effort without puzzles: the visitor's device finds a nonce; a program that files thousands pays for each."""

import hashlib
import secrets
from datetime import datetime, timedelta

from huying.cases.errors import EffortNeeded
from huying.cases.models import Challenge

LINK_CONTEXT = "case rating link"
"""What the hash of a rating link is bound to."""
BITS = 18
LIVES = timedelta(minutes=30)


def make_challenge(*, at: datetime, bits: int = BITS) -> Challenge:
    """A task for one filing. The page's island looks for a nonce; without JavaScript few are taken."""
    Challenge.objects.filter(expires_at__lt=at - LIVES).delete()
    return Challenge.objects.create(token=secrets.token_hex(16), bits=bits, made_at=at, expires_at=at + LIVES)


def verify_proof(challenge: str, nonce: str, bits: int) -> bool:
    """Whether SHA-256 of "challenge:nonce" begins with this many zero bits."""
    if len(nonce) > 64:
        return False
    digest = hashlib.sha256(f"{challenge}:{nonce}".encode()).digest()
    return int.from_bytes(digest, "big") >> (256 - bits) == 0


def find_nonce(challenge: str, bits: int) -> str:
    """What the device does; used by the system's own callers and by tests."""
    nonce = 0
    while not verify_proof(challenge, str(nonce), bits):
        nonce += 1
    return str(nonce)


def spend_proof(token: str, nonce: str, *, at: datetime) -> None:
    """Use a task up. One update decides, so that two filings with one proof cannot both pass. Where no nonce came (no
    scripts on the device) the task must still be one of ours: the caller counts those narrowly."""
    task = Challenge.objects.filter(token=token, used_at__isnull=True, expires_at__gt=at).first()
    if task is None or (nonce and not verify_proof(token, nonce, task.bits)):
        raise EffortNeeded
    if not Challenge.objects.filter(pk=task.pk, used_at__isnull=True).update(used_at=at):
        raise EffortNeeded
