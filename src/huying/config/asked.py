"""A request as our middleware hands it on."""

from datetime import datetime

from django.http import HttpRequest

from huying.kernel.actor import Actor


class AskedRequest(HttpRequest):
    """`at` is the moment of the request, `actor` who asks; `csrf_refused` counts on the API only."""

    at: datetime
    actor: Actor
    csrf_refused: bool
    htmx: bool
