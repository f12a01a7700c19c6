"""What a line of the figures may say: each measure is one bit of `Entry.marks` and one column of `Tally`."""

from enum import StrEnum


class Occasion(StrEnum):
    """When in the life of a case a line is written, and on which day it counts."""

    FILED = "filed"
    """The day somebody brought it."""
    JOINED = "joined"
    """The day somebody said “me too”."""
    SENT = "sent"
    """The day an order was sent to a unit."""
    LIMIT = "limit"
    """The day on which it was decided whether the order was in limit: handed in, or the limit passed."""
    DONE = "done"
    """The day the result was handed in that was accepted."""
    RESULT = "result"
    """The day any result was handed in."""
    CALLED = "called"
    """The day the whistle was blown, one line for each department called."""
    REVIEW = "review"
    """The review day of an open matter."""


MEASURES: dict[Occasion, tuple[str, ...]] = {
    Occasion.FILED: (
        "inputs", "matters", "accept_due", "accepted_in_time", "found_by_staff", "answered_at_once", "not_accepted",
        "withdrawn", "confidential", "merged",
    ),
    Occasion.JOINED: ("inputs",),
    Occasion.SENT: (
        "dispatched", "returned", "returned_with_ground", "bad_return", "sign_due", "signed_in_time", "contact_due",
        "contacted_in_time",
    ),
    Occasion.LIMIT: ("finish_due", "finished_in_limit"),
    Occasion.DONE: (
        "finished", "excluded", "counted", "responded", "rated", "solved", "partly", "satisfied", "mostly", "reopened",
        "hops_1", "hops_2", "hops_3", "hops_more", "hours_8", "hours_24", "hours_72", "hours_120", "hours_240",
        "hours_more",
    ),
    Occasion.RESULT: ("handed_in", "rejected", "untrue"),
    Occasion.CALLED: ("called", "call_answered", "on_site_in_time"),
    Occasion.REVIEW: ("review_due", "settled"),
}  # fmt: skip

OF_NO_UNIT = (Occasion.FILED.value, Occasion.JOINED.value)
"""What counts for its place only: a call is not yet any unit's."""

ALL: tuple[str, ...] = tuple(dict.fromkeys(name for names in MEASURES.values() for name in names))
"""Append only: the place is the bit."""
BIT = {name: 1 << place for place, name in enumerate(ALL)}
OCCASIONS_OF = {name: tuple(o for o, names in MEASURES.items() if name in names) for name in ALL}

HOUR_BANDS = (8, 24, 72, 120, 240)
"""From the order to the result, in hours on the wall."""
HOPS = ("hops_1", "hops_2", "hops_3", "hops_more")
HOURS = (*(f"hours_{hours}" for hours in HOUR_BANDS), "hours_more")


def marks_of(*names: str) -> int:
    return sum(BIT[name] for name in set(names))


def names_in(marks: int) -> list[str]:
    return [name for name in ALL if marks & BIT[name]]
