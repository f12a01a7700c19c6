"""A case of the past as it is handed in, and what is wrong with it."""

from dataclasses import dataclass
from datetime import datetime, timedelta

from huying.cases.words import CHANNELS, CLASSES, KINDS, SATISFIED, SOLVED
from huying.duties.public import category_tree
from huying.kernel.bulkload import moment
from huying.organisations.public import body_briefs
from huying.territory.public import Area

ENDINGS = ("solved", "explained", "answered", "not_accepted", "other_body", "terminated", "withdrawn")


@dataclass(frozen=True, slots=True)
class PastCase:
    """What another system knows of a case that is over. A date that is not known stays empty: nothing is made up.

    Words of confidential kinds are not taken; telephone and identity numbers in all others are blotted out.
    """

    number: str
    """Under which the other system knows it."""
    category_code: str
    area_id: int
    words: str
    filed_at: datetime
    closed_at: datetime
    accepted_at: datetime | None = None
    dispatched_at: datetime | None = None
    signed_at: datetime | None = None
    finished_at: datetime | None = None
    due_at: datetime | None = None
    """When it should have been finished."""
    body_id: int | None = None
    outcome: str = "solved"
    answer: str = ""
    kind: str = "complaint"
    channel: str = "system"
    klass: str = "G"
    title: str = ""
    place: str = ""
    point: tuple[float, float] | None = None
    """Longitude and latitude in CGCS2000."""
    rating: tuple[str, str] | None = None
    """Solved (yes, partly, no) and satisfied (yes, mostly, no), where somebody was asked."""
    digest: str = ""

    def written(self) -> tuple[str, ...]:
        """The same as the database and the chain write them; reckoned once for all rows of it."""
        return tuple([moment(one) for one in self.dates()])

    def dates(self) -> tuple[datetime | None, ...]:
        return (
            self.filed_at, self.accepted_at, self.dispatched_at, self.signed_at, self.finished_at, self.closed_at,
        )  # fmt: skip


class Known:
    """What may be named: areas and categories as they are now, and units as they are met."""

    def __init__(self) -> None:
        self.areas = frozenset(Area.objects.values_list("pk", flat=True))
        self.bodies: set[int] = set()
        self.confidential = {entry.code: entry.confidential for entry in category_tree()}

    def knows_body(self, body_id: int) -> bool:
        if body_id not in self.bodies:
            self.bodies.update(body_briefs([body_id]))
        return body_id in self.bodies


LATEST = timedelta(days=1)


def wrong_with(past: PastCase, known: Known, *, at: datetime) -> str:
    """A code of what cannot be, or nothing."""
    return _wrong_names(past, known) or _wrong_codes(past) or _wrong_dates(past, at=at)


def _wrong_names(past: PastCase, known: Known) -> str:
    if not past.number or len(past.number) > 64:
        return "number"
    if past.category_code not in known.confidential or len(past.category_code) <= 2:
        return "category"
    if past.area_id not in known.areas:
        return "area"
    if past.body_id is not None and not known.knows_body(past.body_id):
        return "body"
    return ""


def _wrong_codes(past: PastCase) -> str:
    if past.kind not in KINDS or past.channel not in CHANNELS or past.klass not in CLASSES:
        return "code"
    if past.outcome not in ENDINGS:
        return "outcome"
    if past.point is not None and (abs(past.point[0]) > 180 or abs(past.point[1]) > 90):
        return "point"
    if past.rating is not None and (past.rating[0] not in SOLVED or past.rating[1] not in SATISFIED):
        return "rating"
    return "order_without_unit" if past.dispatched_at is not None and past.body_id is None else ""


def _wrong_dates(past: PastCase, *, at: datetime) -> str:
    given = [one for one in past.dates() if one is not None]
    if any([one.tzinfo is None for one in given]):
        return "no_zone"
    before = given[0]
    for one in given:
        if one < before:
            return "dates_out_of_order"
        before = one
    return "in_the_future" if before > at + LATEST else ""
