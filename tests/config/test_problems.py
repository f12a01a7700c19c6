"""One table speaks HTTP for every refusal of the domain."""

import json
from collections.abc import Iterator

import pytest
from django.db import OperationalError
from django.http import HttpRequest, HttpResponse
from django.test import Client, override_settings
from django.urls import include, path
from ninja import NinjaAPI, Schema

from huying.config import api as assembly
from huying.config import failures
from huying.config.problems import STATUS, Broken, status_of
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

pytestmark = pytest.mark.django_db  # the foot of a page says who runs the site

REFUSALS: dict[str, tuple[DomainError, int]] = {
    "not_found": (NotFound(case_id=17), 404),
    "not_allowed": (NotAllowed(to="assign"), 403),
    "step_not_allowed": (StepNotAllowed(step="close", state="filed", allowed=["assign"]), 409),
    "conflict": (Conflict(), 409),
    "invalid": (Invalid(fields={"words": "请写几个字"}), 422),
    "too_many": (TooMany(retry_after=120), 429),
    "unavailable": (Unavailable(), 503),
}


class AreaTooLarge(Invalid):
    code = "area_too_large"


def refuse(request: HttpRequest, code: str) -> HttpResponse:
    raise REFUSALS[code][0]


def fail(request: HttpRequest) -> HttpResponse:
    raise RuntimeError("planted 13800001234")


trial_api = NinjaAPI(urls_namespace="trial", auth=assembly.api.auth, docs_url=None)
trial_api._exception_handlers.update(assembly.api._exception_handlers)


class Words(Schema):
    words: str


@trial_api.get("/refuse/{code}", auth=None)
def api_refuse(request: HttpRequest, code: str) -> None:
    raise REFUSALS[code][0]


@trial_api.post("/words", auth=None)
def api_words(request: HttpRequest, body: Words) -> dict[str, str]:
    return {"by": request.actor.kind}


@trial_api.get("/mine")
def api_mine(request: HttpRequest) -> dict[str, int | None]:
    return {"account_id": request.actor.account_id}


def lost(request: HttpRequest) -> None:
    raise OperationalError("server closed the connection unexpectedly")


urlpatterns = [
    path("lost/", lost),
    path("api/v1/lost", lost),
    path("refuse/<str:code>/", refuse),
    path("fail/", fail),
    path("api/v1/fail", fail),
    path("api/trial/", trial_api.urls),
    path("", include("huying.config.urls")),
]
handler404 = failures.not_found
handler500 = failures.broken


@pytest.fixture(autouse=True)
def _trial_pages() -> Iterator[None]:
    with override_settings(ROOT_URLCONF=__name__):
        yield


@pytest.fixture
def visitor() -> Client:
    return Client(raise_request_exception=False)


@pytest.mark.parametrize("code", REFUSALS)
def test_a_program_gets_problem_details(visitor: Client, code: str) -> None:
    error, status = REFUSALS[code]
    response = visitor.get(f"/api/trial/refuse/{code}")
    problem = json.loads(response.content)
    assert response.status_code == problem["status"] == status
    assert response["Content-Type"].startswith("application/problem+json")
    assert problem["code"] == code
    assert problem["type"] == f"urn:huying:problem:{code}"
    assert problem["title"]
    assert problem["detail"].startswith(problem["title"])
    assert problem["facts"] == error.facts
    assert problem.get("fields", {}) == getattr(error, "fields", {})


@pytest.mark.parametrize("code", REFUSALS)
def test_a_person_gets_a_page_that_says_what_to_do(visitor: Client, code: str) -> None:
    error, status = REFUSALS[code]
    response = visitor.get(f"/refuse/{code}/")
    page = response.content.decode()
    assert response.status_code == status
    assert str(error.message) in page
    assert str(error.way_out) in page
    assert all(text in page for text in getattr(error, "fields", {}).values())


def test_whoever_is_too_fast_is_told_how_long_to_wait(visitor: Client) -> None:
    assert visitor.get("/refuse/too_many/")["Retry-After"] == "120"
    assert visitor.get("/api/trial/refuse/too_many")["Retry-After"] == "120"
    assert int(visitor.get("/refuse/unavailable/")["Retry-After"]) > 0


def test_an_error_of_a_context_is_answered_like_its_ancestor() -> None:
    assert status_of(AreaTooLarge()) == 422
    assert set(STATUS.values()) == {400, 401, 403, 404, 405, 409, 422, 429, 500, 503}


def test_a_htmx_request_gets_the_fragment_only(visitor: Client) -> None:
    page = visitor.get("/refuse/conflict/", headers={"HX-Request": "true"}).content.decode()
    assert "<html" not in page
    assert str(Conflict.way_out) in page


def test_a_body_that_does_not_fit_names_the_field_and_not_the_value(visitor: Client) -> None:
    response = visitor.post("/api/trial/words", {"words": ["秘密"]}, content_type="application/json")
    problem = json.loads(response.content)
    assert response.status_code == 422
    assert list(problem["fields"]) == ["body.body.words"]
    assert "秘密" not in response.content.decode()


def test_a_body_that_is_not_json_is_a_problem_too(visitor: Client) -> None:
    response = visitor.post("/api/trial/words", "{", content_type="application/json")
    assert response.status_code == 422
    assert json.loads(response.content)["code"] == "invalid"


def test_a_guest_is_asked_to_sign_in(visitor: Client) -> None:
    response = visitor.get("/api/trial/mine")
    assert response.status_code == 401
    assert response["WWW-Authenticate"].startswith("Bearer")
    assert json.loads(response.content)["code"] == "sign_in_needed"


def test_a_token_that_nobody_holds_is_refused(db: None, visitor: Client) -> None:
    answer = visitor.get("/api/trial/mine", headers={"Authorization": "Bearer nonsense"})
    assert answer.status_code == 401
    assert answer["Content-Type"].startswith("application/problem+json")


def test_an_unknown_address_and_a_wrong_method_are_problems(visitor: Client) -> None:
    assert json.loads(visitor.get("/api/v1/nothing").content)["code"] == "not_found"
    refused = visitor.get("/api/trial/words")
    assert refused.status_code == 405
    assert refused["Allow"] == "POST"
    assert json.loads(refused.content)["code"] == "wrong_method"
    assert visitor.get("/nothing/").status_code == 404


def test_our_own_failure_says_nothing_of_its_cause(visitor: Client, caplog: pytest.LogCaptureFixture) -> None:
    page, answer = visitor.get("/fail/"), visitor.get("/api/v1/fail")
    assert page.status_code == answer.status_code == 500
    assert str(Broken.way_out) in page.content.decode()
    assert json.loads(answer.content)["code"] == "broken"
    assert "planted" not in page.content.decode() + answer.content.decode()


def test_a_session_without_the_csrf_token_counts_for_nothing_on_the_api(db: None) -> None:
    strict = Client(enforce_csrf_checks=True)
    strict.cookies["huying_session"] = "any"
    answer = strict.post("/api/trial/words", {"words": "你好"}, content_type="application/json")
    assert answer.json() == {"by": "guest"}


def test_when_the_database_is_gone_what_was_typed_comes_back_with_a_button_to_send_it_again(visitor: Client) -> None:
    answer = visitor.post("/lost/?way=a", {"words": "楼道灯不亮<b>已经三天", "client_key": "k1"})
    page = answer.content.decode()
    assert (answer.status_code, answer["Retry-After"]) == (503, "15")
    assert page.count("楼道灯不亮&lt;b&gt;已经三天") == 2
    assert 'action="/lost/?way=a"' in page
    assert 'name="client_key" value="k1"' in page
    assert "没有丢" in page


def test_a_secret_is_never_written_into_that_page(visitor: Client) -> None:
    page = visitor.post("/lost/", {"username": "wang.li", "password": "Qing-Feng-8"}).content.decode()
    assert "Qing-Feng-8" not in page
    assert "返回上一页再试一次" in page


def test_programs_are_told_to_come_again(visitor: Client) -> None:
    answer = visitor.post("/api/v1/lost", {"words": "楼道灯"}, content_type="application/json")
    assert (answer.status_code, answer.json()["code"], answer["Retry-After"]) == (503, "unavailable", "15")
