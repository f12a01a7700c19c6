"""A guest's client that reads both forms and holds every JSON answer against the shape of the standard."""

import json
from dataclasses import dataclass
from typing import Any
from xml.etree.ElementTree import Element, fromstring

import jsonschema
from django.http import HttpResponse
from django.test import Client

from tests.exchange import shapes

V2 = "/open311/v2/"
PLURALS = {"service_requests", "services", "errors", "endpoints", "formats", "attributes", "values", "notes"}


@dataclass
class Answer:
    status: int
    said: Any
    response: HttpResponse

    @property
    def numbers(self) -> list[str]:
        return [row["service_request_id"] for row in self.said]

    @property
    def codes(self) -> list[str]:
        return [row["code"] for row in self.said]


def get(address: str, shape: Any = None, *, client: Client | None = None, **asked: Any) -> Answer:
    """Ask for JSON; an answer of 200 must have the shape, any other that of errors."""
    return read((client or Client()).get(V2 + address, asked), shape)


def read(response: Any, shape: Any = None) -> Answer:
    assert response["Content-Type"] == "application/json; charset=utf-8"
    said = json.loads(response.content)
    expected = shape if response.status_code == 200 else shapes.ERRORS
    if expected is not None:
        jsonschema.validate(said, expected)
    return Answer(response.status_code, said, response)


def get_xml(address: str, *, client: Client | None = None, **asked: Any) -> tuple[int, Element]:
    return read_xml((client or Client()).get(V2 + address, asked))


def read_xml(response: Any) -> tuple[int, Element]:
    assert response["Content-Type"] == "text/xml; charset=utf-8"
    assert response.content.startswith(b'<?xml version="1.0" encoding="utf-8"?>')
    assert b"xmlns" not in response.content
    assert b"<!DOCTYPE" not in response.content
    return response.status_code, fromstring(response.content)


def plain(element: Element) -> Any:
    """What an element says, as the same question in JSON says it: texts, None, and lists where the name is plural."""
    if element.tag in PLURALS:
        return [plain(one) for one in element]
    if len(element):
        return {one.tag: plain(one) for one in element}
    return element.text


def texts(said: Any) -> Any:
    """JSON as XML can say it: numbers and truth as words."""
    if isinstance(said, dict):
        return {name: texts(value) for name, value in said.items()}
    if isinstance(said, list):
        return [texts(one) for one in said]
    if isinstance(said, bool):
        return "true" if said else "false"
    return str(said) if said is not None else None
