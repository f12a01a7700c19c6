"""JSON schemas of GeoReport v2, written from the text of the standard: what each answer must be, and nothing looser."""

from typing import Any

MOMENT = r"^\d{4}-\d{2}-\d{2}T\d{2}:\d{2}:\d{2}(Z|[+-]\d{2}:\d{2})$"
WORD: dict[str, Any] = {"type": "string", "minLength": 1}
MAYBE: dict[str, Any] = {"type": ["string", "null"]}
DEGREES: dict[str, Any] = {"type": ["number", "null"]}
WHEN: dict[str, Any] = {"type": "string", "pattern": MOMENT}
MAYBE_WHEN: dict[str, Any] = {"anyOf": [{"type": "null"}, WHEN]}


def thing(required: dict[str, Any], **optional: Any) -> dict[str, Any]:
    """An object with these members and no others."""
    return {
        "type": "object", "properties": required | optional, "required": sorted(required),
        "additionalProperties": False,
    }  # fmt: skip


def rows(one: dict[str, Any], **limits: int) -> dict[str, Any]:
    return {"type": "array", "items": one, **limits}


ERRORS = rows(thing({"code": WORD, "description": WORD}), minItems=1)
ENDPOINT = thing(
    {
        "specification": {"const": "http://wiki.open311.org/GeoReport_v2"},
        "url": WORD,
        "changeset": WHEN,
        "type": {"enum": ["production", "test"]},
        "formats": rows({"enum": ["text/xml", "application/json"]}, minItems=1),
    }
)
DISCOVERY = thing(
    {"changeset": WHEN, "contact": WORD, "key_service": WORD, "endpoints": rows(ENDPOINT, minItems=1)},
)
SERVICE = thing(
    {
        "service_code": WORD,
        "service_name": WORD,
        "description": MAYBE,
        "metadata": {"type": "boolean"},
        "type": {"enum": ["realtime", "batch", "blackbox"]},
        "keywords": MAYBE,
        "group": MAYBE,
    }
)
SERVICES = rows(SERVICE)
ATTRIBUTE = thing(
    {
        "variable": {"type": "boolean"},
        "code": WORD,
        "datatype": {"enum": ["string", "number", "datetime", "text", "singlevaluelist", "multivaluelist"]},
        "required": {"type": "boolean"},
        "datatype_description": MAYBE,
        "order": {"type": "integer", "minimum": 1},
        "description": WORD,
    },
    values=rows(thing({"key": WORD, "name": WORD}), minItems=1),
)
DEFINITION = thing({"service_code": WORD, "attributes": rows(ATTRIBUTE)})
PLAIN: dict[str, Any] = {
    "service_request_id": WORD,
    "status": {"enum": ["open", "closed"]},
    "status_notes": MAYBE,
    "service_name": WORD,
    "service_code": WORD,
    "description": MAYBE,
    "agency_responsible": MAYBE,
    "service_notice": MAYBE,
    "requested_datetime": WHEN,
    "updated_datetime": WHEN,
    "expected_datetime": MAYBE_WHEN,
    "address": MAYBE,
    "address_id": MAYBE,
    "zipcode": MAYBE,
    "lat": DEGREES,
    "long": DEGREES,
    "media_url": MAYBE,
}
REQUESTS = rows(thing(PLAIN))
NOTES = rows(thing({"datetime": WHEN, "description": WORD, "type": WORD}))
EXTENDED = rows(
    thing(PLAIN | {"extended_attributes": {"type": "object"}, "attributes": rows({"type": "object"})}, notes=NOTES)
)
CREATED = rows(
    thing(
        {"service_notice": MAYBE, "account_id": MAYBE},
        service_request_id=WORD,
        token=WORD,
        extended_attributes={"type": "object"},
    )
    | {"oneOf": [{"required": ["service_request_id"]}, {"required": ["token"]}]},
    minItems=1,
    maxItems=1,
)
TOKENS = rows(thing({"service_request_id": MAYBE, "token": WORD}), minItems=1, maxItems=1)
