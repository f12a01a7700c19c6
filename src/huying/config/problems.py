"""The one HTTP table: what each refusal of the domain is on the wire, as RFC 9457 problem details and as a page."""

from dataclasses import fields, is_dataclass
from typing import Any

from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import render
from django.utils.translation import gettext_lazy as _

from huying.kernel.errors import (
    Conflict,
    DomainError,
    Invalid,
    NotAllowed,
    NotFound,
    StepNotAllowed,
    TooMany,
    Unavailable,
)
from huying.people.public import TokenRefused


class SignInNeeded(DomainError):
    """Only someone known may do this, and nobody is signed in."""

    code = "sign_in_needed"
    message = _("需要先登录")
    way_out = _("请登录后再试；程序请带上令牌。")


class PageExpired(DomainError):
    """The form's token does not fit the session: an old page, or another site's."""

    code = "page_expired"
    message = _("页面已过期，没有提交")
    way_out = _("请返回上一页刷新后再提交，您填写的内容还在。")


class WrongMethod(DomainError):
    code = "wrong_method"
    message = _("这个地址不接受这种请求方法")


class Broken(DomainError):
    """Our own fault. Nothing is said of its cause outside the log."""

    code = "broken"
    message = _("系统出错了，没有办成")
    way_out = _("请稍后再试。我们已记下这个错误；急事请打 12345。")


STATUS: dict[type[DomainError], int] = {
    DomainError: 400,
    SignInNeeded: 401,
    TokenRefused: 401,
    NotAllowed: 403,
    PageExpired: 403,
    NotFound: 404,
    WrongMethod: 405,
    StepNotAllowed: 409,
    Conflict: 409,
    Invalid: 422,
    TooMany: 429,
    Broken: 500,
    Unavailable: 503,
}


def status_of(error: DomainError) -> int:
    """The nearest ancestor in the table decides."""
    return next(STATUS[kind] for kind in type(error).__mro__ if kind in STATUS)


def as_problem(error: DomainError) -> dict[str, Any]:
    """The body of the answer: `code` and `facts` are for machines, `title` and `detail` for readers."""
    problem: dict[str, Any] = {
        "type": f"urn:huying:problem:{error.code}",
        "title": str(type(error).message),
        "status": status_of(error),
        "detail": str(error),
        "code": error.code,
        "facts": {name: _plain(value) for name, value in error.facts.items()},
    }
    if isinstance(error, Invalid):
        problem["fields"] = {name: str(text) for name, text in error.fields.items()}
    return problem


def problem_response(error: DomainError) -> HttpResponse:
    """The answer to a program."""
    response = JsonResponse(
        as_problem(error), status=status_of(error), content_type="application/problem+json; charset=utf-8"
    )
    return _with_headers(response, error)


def problem_page(request: HttpRequest, error: DomainError) -> HttpResponse:
    """The answer to a person: what is so, why, and what to do now. A htmx request gets the fragment only."""
    status = status_of(error)
    template = "errors/fragment.html" if getattr(request, "htmx", False) else "errors/problem.html"
    response = render(request, template, {"error": error, "status": status}, status=status)
    return _with_headers(response, error)


def answer(request: HttpRequest, error: DomainError) -> HttpResponse:
    """Programs get problem details, people get a page."""
    return problem_response(error) if wants_json(request) else problem_page(request, error)


def wants_json(request: HttpRequest) -> bool:
    return request.path.startswith("/api/")


def _with_headers(response: HttpResponse, error: DomainError) -> HttpResponse:
    if response.status_code in (429, 503):
        response["Retry-After"] = str(error.facts.get("retry_after", 60))
    if response.status_code == 401:
        response["WWW-Authenticate"] = 'Bearer realm="huying"'
    return response


def _plain(value: Any) -> Any:
    if value is None or isinstance(value, (bool, int, float, str)):
        return value
    if is_dataclass(value):
        return {part.name: _plain(getattr(value, part.name)) for part in fields(value)}
    if isinstance(value, (list, tuple, set, frozenset)):
        return [_plain(item) for item in value]
    return {str(k): _plain(v) for k, v in value.items()} if isinstance(value, dict) else str(value)
