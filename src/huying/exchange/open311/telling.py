"""Our matters in the words of GeoReport v2."""

from datetime import datetime
from typing import Any

from django.conf import settings
from django.utils.translation import gettext as _

from huying.cases.public import PublicCase, public_steps
from huying.duties.public import CategoryBrief, category, category_tree
from huying.exchange.actions import Taken
from huying.exchange.errors import not_found
from huying.exchange.open311.posting import notice
from huying.exchange.queries import Question, questions
from huying.territory.public import home

SPECIFICATION = "http://wiki.open311.org/GeoReport_v2"
CHANGED = "2026-11-22T00:00:00+08:00"
"""When the meaning of what is offered last changed."""


def discovery() -> dict[str, Any]:
    here, address = home(), settings.HUYING_ADDRESS
    return {
        "changeset": CHANGED,
        "contact": _("%(place)s呼应平台，意见请提交到 %(address)s/feedback/")
        % {"place": here.name if here else "", "address": address},
        "key_service": _("向平台的系统管理员申请密钥，说明见 %(address)s/developers/") % {"address": address},
        "endpoints": [
            {
                "specification": SPECIFICATION,
                "url": f"{address}/open311/v2",
                "changeset": CHANGED,
                "type": "production" if settings.HUYING_PRODUCTION else "test",
                "formats": ["text/xml", "application/json"],
            }
        ],
    }


def services(*, at: datetime) -> list[dict[str, Any]]:
    """Kinds of matter in use today, of both levels that a report may name."""
    tree = {entry.code: entry for entry in category_tree(on=at.date())}
    return [_service(entry, tree) for entry in tree.values() if entry.level > 1]


def _service(entry: CategoryBrief, tree: dict[str, CategoryBrief]) -> dict[str, Any]:
    above = [tree[entry.code[:length]] for length in (2, 4) if length < len(entry.code) and entry.code[:length] in tree]
    return {
        "service_code": entry.code,
        "service_name": entry.label,
        "description": " › ".join(one.label for one in (*above, entry)),
        "metadata": True,
        "type": "batch" if entry.confidential else "realtime",
        "keywords": ",".join(word.replace(",", " ") for word in entry.keywords),
        "group": " › ".join(one.label for one in above),
    }


def known_service(code: str, *, at: datetime) -> CategoryBrief:
    found = category(code, on=at.date()) if code.isascii() and len(code) in (4, 6) else None
    if found is None or not found.active:
        raise not_found("service_code", "service_code provided was not found")
    return found


def definition(code: str) -> dict[str, Any]:
    """What else is asked about this kind, in order."""
    return {"service_code": code, "attributes": [_asked(nth, one) for nth, one in enumerate(questions(code), 1)]}


def _asked(order: int, one: Question) -> dict[str, Any]:
    said = {
        "variable": one.variable, "code": one.code, "datatype": one.datatype, "required": one.required,
        "datatype_description": one.hint or None, "order": order, "description": one.description,
    }  # fmt: skip
    return said | ({"values": [{"key": key, "name": name} for key, name in one.choices]} if one.choices else {})


def taken(one: Taken, *, dropped: bool, extended: bool, fetched: bool = True) -> dict[str, Any]:
    """A number, or a token where the intake desk looks first; never both."""
    words = notice(
        tracking_code=one.tracking_code, batch=one.batch, dropped=dropped, number=one.number, fetched=fetched
    )  # fmt: skip
    known = {"token": one.token} if one.batch else {"service_request_id": one.number}
    said = {**known, "service_notice": words, "account_id": None}
    more = {"tracking_code": one.tracking_code or None, "token": one.token, "already_taken": one.again}
    return {**said, "extended_attributes": more} if extended else said


def request(one: PublicCase, *, extended: bool = False, notes: bool = False) -> dict[str, Any]:
    """What a public matter is to other systems. Its description is made of our own words, never of the reporter's."""
    place = one.area
    told = {
        "service_request_id": one.number,
        "status": "closed" if one.closed else "open",
        "status_notes": _notes(one),
        "service_name": one.category,
        "service_code": one.category_code,
        "description": f"{one.category}（{place.full_name if place else ''}）",
        "agency_responsible": one.unit or None,
        "service_notice": None,
        "requested_datetime": one.filed_at,
        "updated_datetime": one.updated_at,
        "expected_datetime": one.expected_at,
        "address": place.full_name if place else None,
        "address_id": place.code or None if place else None,
        "zipcode": None,
        "lat": place.lat if place else None,
        "long": place.lon if place else None,
        "media_url": _photos(one)[0] if one.photos else None,
    }
    return told | _more(one, notes=notes) if extended else told


def _notes(one: PublicCase) -> str:
    """The finer state in words; how it ended, where it did: closed is not the same as solved."""
    return f"{one.state_word}：{one.result_word}" if one.closed and one.result_word else str(one.state_word)


def _photos(one: PublicCase) -> list[str]:
    """Masked, and shown to everybody by a decision; none else has such an address."""
    return [f"{settings.HUYING_ADDRESS}{address}" for address in one.photos]


def _more(one: PublicCase, *, notes: bool) -> dict[str, Any]:
    told: dict[str, Any] = {
        "extended_attributes": {
            "state": one.state, "result": one.result_kind or None, "round": one.round, "channel": one.channel,
            "area_level": one.area.level if one.area else None, "coordinates": "CGCS2000",
            "photos": _photos(one),
        },
        "attributes": [],
    }  # fmt: skip
    if notes:
        steps = public_steps(one.number)
        told["notes"] = [{"datetime": step.at, "description": str(step.word), "type": step.code} for step in steps]
    return told
