"""What a row is here: a case of the past, a live one, or something that somebody must mend first."""

from collections import Counter
from dataclasses import dataclass
from datetime import datetime, timedelta

from huying.cases.public import SATISFIED, SOLVED, Filing, Known, PastCase, Point, kind_words, wrong_with
from huying.duties.public import category_tree
from huying.exchange.files.mapping import Mapping, Read
from huying.organisations.public import bodies_named
from huying.people.public import NOTICE_VERSION
from huying.territory.public import area_by_code, locate_text, to_cgcs2000

COLUMN_OF = {"category": "category", "area": "area", "body": "body", "outcome": "outcome", "number": "number",
             "point": "lon", "order_without_unit": "body", "in_the_future": "closed_at"}  # fmt: skip
LONGEST_NUMBER = 64


@dataclass(frozen=True, slots=True)
class Live:
    """A row that becomes a case of ours."""

    number: str
    digest: str
    filing: Filing
    filed_at: datetime
    row: int = 0
    """Where it stands in its file."""


@dataclass(frozen=True, slots=True)
class Wrong:
    """What is wrong: column and code."""

    found: tuple[tuple[str, str], ...]
    number: str


def _rating(texts: dict[str, str]) -> tuple[str, str] | None:
    """Where somebody was asked and answered both."""
    said = texts.get("solved", ""), texts.get("satisfied", "")
    return said if said[0] in SOLVED and said[1] in SATISFIED else None


class Meaning:
    """Looks things up once for all rows of a run."""

    def __init__(self, mapping: Mapping, *, at: datetime) -> None:
        self.mapping, self.at, self.known = mapping, at, Known()
        tree = category_tree()
        self.codes = {entry.code for entry in tree if entry.level > 1}
        self.names = {entry.name: entry.code for entry in tree if entry.level > 1}
        self.city = {entry.citymgmt_map: entry.code for entry in tree if entry.citymgmt_map}
        self.kinds = {code for code, _word in kind_words()}
        self.unknown: Counter[str] = Counter()
        """Kinds of matter that were neither mapped nor named as ours are, with how often."""
        self.areas: dict[str, int | None] = {}
        self.bodies: dict[str, int | None] = {}

    def of(self, read: Read) -> PastCase | Live | Wrong:
        number = read.texts.get("number", "")[:LONGEST_NUMBER]
        category, area = self._category(read.texts.get("category", "")), self._area(read)
        wrong = [*read.wrong, *self._wrong_in(read, category, area), *self._wrong_words(read)]
        filed_at, closed_at = read.moments.get("filed_at"), read.moments.get("closed_at")
        if wrong or filed_at is None or category is None or area is None:
            return Wrong(tuple(dict.fromkeys(wrong)), number)
        if closed_at is None:
            return self._open(read, number, category, area, filed_at)
        return self._past(read, number, category, area)

    def _wrong_in(self, read: Read, category: str | None, area: int | None) -> list[tuple[str, str]]:
        texts, filed_at, closed_at = read.texts, read.moments.get("filed_at"), read.moments.get("closed_at")
        wrong = [(needed, "missing") for needed in ("number", "category") if not texts.get(needed)]
        if len(texts.get("number", "")) > LONGEST_NUMBER:
            wrong.append(("number", "number"))
        if filed_at is None:
            wrong += [] if ("filed_at", "bad_date") in read.wrong else [("filed_at", "missing")]
        elif closed_at is not None and closed_at < filed_at:
            wrong.append(("closed_at", "negative_duration"))
        if category is None and texts.get("category"):
            wrong.append(("category", "unknown_word"))
            self.unknown[texts["category"]] += 1
        return wrong if area is not None else [*wrong, ("area", "unknown_word")]

    def _category(self, said: str) -> str | None:
        if self.mapping.category_scheme == "city":
            return self.city.get(said) or self.city.get(said.replace(" / ", "")) or self._named(said)
        return self._named(said)

    def _named(self, said: str) -> str | None:
        last = said.rpartition(" / ")[2]
        return said if said in self.codes else self.names.get(said) or self.names.get(last)

    def _area(self, read: Read) -> int | None:
        """By code; else by the words for it and the address."""
        said = read.texts.get("area") or read.texts.get("place", "")
        if said not in self.areas:
            found = area_by_code(said) if said.isdigit() else None
            guesses = [] if found or not said else locate_text(said)
            self.areas[said] = found.id if found else guesses[0].area_id if guesses else None
        return self.areas[said]

    def _body(self, said: str) -> int | None:
        if said and said not in self.bodies:
            named = [body for body in bodies_named(said, on=self.at.date()) if said in (body.name, body.short_name)]
            self.bodies[said] = named[0].id if named else None
        return self.bodies.get(said)

    def _point(self, read: Read) -> tuple[float, float] | None:
        """Raises ValueError for what is no point of the globe."""
        lon, lat = read.texts.get("lon"), read.texts.get("lat")
        return to_cgcs2000(float(lon), float(lat), self.mapping.crs) if lon and lat else None

    def _wrong_words(self, read: Read) -> list[tuple[str, str]]:
        """A kind of call that is none, and coordinates that cannot be: said, never left out quietly."""
        said = read.texts.get("kind", "")
        wrong = [("kind", "unknown_word")] if said and said not in self.kinds else []
        try:
            self._point(read)
        except ValueError:
            wrong.append(("lon", "point"))
        return wrong

    def _open(self, read: Read, number: str, category: str, area: int, filed_at: datetime) -> Live | Wrong:
        days = self.mapping.live_days
        if read.texts.get("state") == "closed":
            return Wrong((("closed_at", "missing"),), number)
        if not days or filed_at < self.at - timedelta(days=days):
            return Wrong((("closed_at", "still_open"),), number)
        texts, point = read.texts, self._point(read)
        phone = texts.get("phone", "")[:30]
        phone = phone if any(one.isdigit() for one in phone) else ""  # “无”, “不详”
        anonymous = not (phone or texts.get("name"))
        filing = Filing(
            words=self._words(read) or f"{texts.get('title', '')} {texts.get('place', '')}".strip() or category,
            category_code=category, kind=self._kind(read), channel="hotline", area_id=area,
            place=texts.get("place", "")[:200], point=Point(*point, crs="cgcs2000") if point else None,
            confidentiality="P2" if anonymous else "P0", name=texts.get("name", "")[:40],
            phone=phone, on_behalf=True, consent_version="" if anonymous else NOTICE_VERSION,
        )  # fmt: skip
        return Live(number, read.digest(), filing, filed_at, read.row)

    def _kind(self, read: Read) -> str:
        return read.texts.get("kind") or "complaint"

    def _words(self, read: Read) -> str:
        parts = [read.texts.get("words", "")]
        if component := read.texts.get("component"):
            parts.append(f"部件标识码：{component}")
        return "\n".join(part for part in parts if part)

    def _past(self, read: Read, number: str, category: str, area: int) -> PastCase | Wrong:
        texts, when = read.texts, read.moments
        body_id = self._body(texts.get("body", ""))
        past = PastCase(
            number=number, category_code=category, area_id=area, words=self._words(read), filed_at=when["filed_at"],
            closed_at=when["closed_at"], accepted_at=when.get("accepted_at"),
            dispatched_at=when.get("dispatched_at") if body_id else None,
            signed_at=when.get("signed_at") if body_id else None,
            finished_at=when.get("finished_at") if body_id else None, due_at=when.get("due_at"), body_id=body_id,
            outcome=texts.get("outcome") or "solved", answer=texts.get("answer", ""), kind=self._kind(read),
            channel="hotline", klass=texts.get("klass") or "G", title=texts.get("title", "")[:80],
            place=texts.get("place", "")[:200], point=self._point(read), digest=read.digest(), rating=_rating(texts),
        )  # fmt: skip
        code = wrong_with(past, self.known, at=self.at)
        return Wrong(((COLUMN_OF.get(code, ""), code),), number) if code else past
