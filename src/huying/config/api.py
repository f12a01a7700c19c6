"""The JSON API: every context's router under /api/v1/<context>/, one security rule, one table of problems."""

import json
import re
from functools import cache
from importlib import import_module
from importlib.util import find_spec
from typing import Any

from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse
from django.utils.translation import get_language, override
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe
from ninja import NinjaAPI, Schema
from ninja.errors import AuthenticationError, HttpError, ValidationError
from ninja.openapi.schema import OpenAPISchema
from ninja.parser import Parser
from ninja.security import HttpBearer
from ninja.security.apikey import APIKeyCookie

from huying.config.problems import PageExpired, SignInNeeded, WrongMethod, problem_response
from huying.config.tokens import scope_of
from huying.kernel.actor import Actor
from huying.kernel.edge import AskedRequest
from huying.kernel.errors import DomainError, Invalid, NotAllowed, NotFound

DESCRIPTION = """The same actions as the pages. Sign in with the session of the pages (unsafe methods then also need the
CSRF token) or with a bearer token given to a system. Every error is an RFC 9457 problem with `code` and `facts`."""
NUL = re.compile(rb"(?<!\\)(?:\\\\)*\\u0000")


class Problem(Schema):
    """RFC 9457 problem details."""

    type: str
    title: str
    status: int
    detail: str
    code: str
    facts: dict[str, Any] = {}
    fields: dict[str, str] = {}


class CleanParser(Parser):
    """A sign that no text can keep (NUL) is refused like a body that is no JSON."""

    def parse_body(self, request: HttpRequest) -> Any:
        if NUL.search(request.body):
            raise HttpError(400, "NUL")
        return super().parse_body(request)

    def parse_querydict(self, data: Any, list_fields: list[str], request: HttpRequest) -> Any:
        if any(isinstance(value, str) and "\x00" in value for _name, values in data.lists() for value in values):
            raise HttpError(400, "NUL")
        return super().parse_querydict(data, list_fields, request)


class BySession(APIKeyCookie):
    """The session of the pages."""

    param_name = settings.SESSION_COOKIE_NAME

    def __call__(self, request: Any) -> Actor | None:
        if request.csrf_refused:
            raise PageExpired
        return self.authenticate(request, None)

    def authenticate(self, request: Any, key: str | None) -> Actor | None:
        found: Actor = request.actor
        return found if found.kind == "person" else None


class ByToken(HttpBearer):
    """A token given to a system."""

    def authenticate(self, request: Any, token: str) -> Actor | None:
        if request.actor.kind != "token":
            return None
        if scope_of(request) not in request.actor.scopes:
            raise NotAllowed(scope=scope_of(request))
        found: Actor = request.actor
        return found


api = NinjaAPI(
    title="呼应 Huying",
    version="1",
    description=DESCRIPTION,
    docs_url=None,
    openapi_url=None,
    urls_namespace="api",
    parser=CleanParser(),
    auth=[ByToken(), BySession(csrf=False)],
)


@api.exception_handler(DomainError)
def refused(request: AskedRequest, error: DomainError) -> HttpResponse:
    return problem_response(error)


@api.exception_handler(ValidationError)
def not_valid(request: AskedRequest, error: ValidationError) -> HttpResponse:
    """Where in the request, and what is wrong there; never the rejected value itself."""
    return problem_response(Invalid(fields={".".join(map(str, e["loc"])): e["msg"] for e in error.errors}))


@api.exception_handler(AuthenticationError)
def not_signed_in(request: AskedRequest, error: AuthenticationError) -> HttpResponse:
    return problem_response(SignInNeeded())


@api.exception_handler(HttpError)
def http_error(request: AskedRequest, error: HttpError) -> HttpResponse:
    """Ninja's own refusals: a body that is not JSON, mostly."""
    known: dict[int, type[DomainError]] = {403: PageExpired, 404: NotFound, 405: WrongMethod}
    return problem_response(known.get(error.status_code, Invalid)())


@api.exception_handler(Http404)
def not_found(request: AskedRequest, error: Http404) -> HttpResponse:
    return problem_response(NotFound())


def mount(into: NinjaAPI) -> None:
    """Every context that has routes, in the order of the storeys."""
    for name in settings.CONTEXTS:
        if find_spec(f"huying.{name}.routes"):
            into.add_router(f"/{name}/", import_module(f"huying.{name}.routes").router, tags=[name])


def openapi() -> OpenAPISchema:
    """The description of the API with the problems every operation may answer."""
    schema = api.get_openapi_schema(path_prefix="/api/v1/")
    schema["components"].setdefault("schemas", {})["Problem"] = Problem.model_json_schema()
    for operations in schema["paths"].values():
        for operation in operations.values():
            answers = {str(status): answer for status, answer in operation["responses"].items()}
            operation["responses"] = {**answers, "default": _problem_answer()}
    return schema


def _problem_answer() -> dict[str, Any]:
    ref = {"$ref": "#/components/schemas/Problem"}
    return {
        "description": _("没有办成，原因见 code 与 detail"),
        "content": {"application/problem+json": {"schema": ref}},
    }


@require_safe
def openapi_view(request: AskedRequest) -> HttpResponse:
    """Served where clients look for it, in the language they ask for."""
    return HttpResponse(_said_in(get_language()), content_type="application/json")


@cache
def _said_in(language: str) -> bytes:
    """Made once in each language: it takes most of a second, anybody may ask, and it never changes while we run."""
    with override(language):
        return json.dumps(openapi(), ensure_ascii=False, default=str).encode()


mount(api)
