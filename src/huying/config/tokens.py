"""Who comes with a bearer token: a system, by a token of its own, with the posts of the account it stands for."""

from dataclasses import replace
from datetime import datetime

from django.http import HttpRequest

from huying.kernel.actor import Actor
from huying.organisations.public import actor_for
from huying.people.public import actor_for_token

PREFIX = "bearer "


def token_of(request: HttpRequest) -> str:
    """The token a request carries, or nothing."""
    header = request.headers.get("Authorization", "")
    return header[len(PREFIX) :].strip() if header.lower().startswith(PREFIX) else ""


def actor_by_token(token: str, *, at: datetime) -> Actor:
    """Refused like a sign-in when nobody holds it."""
    holder = actor_for_token(token, at=at)
    if holder.account_id is None:
        return holder
    return replace(holder, posts=actor_for(holder.account_id, at=at).posts)


def scope_of(request: HttpRequest) -> str:
    """What a token needs for this request: `cases:read` or `cases:write`, by the context in the address."""
    context = request.path.removeprefix("/api/v1/").split("/", 1)[0]
    return f"{context}:{'read' if request.method in ('GET', 'HEAD', 'OPTIONS') else 'write'}"
