"""The two forms of an answer. What is said is the same; the form comes from the suffix of the address.

XML: a declaration, no namespace, lists as an element of its plural name around elements of its singular. JSON: the
outer element of a list falls away, so a list is an array also when it has one member or none; what is empty is null.
"""

import json
import re
from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any
from xml.sax.saxutils import escape

from django.conf import settings
from django.http import HttpResponse
from django.utils import timezone

TYPES = {"xml": "text/xml; charset=utf-8", "json": "application/json; charset=utf-8"}
ONE_OF = {
    "services": "service", "service_requests": "request", "errors": "error", "endpoints": "endpoint",
    "formats": "format", "attributes": "attribute", "values": "value", "notes": "note", "photos": "photo",
}  # fmt: skip
FORBIDDEN = re.compile("[^\t\n\r\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")
"""What no XML 1.0 document can carry, however it is written."""


def moment(at: datetime | None) -> str | None:
    """To the second, with its zone: 2026-11-22T09:30:00+08:00."""
    return timezone.localtime(at).replace(microsecond=0).isoformat() if at else None


def answer(form: str, name: str, said: Any, *, status: int = 200) -> HttpResponse:
    """`said` is a list (of things named in the plural) or one thing."""
    text = as_xml(name, said) if form == "xml" else as_json(said)
    return HttpResponse(text.encode(settings.DEFAULT_CHARSET), status=status, content_type=TYPES[form])


def as_json(said: Any) -> str:
    return json.dumps(_plain(said), ensure_ascii=False, separators=(",", ":"))


def _plain(said: Any) -> Any:
    if isinstance(said, Mapping):
        return {name: _plain(value) for name, value in said.items()}
    if isinstance(said, list | tuple):
        return [_plain(one) for one in said]
    if isinstance(said, datetime):
        return moment(said)
    if isinstance(said, bool | int | float) or said is None:
        return said
    return str(said) or None


def as_xml(name: str, said: Any) -> str:
    return f'<?xml version="1.0" encoding="utf-8"?>\n{_element(name, said)}\n'


def _element(name: str, said: Any) -> str:
    inside = _inside(name, said)
    return f"<{name}>{inside}</{name}>" if inside else f"<{name}/>"


def _inside(name: str, said: Any) -> str:
    if isinstance(said, Mapping):
        return "".join(_element(part, value) for part, value in said.items())
    if isinstance(said, Sequence) and not isinstance(said, str):
        return "".join(_element(ONE_OF[name], one) for one in said)
    if isinstance(said, bool):
        return "true" if said else "false"
    if isinstance(said, datetime):
        return moment(said) or ""
    return "" if said is None else safe(str(said))


def safe(text: str) -> str:
    """Markup becomes words; a carriage return stays one; what XML cannot carry is left out."""
    return escape(FORBIDDEN.sub("", text), {"\r": "&#13;", '"': "&quot;"})
