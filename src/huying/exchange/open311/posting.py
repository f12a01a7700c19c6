"""What an app posts, checked as the standard wants it: all that is wrong at once, the key first."""

import re
from collections.abc import Iterator
from datetime import datetime
from typing import Any

from django.http import QueryDict
from django.utils.translation import gettext as _

from huying.cases.public import Filing, Point
from huying.duties.public import CategoryBrief
from huying.exchange.errors import Open311Refused, bad
from huying.exchange.open311.asking import Given
from huying.exchange.queries import Question, questions
from huying.kernel.errors import Invalid
from huying.people.public import NOTICE_VERSION
from huying.territory.public import CRS, area_by_code

LONGEST = 4_000
CONTROL = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f\ud800-\udfff\ufffe\uffff]")
SHORTEST = 4


def filing_of(given: Given, service: CategoryBrief, handles: tuple[str, ...] = ()) -> Filing:
    """As everybody files. Contact data only where the app says that the person agreed; else nobody is known."""
    found: list[tuple[str, str]] = []
    said = dict(_answers(given, service, found))
    words = _words(given, service, said, found)
    point = _part(found, lambda: _point(given))
    area_id = _part(found, lambda: _area_id(given))
    place = _clean(given.word("address_string"))[:200]
    if not (point or area_id or place or found):
        found.append(("400.location", "one of lat and long, address_string, or address_id is required"))
    if found:
        raise Open311Refused(400, *found)
    return Filing(
        words=words, category_code=service.code, kind=said.get("kind") or "complaint", channel="system",
        wish=said.get("wish", ""), area_id=area_id, place=place, point=point, handles=handles, **_who(given),
    )  # fmt: skip


def _part(found: list[tuple[str, str]], read: Any) -> Any:
    try:
        return read()
    except Open311Refused as refused:
        found += refused.found
        return None


def _clean(text: str) -> str:
    """Line breaks stay; what is no character of any text goes. Markup is text: every page writes it as such."""
    return CONTROL.sub("", text.replace("\r\n", "\n"))


def _words(given: Given, service: CategoryBrief, said: dict[str, str], found: list[tuple[str, str]]) -> str:
    text = _clean(given.values.get("description", "")).strip()
    if len(text) > LONGEST:
        found.append(("400.description", f"description may have {LONGEST} characters at most"))
    more = [f"{name}：{words}" for name, words in said.items() if name not in ("kind", "wish")]
    whole = "\n".join(part for part in (text, *more) if part)
    return whole if len(whole) >= SHORTEST else f"{service.name} {whole}".strip()


def _point(given: Given) -> Point | None:
    lat, lon = given.number("lat", -90, 90), given.number("long", -180, 180)
    if (lat is None) != (lon is None):
        raise bad("lat", "lat and long are given together")
    crs = given.word("crs") or "wgs84"
    if crs not in CRS:
        raise bad("crs", f"crs must be one of {', '.join(CRS)}")
    return Point(lon, lat, crs) if lat is not None and lon is not None else None


def _area_id(given: Given) -> int | None:
    code = given.word("address_id")
    if not code:
        return None
    area = area_by_code(code)
    if area is None:
        raise bad("address_id", "address_id is no code of an area here")
    return area.id


def _who(given: Given) -> dict[str, Any]:
    name = " ".join(part for part in (given.word("last_name"), given.word("first_name")) if part)
    phone = given.word("phone")
    if given.word("consent") != NOTICE_VERSION or not (name or phone):
        return {"confidentiality": "P2"}
    level = "P1" if given.yes("confidential") else "P0"
    return {"confidentiality": level, "name": name[:40], "phone": phone[:30], "consent_version": NOTICE_VERSION}


def contact_was_dropped(given: Given) -> bool:
    return given.word("consent") != NOTICE_VERSION and any(
        given.word(name) for name in ("phone", "first_name", "last_name", "email")
    )


def _answers(given: Given, service: CategoryBrief, found: list[tuple[str, str]]) -> Iterator[tuple[str, str]]:
    """What is answered, by code for our own questions and by the words of the question for others."""
    for question in questions(service.code):
        if not question.variable:
            continue
        try:
            values = [_value(question, value) for value in _sent(given.values, question)]
        except Invalid as wrong:
            found.append((f"400.attribute.{question.code}", f"attribute[{question.code}]: {wrong}"))
            continue
        if question.required and not values:
            found.append((f"400.attribute.{question.code}", f"attribute[{question.code}] is required"))
        if values:
            name = question.code if question.code in ("kind", "wish") else question.description
            yield name, "、".join(values)


def _sent(values: QueryDict, question: Question) -> list[str]:
    """An empty answer is none. A list may be sent with or without brackets behind."""
    sent = [*values.getlist(f"attribute[{question.code}]"), *values.getlist(f"attribute[{question.code}][]")]
    kept = [_clean(value).strip()[:LONGEST] for value in sent if value.strip()]
    if len(kept) > 1 and question.datatype != "multivaluelist":
        raise Invalid("one value only")
    return kept


def _value(question: Question, value: str) -> str:
    if question.datatype in ("singlevaluelist", "multivaluelist"):
        names = dict(question.choices)
        if value not in names:
            raise Invalid(f"{value[:40]} is none of {', '.join(names)}")
        return value if question.code == "kind" else names[value]
    if question.datatype == "number" and not re.fullmatch(r"[+-]?\d{1,15}(\.\d{1,10})?", value):
        raise Invalid("must be a number")
    if question.datatype == "datetime" and not _is_moment(value):
        raise Invalid("must be a moment with seconds and a zone")
    return value


def _is_moment(value: str) -> bool:
    try:
        return datetime.fromisoformat(value.replace("Z", "+00:00")).tzinfo is not None and "T" in value
    except ValueError:
        return False


def notice(*, tracking_code: str, batch: bool, dropped: bool, number: str, fetched: bool = True) -> str:
    """What the app shows to the person now."""
    waits = _("已收到，受理员核对后才有编号，请用令牌查询。")
    parts = [
        waits if batch else _("已收到，编号 %(number)s。") % {"number": number},
        _("查询码 %(code)s，请记下。") % {"code": tracking_code} if tracking_code else "",
        _("没有说明本人同意，联系方式没有保存。") if dropped else "",
        "" if fetched else _("没有去取 media_url 的照片，请把照片放在 multipart 的 media 里发来。"),
    ]
    return "".join(parts)
