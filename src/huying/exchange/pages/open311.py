"""Open311 GeoReport v2 at the edge: the form of the answer by the suffix, one table of refusals."""

import json
from collections.abc import Callable
from dataclasses import replace
from functools import wraps
from typing import Any
from urllib.parse import urlencode

from django.conf import settings
from django.http import HttpResponse, JsonResponse
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_safe

from huying.cases.public import PublicCase, Wanted, public_cases, public_numbers
from huying.documents.public import take_in
from huying.exchange.actions import Posted, post_request
from huying.exchange.errors import Open311Refused, bad, not_found
from huying.exchange.open311 import asking, posting, telling, wire
from huying.exchange.open311.description import description
from huying.exchange.open311.schemes import scheme_of
from huying.exchange.queries import number_of_token
from huying.exchange.rules import rules
from huying.kernel.actor import Actor
from huying.kernel.edge import AskedRequest
from huying.kernel.errors import DomainError, Invalid, NotAllowed, NotFound, TooMany, Unavailable
from huying.kernel.paging import Page
from huying.people.public import TokenRefused, actor_for_token

Said = tuple[str, Any]
MOST_FILES = 5
PAGING = ("after", "page", "page_size")
STATUS: tuple[tuple[type[DomainError], int], ...] = (
    (NotFound, 404), (NotAllowed, 403), (TooMany, 429), (Unavailable, 503),
)  # fmt: skip


def says(*methods: str) -> Callable[[Callable[..., Said | HttpResponse]], Callable[..., HttpResponse]]:
    """The view says what there is to say and under which name; refusals are said in the same form."""

    def wrap(view: Callable[..., Said | HttpResponse]) -> Callable[..., HttpResponse]:
        @csrf_exempt
        @wraps(view)
        def inner(request: AskedRequest, form: str, **parts: Any) -> HttpResponse:
            if request.method not in (*methods, "HEAD" if "GET" in methods else ""):
                words = f"this address takes {' and '.join(methods)} only"
                return _open(_refused(form, Open311Refused(405, ("405", words))), Allow=", ".join(methods))
            try:
                said = view(request, form=form, **parts)
            except DomainError as error:
                return _open(_refused(form, error))
            return _open(said if isinstance(said, HttpResponse) else wire.answer(form, *said))

        return inner

    return wrap


def _refused(form: str, error: DomainError) -> HttpResponse:
    if not isinstance(error, Open311Refused):
        error = _as_open311(error)
    rows = [{"code": code, "description": words} for code, words in error.found]
    return wire.answer(form, "errors", rows, status=error.status)


def _as_open311(error: DomainError) -> Open311Refused:
    status = next((status for kind, status in STATUS if isinstance(error, kind)), 400)
    if isinstance(error, Invalid) and error.fields:
        return Open311Refused(status, *((f"{status}.{name}", str(text)) for name, text in error.fields.items()))
    return Open311Refused(status, (f"{status}.{error.code}", str(error)))


def _open(response: HttpResponse, **headers: str) -> HttpResponse:
    """Public data: pages of any site may read it. A session of ours counts for nothing here."""
    response["Access-Control-Allow-Origin"] = "*"
    for name, value in headers.items():
        response[name] = value
    return response


@says("GET")
def discovery(request: AskedRequest, form: str) -> Said:
    return "discovery", telling.discovery()


@says("GET")
def services(request: AskedRequest, form: str) -> Said:
    asking.check_jurisdiction(asking.Given(request.GET))
    return "services", scheme_of(asking.Given(request.GET)).services(telling.services(at=request.at))


@says("GET")
def definition(request: AskedRequest, form: str, code: str) -> Said:
    asking.check_jurisdiction(asking.Given(request.GET))
    service = telling.known_service(code, at=request.at)
    return "service_definition", telling.definition(service.code)


@says("GET", "POST")
def requests(request: AskedRequest, form: str) -> Said | HttpResponse:
    return _post(request) if request.method == "POST" else _list(request, form)


def _post(request: AskedRequest) -> Said:
    """The key first, then where and what, then all the rest at once."""
    given = asking.Given(request.POST)
    actor = _holder(request)
    asking.check_jurisdiction(asking.Given(request.POST if given.word("jurisdiction_id") else request.GET))
    if not given.word("service_code"):
        raise bad("service_code", "service_code is required")
    scheme = scheme_of(asking.Given(request.POST if given.word("service_scheme") else request.GET))
    service = telling.known_service(scheme.ours(given.word("service_code")), at=request.at)
    filing = posting.filing_of(given, service)
    files = [take_in(actor, file=file, name=file.name or "", purpose="case.report", at=request.at, source=actor.task)
             for file in request.FILES.getlist("media")[:MOST_FILES]]  # fmt: skip
    kept = sorted((name, values) for name, values in request.POST.lists() if name not in ("api_key", "idempotency_key"))
    posted = Posted(
        filing=replace(filing, handles=tuple(file.handle for file in files)), batch=service.confidential,
        key=(given.word("idempotency_key") or request.headers.get("Idempotency-Key", ""))[:200],
        seen_as=json.dumps([kept, [file.sha256 for file in files]]),
    )  # fmt: skip
    taken = post_request(actor, posted=posted, at=request.at)
    dropped = posting.contact_was_dropped(given)
    return "service_requests", [
        telling.taken(taken, dropped=dropped, extended=given.yes("extensions"), fetched=not given.word("media_url"))
    ]


def _holder(request: AskedRequest) -> Actor:
    """Who posts: by api_key, or by the bearer token that other doors take. 403 for none, an old or a strange one."""
    raw = request.POST.get("api_key", "") or request.GET.get("api_key", "")
    try:
        actor = actor_for_token(raw, at=request.at) if raw or request.actor.kind != "token" else request.actor
        rules.enter(actor, to="post")
    except (TokenRefused, NotAllowed):
        words = "Invalid api_key received -- can't proceed with create_request."
        raise Open311Refused(403, ("403", words)) from None
    return actor


@says("GET")
def token(request: AskedRequest, form: str, token: str) -> Said:
    asking.check_jurisdiction(asking.Given(request.GET))
    number = number_of_token(token.replace("\x00", ""), at=request.at)
    return "service_requests", [{"service_request_id": number, "token": token}]


def _list(request: AskedRequest, form: str) -> HttpResponse:
    given = asking.Given(request.GET)
    asking.check_jurisdiction(given)
    scheme = scheme_of(given)
    wanted, turn = scheme.wanted(asking.wanted(given, at=request.at)), asking.turn(given)
    page = _numbered(wanted, turn) if turn.page > 1 else public_cases(wanted, size=turn.most, after=turn.after or None)
    rows = [scheme.told(telling.request(one, extended=given.yes("extensions"))) for one in page]
    response = wire.answer(form, "service_requests", rows)
    if page.next_cursor:
        response["Link"] = f'<{_next(request, form, page.next_cursor, turn.most)}>; rel="next"'
    return response


def _numbered(wanted: Wanted, turn: asking.Turn) -> Page[PublicCase]:
    """A page by its number: only the keys before it are read, and not very many."""
    kept = public_numbers(wanted, most=turn.page * turn.most)[(turn.page - 1) * turn.most :]
    return public_cases(Wanted(numbers=tuple(kept)), size=turn.most) if kept else Page([], None)


def _next(request: AskedRequest, form: str, cursor: str, size: int) -> str:
    """The same question, going on behind the last row."""
    asked = [(name, value) for name, values in request.GET.lists() if name not in PAGING for value in values]
    query = urlencode([*asked, ("page_size", min(size, asking.MOST_ON_A_PAGE)), ("after", cursor)])
    return f"{settings.HUYING_ADDRESS}/open311/v2/requests.{form}?{query}"


@says("GET")
def one_request(request: AskedRequest, form: str, number: str) -> Said:
    given = asking.Given(request.GET)
    asking.check_jurisdiction(given)
    scheme = scheme_of(given)
    found = public_cases(Wanted(numbers=(number.replace("\x00", ""),)), size=1).items
    if not found:
        raise not_found("service_request_id", "service_request_id provided was not found")
    return "service_requests", [scheme.told(telling.request(found[0], extended=given.yes("extensions"), notes=True))]


@require_safe
def described(request: AskedRequest) -> HttpResponse:
    return _open(JsonResponse(description()))


@csrf_exempt
def nothing(request: AskedRequest, rest: str) -> HttpResponse:
    """Whatever else is asked for, in the form that it seems to want."""
    form = "json" if rest.endswith(".json") else "xml"
    known = rest.split(".")[0] in ("discovery", "services", "requests", "tokens")
    error = bad("format", "the address must end in .xml or .json") if known else not_found("address", "no such address")
    return _open(_refused(form, error))
