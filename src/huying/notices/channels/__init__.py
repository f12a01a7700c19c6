"""The ways out of the app. Each takes words to one address, or says why not."""

from collections.abc import Callable
from dataclasses import dataclass

from huying.notices.moments import Words
from huying.notices.states import Channel


@dataclass(frozen=True, slots=True)
class Parcel:
    """What a channel carries. `id` is the same at every try, so that a gateway can tell a repetition."""

    id: str
    address: str
    words: Words


class Later(Exception):
    """The other side does not answer now; worth another try. `trouble` is a short code, never an address."""

    def __init__(self, trouble: str) -> None:
        self.trouble = trouble
        super().__init__(trouble)


class Refused(Later):
    """The other side will never take it."""


Carry = Callable[[Parcel], None]

__all__ = ["Carry", "Channel", "Later", "Parcel", "Refused"]
