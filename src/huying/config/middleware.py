"""Hands each request its moment (`request.at`) and who asks (`request.actor`)."""

from collections.abc import Callable

from django.http import HttpRequest, HttpResponse

from huying.kernel.actor import GUEST
from huying.kernel.clock import now


class ActorMiddleware:
    """Sets request.at and request.actor."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        request.at = now()
        request.actor = GUEST
        return self.get_response(request)
