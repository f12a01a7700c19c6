"""From the life of a case to its lines: a pure function, so that keeping, rebuilding and checking say the same."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from huying.cases.public import CaseTold, OrderTold, S
from huying.duties.public import matter_of
from huying.evaluation.measures import HOUR_BANDS, Occasion, marks_of
from huying.kernel.clock import day_of, midnight

SETTLED = "settled"
PASSED_TO_ANOTHER = ("returned", "adjudicated")
STAFF_CHANNELS = ("grid",)
NOBODYS = "P2"
"""A grid worker who reports for somebody names whom; what names nobody was seen by the grid worker."""


@dataclass(frozen=True, slots=True)
class Line:
    """One line, as it is kept: what counted, on which day, for which place, unit and kind of matter."""

    occasion: str
    ref: int
    day: date
    place_id: int
    body_id: int
    category: str
    klass: str
    channel: str
    marks: int
    reason: str = ""
    public: bool | None = False
    """None stands only in lines that were written before this was kept."""


COLUMNS = Line.__slots__
"""As a line is kept, in this order."""


@dataclass(frozen=True, slots=True)
class Drawn:
    """All lines of a case, and when time alone will change one of them."""

    lines: tuple[Line, ...]
    look_again_at: datetime | None


class Reader:
    """Reads one case as it stands at a moment."""

    def __init__(self, told: CaseTold, *, at: datetime, places: Mapping[int, int]) -> None:
        self.told, self.at, self.beside = told, at, told.beside
        self.place_id = places.get(told.area_id, told.area_id)
        self.waiting: list[datetime] = []
        self.clock_of = self._clocks()

    def drawn(self) -> Drawn:
        lines = tuple(self._all())
        coming = [moment for moment in self.waiting if moment > self.at]
        return Drawn(lines, min(coming, default=None))

    def _all(self) -> Iterator[Line]:
        yield self._filed()
        for ref, joined_at in enumerate(self.beside.joined, start=1):
            yield self._line(Occasion.JOINED, ref, joined_at, 0, "inputs")
        for order in self.beside.orders:
            yield self._sent(order)
            yield from self._limit(order)
            if order.end_code == "done":
                yield self._done(order)
        for result in self.beside.results:
            names = ["handed_in", *(["rejected"] if result.approved is False else [])]
            names += ["untrue"] if result.rejection == "untrue" else []
            yield self._line(Occasion.RESULT, result.id, result.handed_in_at, result.body_id, *names,
                             reason=result.rejection)  # fmt: skip
        yield from self._calls()
        yield from self._reviews()

    def _line(
        self, occasion: Occasion, ref: int, moment: datetime, body_id: int, *names: str, reason: str = ""
    ) -> Line:
        told = self.told
        return Line(
            occasion.value, ref, day_of(moment), self.place_id, body_id, matter_of(told.category_code), told.klass,
            told.channel, marks_of(*names), reason, told.public,
        )  # fmt: skip

    def _clocks(self) -> dict[tuple[int, str], tuple[bool | None, bool]]:
        """(order, kind) → (in time? None: open, met?) of the last clock of that kind that belongs to the order."""
        found: dict[tuple[int, str], tuple[bool | None, bool]] = {}
        orders = self.beside.orders
        for clock in self.beside.clocks:
            if clock.kind == "accept":
                owner = 0
            else:
                sent = [
                    order.id for order in orders if order.sent_at <= clock.started_at and order.round == clock.round
                ]
                owner = sent[-1] if sent else -1
            passed = clock.late or (clock.running and clock.due_at is not None and clock.due_at < self.at)
            if clock.running and clock.due_at is not None and not passed:
                self.waiting.append(clock.due_at + timedelta(microseconds=1))
            verdict = False if passed else True if clock.met_at else None
            found[owner, clock.kind] = (verdict, clock.met_at is not None)
        return found

    def _filed(self) -> Line:
        told = self.told
        came_alone = told.parent_filed_at is not None and told.parent_filed_at != told.filed_at
        in_time, _met = self.clock_of.get((0, "accept"), (None, False))
        names = ["inputs"]
        if told.merged_into_id is None and not came_alone:
            names.append("matters")
            first = min([told.filed_at, *self.beside.merged_here])
            found = told.channel in STAFF_CHANNELS and told.confidentiality == NOBODYS and not told.on_behalf
            if found and first == told.filed_at:
                names.append("found_by_staff")
        if in_time is not None:
            names += ["accept_due", *(["accepted_in_time"] if in_time else [])]
        flags = {
            "answered_at_once": told.result_kind == "answered" or told.state == S.ANSWERED,
            "not_accepted": told.state == S.NOT_ACCEPTED or told.result_kind == "not_accepted",
            "withdrawn": told.state == S.WITHDRAWN or told.result_kind == "withdrawn",
            "confidential": told.confidentiality != "P0",
            "merged": told.merged_into_id is not None,
        }
        names += [name for name, holds in flags.items() if holds]
        ground = self.beside.grounds[-1] if self.beside.grounds and flags["not_accepted"] else ""
        return self._line(Occasion.FILED, 0, told.filed_at, told.lead_body_id or 0, *names, reason=ground)

    def _sent(self, order: OrderTold) -> Line:
        returns = [one for one in self.beside.returns if one.order_id == order.id]
        with_ground = self._went_to_another(order)
        names = ["dispatched"]
        if returns:
            names.append("returned")
            if with_ground:
                names.append("returned_with_ground")
            elif returns[-1].decision == "rejected" or order.end_code == "adjudicated":
                names.append("bad_return")
        if not with_ground:
            names += self._signed(order)
        return self._line(Occasion.SENT, order.id, order.sent_at, order.body_id, *names,
                          reason=returns[-1].reason if returns else "")  # fmt: skip

    def _went_to_another(self, order: OrderTold) -> bool:
        """Returned, and the next order went to another unit: the return had its ground."""
        if order.end_code not in PASSED_TO_ANOTHER:
            return False
        after = [one for one in self.beside.orders if one.hop > order.hop]
        return not after or after[0].body_id != order.body_id

    def _signed(self, order: OrderTold) -> list[str]:
        names = []
        if (signed := self._signed_in_time(order)) is not None:
            names += ["sign_due", *(["signed_in_time"] if signed else [])]
        if order.signed_at and (contacted := self._contacted_in_time(order)) is not None:
            names += ["contact_due", *(["contacted_in_time"] if contacted else [])]
        return names

    def _signed_in_time(self, order: OrderTold) -> bool | None:
        if order.auto_signed:
            return False
        in_time, _met = self.clock_of.get((order.id, "sign"), (None, False))
        return True if in_time is None and order.signed_at else in_time

    def _contacted_in_time(self, order: OrderTold) -> bool | None:
        """None where no contact is owed, or where there is still time."""
        if (order.id, "contact") not in self.clock_of:
            return None
        in_time, met = self.clock_of[order.id, "contact"]
        return False if order.end_code == "done" and not met else in_time

    def _limit(self, order: OrderTold) -> Iterator[Line]:
        """Whoever passed it on with ground is not counted; nor what ended otherwise before its limit."""
        in_time, _met = self.clock_of.get((order.id, "finish"), (None, False))
        if in_time is None or self._went_to_another(order):
            return
        late_on = order.finish_due_at or order.sent_at
        moment = self._handed_in(order) or late_on if in_time else late_on
        names = ("finish_due", "finished_in_limit") if in_time else ("finish_due",)
        yield self._line(Occasion.LIMIT, order.id, moment, order.body_id, *names)

    def _handed_in(self, order: OrderTold) -> datetime | None:
        accepted = [one.handed_in_at for one in self.beside.results if one.order_id == order.id and one.approved]
        return accepted[-1] if accepted else order.closed_at

    def _done(self, order: OrderTold) -> Line:
        moment = self._handed_in(order) or order.sent_at
        rating = next((one for one in self.beside.ratings if one.round == order.round), None)
        excluded = rating.excluded if rating else ""
        names = ["finished", self._hours(moment - order.sent_at)]
        if excluded:
            names.append("excluded")
        else:
            names += ["counted", *(["responded"] if self._responded(order) else [])]
            if rating and rating.rated:
                names += ["rated", *_answers(rating.solved, rating.satisfied)]
        if self._reopened(order):
            names.append("reopened")
        if order.round == 1:
            names.append(f"hops_{order.hop}" if order.hop <= 3 else "hops_more")
        return self._line(Occasion.DONE, order.id, moment, order.body_id, *names, reason=excluded)

    def _responded(self, order: OrderTold) -> bool:
        return bool(self._signed_in_time(order)) and self._contacted_in_time(order) is not False

    def _reopened(self, order: OrderTold) -> bool:
        """Whether this round led to another; not when it was escalated instead (T41)."""
        if self.told.round <= order.round or order.closed_at is None:
            return False
        next_sent = min((o.sent_at for o in self.beside.orders if o.round > order.round), default=self.at)
        return not any(order.closed_at <= moment <= next_sent for moment in self.beside.third_rounds)

    @staticmethod
    def _hours(spent: timedelta) -> str:
        hours = spent.total_seconds() / 3600
        return next((f"hours_{band}" for band in HOUR_BANDS if hours <= band), "hours_more")

    def _calls(self) -> Iterator[Line]:
        for call in self.beside.calls:
            names = ["called"]
            if call.answered_at:
                names.append("call_answered")
            if call.arrived_at and call.arrived_at <= call.arrive_due_at:
                names.append("on_site_in_time")
            yield self._line(Occasion.CALLED, call.id, call.blown_at, call.body_id, *names)

    def _reviews(self) -> Iterator[Line]:
        for matter in self.beside.matters:
            review = midnight(matter.review_on)
            settled = matter.end_code == SETTLED
            if settled or review <= self.at:
                names = ("review_due", "settled") if settled else ("review_due",)
                yield self._line(Occasion.REVIEW, matter.id, review, matter.body_id, *names)
            else:
                self.waiting.append(review)


def _answers(solved: str, satisfied: str) -> list[str]:
    said = {("solved", solved == "yes"), ("partly", solved == "partly"), ("satisfied", satisfied == "yes"),
            ("mostly", satisfied == "mostly")}  # fmt: skip
    return [name for name, holds in said if holds]


def drawn(told: CaseTold, *, at: datetime, places: Mapping[int, int]) -> Drawn:
    return Reader(told, at=at, places=places).drawn()
