"""What pages of every context need to know about a request."""

from datetime import datetime

from django.conf import settings
from django.http import HttpRequest

from huying.kernel.actor import Actor


class AskedRequest(HttpRequest):
    """A request as ActorMiddleware hands it on: with its moment and who asks. For annotations."""

    at: datetime
    actor: Actor


def sender_address(request: HttpRequest) -> str:
    """The address a request came from; behind reverse proxies the one that the outermost of ours saw."""
    seen = [part.strip() for part in request.headers.get("X-Forwarded-For", "").split(",") if part.strip()]
    proxies = settings.HUYING_PROXIES
    return seen[-proxies] if proxies and len(seen) >= proxies else str(request.META.get("REMOTE_ADDR", ""))
