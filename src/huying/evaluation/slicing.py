"""Into which sums a line goes."""

from collections.abc import Iterator
from datetime import date
from typing import NamedTuple

from huying.evaluation.measures import OF_NO_UNIT
from huying.evaluation.reading import Line
from huying.evaluation.states import Slice


class SumKey(NamedTuple):
    """The key of a sum, in the order of its columns."""

    slice: str
    grain: str
    start: date
    place_id: int
    body_id: int
    key: str
    hidden: bool


def slices_of(line: Line) -> Iterator[SumKey]:
    """The sums to which a line belongs. Lines of earlier versions do not say whether they are hidden."""
    day, month, hidden = line.day, line.day.replace(day=1), line.public is False
    for grain, start in (("d", day), ("m", month)):
        yield SumKey(Slice.PLACE.value, grain, start, line.place_id, 0, "", hidden)
        if line.body_id and line.occasion not in OF_NO_UNIT:
            yield SumKey(Slice.UNIT.value, grain, start, 0, line.body_id, "", hidden)
    for slice_, key in ((Slice.CATEGORY, line.category), (Slice.CLASS, line.klass), (Slice.CHANNEL, line.channel)):
        yield SumKey(slice_.value, "m", month, line.place_id, 0, key, hidden)
    if line.reason:
        said = f"{line.occasion}.{line.reason}"
        yield SumKey(Slice.REASON.value, "m", month, line.place_id, line.body_id, said, hidden)
