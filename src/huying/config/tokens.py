"""Who comes with a bearer token: a system known by a token of its own."""

from datetime import datetime

from huying.kernel.actor import Actor


def actor_by_token(token: str, *, at: datetime) -> Actor | None:
    """None for a token that nobody holds."""
    return None
