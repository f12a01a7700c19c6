"""An OpenAPI description of our GeoReport v2, so that programs can read what they may ask."""

from typing import Any

from huying.exchange.models import DATATYPES

WORD, MAYBE = {"type": "string"}, {"type": ["string", "null"]}
WHEN = {"type": "string", "format": "date-time"}
MAYBE_NUMBER = {"type": ["number", "null"]}
ASKED = (
    "jurisdiction_id",
    "service_code",
    "start_date",
    "end_date",
    "updated_after",
    "updated_before",
    "bbox",
    "after",
)
SENT = (
    "api_key", "service_code", "jurisdiction_id", "lat", "long", "address_string", "address_id", "description", "phone",
    "first_name", "last_name", "email", "device_id", "account_id", "media_url", "consent", "confidential",
    "idempotency_key", "crs", "attribute[kind]", "attribute[wish]",
)  # fmt: skip


def description() -> dict[str, Any]:
    return {
        "openapi": "3.1.0",
        "info": {"title": "Open311 GeoReport v2", "version": "2"},
        "servers": [{"url": "/open311/v2"}],
        "paths": {path: operations for form in ("json", "xml") for path, operations in _paths(form).items()},
    }


def _paths(form: str) -> dict[str, Any]:
    listing = [*(_query(name) for name in ASKED), *_paging(), _query("service_request_id"), _query("status")]
    return {
        f"/discovery.{form}": {"get": _get("Where and how", _thing(endpoints=_rows(_thing())), form)},
        f"/services.{form}": {"get": _get("Kinds of matter", _rows(SERVICE), form, _query("jurisdiction_id"))},
        f"/services/{{service_code}}.{form}": {
            "get": _get("Questions of a kind", DEFINITION, form, _part("service_code"))
        },
        f"/requests.{form}": {
            "get": _get("Public matters", _rows(REQUEST), form, *listing),
            "post": _get("Send a matter in", _rows(CREATED), form) | {"requestBody": _body()},
        },
        f"/requests/{{service_request_id}}.{form}": {
            "get": _get("One public matter", _rows(REQUEST), form, _part("service_request_id"), _query("extensions"))
        },
        f"/tokens/{{token}}.{form}": {"get": _get("The number of what was sent", _rows(TOKEN), form, _part("token"))},
    }


def _thing(**members: Any) -> dict[str, Any]:
    return {"type": "object", "properties": members, "required": list(members)}


def _rows(one: dict[str, Any]) -> dict[str, Any]:
    return {"type": "array", "items": one}


SERVICE = _thing(
    service_code=WORD, service_name=WORD, description=MAYBE, metadata={"type": "boolean"}, keywords=MAYBE, group=MAYBE,
    type={"enum": ["realtime", "batch"]},
)  # fmt: skip
ATTRIBUTE = _thing(
    code=WORD, datatype={"enum": list(DATATYPES)}, required={"type": "boolean"}, variable={"type": "boolean"},
    order={"type": "integer"}, description=WORD,
)  # fmt: skip
DEFINITION = _thing(service_code=WORD, attributes=_rows(ATTRIBUTE))
REQUEST = _thing(
    service_request_id=WORD, status={"enum": ["open", "closed"]}, status_notes=MAYBE, service_name=WORD,
    service_code=WORD, description=MAYBE, agency_responsible=MAYBE, requested_datetime=WHEN, updated_datetime=WHEN,
    expected_datetime={"anyOf": [WHEN, {"type": "null"}]}, address=MAYBE, lat=MAYBE_NUMBER, long=MAYBE_NUMBER,
)  # fmt: skip
CREATED = _thing(service_notice=MAYBE, account_id=MAYBE)
TOKEN = _thing(service_request_id=MAYBE, token=WORD)
ERROR = _thing(code=WORD, description=WORD)


def _get(summary: str, shape: dict[str, Any], form: str, *asked: dict[str, Any]) -> dict[str, Any]:
    answers = {"200": _answer(summary, shape, form)}
    for status in ("400", "403", "404", "405", "429", "503"):
        answers[status] = _answer("Refused: code and description", _rows(ERROR), form)
    return {"summary": summary, "parameters": list(asked), "responses": answers}


def _answer(summary: str, shape: dict[str, Any], form: str) -> dict[str, Any]:
    content = {"application/json": {"schema": shape}} if form == "json" else {"text/xml": {}}
    return {"description": summary, "content": content}


def _query(name: str) -> dict[str, Any]:
    return {"name": name, "in": "query", "schema": WORD}


def _part(name: str) -> dict[str, Any]:
    return {"name": name, "in": "path", "required": True, "schema": {"type": "string", "minLength": 1}}


def _paging() -> list[dict[str, Any]]:
    return [{"name": name, "in": "query", "schema": {"type": "integer"}} for name in ("page", "page_size")]


def _body() -> dict[str, Any]:
    fields = {"type": "object", "properties": dict.fromkeys(SENT, WORD), "required": ["service_code"]}
    return {"content": {"application/x-www-form-urlencoded": {"schema": fields}}}
