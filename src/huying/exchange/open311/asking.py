"""What a request asks, read strictly: an empty parameter is an absent one, and what cannot be meant is said so."""

import re
from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

from django.http import QueryDict

from huying.cases.public import Box, Wanted
from huying.exchange.errors import Open311Refused, bad, not_found
from huying.territory.public import home

MOMENT = re.compile(r"(\d{4}-\d{2}-\d{2}T\d{2}:\d{2}:\d{2})(?:\.\d{1,6})?(Z|[+\- ]\d{2}:\d{2})")
NUMBER = re.compile(r"[+-]?\d{1,3}(\.\d{1,20})?")
SPAN = timedelta(days=90)
MOST, MOST_ON_A_PAGE, DEEPEST = 1_000, 200, 10_000
LONGEST = 2_000


@dataclass(frozen=True, slots=True)
class Turn:
    """Which part of a list: a page by its number, or what follows a cursor; `most` at once."""

    most: int = MOST
    page: int = 1
    after: str = ""


class Given:
    """The parameters of one request."""

    def __init__(self, values: QueryDict) -> None:
        self.values = values

    def word(self, name: str) -> str:
        return self.values.get(name, "").replace("\x00", "").strip()[:LONGEST]

    def words(self, name: str) -> tuple[str, ...]:
        """With commas between, or the parameter several times."""
        said = ",".join(self.values.getlist(name)).replace("\x00", "")[:LONGEST]
        return tuple(dict.fromkeys(part.strip() for part in said.split(",") if part.strip()))

    def yes(self, name: str) -> bool:
        return self.word(name).lower() in ("true", "1")

    def moment(self, name: str) -> datetime | None:
        """A plus sign that was not written as %2B arrives as a space: it is meant as a plus."""
        text = self.word(name)
        if not text:
            return None
        found = MOMENT.fullmatch(text)
        try:
            if found is None:
                raise ValueError
            return datetime.fromisoformat(f"{found[1]}{found[2].replace(' ', '+').replace('Z', '+00:00')}")
        except ValueError:
            raise bad(
                name, f"{name} must be a moment with seconds and a zone, e.g. 2026-11-22T09:30:00%2B08:00"
            ) from None

    def number(self, name: str, low: float, high: float) -> float | None:
        text = self.word(name)
        if not text:
            return None
        if not NUMBER.fullmatch(text) or not low <= float(text) <= high:
            raise bad(name, f"{name} must be a number between {low:g} and {high:g}")
        return float(text)

    def whole(self, name: str, usual: int, most: int) -> int:
        text = self.word(name)
        if not text:
            return usual
        if not (text.isascii() and text.isdigit() and len(text) < 9 and 1 <= int(text) <= most):
            raise bad(name, f"{name} must be a whole number between 1 and {most}")
        return int(text)


def check_jurisdiction(given: Given) -> None:
    """One jurisdiction is served: who names none means it; who names another does not find it here."""
    asked, here = given.word("jurisdiction_id"), home()
    if asked and (here is None or asked not in (here.code, here.name)):
        raise not_found("jurisdiction_id", "jurisdiction_id provided was not found")


def wanted(given: Given, *, at: datetime) -> Wanted:
    """Numbers override everything else; then 90 days at most, the last ones when nothing is said."""
    if numbers := given.words("service_request_id"):
        if len(numbers) > MOST_ON_A_PAGE:
            raise bad("service_request_id", f"at most {MOST_ON_A_PAGE} service_request_id at once")
        return Wanted(numbers=numbers)
    touched = _span(given, "updated_after", "updated_before", at=at)
    since, until = _span(given, "start_date", "end_date", at=at)
    if touched == (None, None) and (since, until) == (None, None):
        since = at - SPAN
    return Wanted(
        categories=given.words("service_code"), since=since, until=until, closed=_status(given), box=_box(given),
        touched_since=touched[0], touched_until=touched[1],
    )  # fmt: skip


def _span(given: Given, first: str, last: str, *, at: datetime) -> tuple[datetime | None, datetime | None]:
    """The one that is missing lies 90 days away from the other, and never in the future."""
    since, until = given.moment(first), given.moment(last)
    if since is None and until is None:
        return None, None
    if until is None and since is not None:
        return since, _moved(since, SPAN, at)
    if since is None and until is not None:
        return _moved(until, -SPAN, until), until
    if since is not None and until is not None and until - since > SPAN:
        raise bad(last, f"{first} and {last} may lie at most 90 days apart")
    return since, until


def _moved(moment: datetime, by: timedelta, latest: datetime) -> datetime:
    try:
        return max(moment, min(moment + by, latest)) if by > timedelta() else moment + by
    except OverflowError:
        return datetime.min.replace(tzinfo=UTC) if by < timedelta() else latest


def _status(given: Given) -> bool | None:
    asked = set(given.words("status"))
    if asked - {"open", "closed"}:
        raise bad("status", "status must be open, closed or both with a comma between")
    return None if len(asked) != 1 else asked == {"closed"}


def _box(given: Given) -> Box | None:
    """west,south,east,north in WGS84, as in GeoJSON."""
    text = given.word("bbox")
    if not text:
        return None
    parts = [part.strip() for part in text.split(",")]
    if len(parts) != 4 or not all(NUMBER.fullmatch(part) for part in parts):
        raise bad("bbox", "bbox must be west,south,east,north in degrees")
    west, south, east, north = map(float, parts)
    if not (-180 <= west <= east <= 180 and -90 <= south <= north <= 90):
        raise bad("bbox", "bbox must lie on the globe, west before east and south before north")
    return Box(west, south, east, north)


def turn(given: Given) -> Turn:
    """Without paging the first 1,000. By number up to 10,000 rows deep; by cursor without end."""
    if given.word("after") and given.word("page") not in ("", "1"):
        raise bad("page", "either page or after")
    if not (given.word("page") or given.word("page_size") or given.word("after")):
        return Turn()
    size = given.whole("page_size", 50, MOST_ON_A_PAGE)
    page = given.whole("page", 1, 10**8)
    if page * size > DEEPEST:
        raise bad("page", f"page numbers end at {DEEPEST} rows: go on with the link rel=next, which has no end")
    return Turn(most=size, page=page, after=given.word("after"))


def first_refusal(*checks: Callable[[], object]) -> None:
    """Several refusals in one answer: all of status 400, or the first one of another."""
    found: list[tuple[str, str]] = []
    for check in checks:
        try:
            check()
        except Open311Refused as refused:
            if refused.status != 400:
                raise
            found += refused.found
    if found:
        raise Open311Refused(400, *found)
