"""A sender of one-time codes that keeps them, in the place of the carrier."""

from dataclasses import dataclass
from typing import ClassVar

from huying.kernel.errors import Unavailable


@dataclass(frozen=True)
class Sent:
    """One message."""

    phone: str
    code: str
    language: str


class Postbox:
    """`settings.HUYING_CODE_SENDER = "tests.people.postbox.Postbox"`."""

    sent: ClassVar[list[Sent]] = []

    def send(self, *, phone: str, code: str, minutes: int, language: str) -> None:
        assert minutes == 5
        self.sent.append(Sent(phone, code, language))


class Broken:
    """A carrier that is down."""

    def send(self, *, phone: str, code: str, minutes: int, language: str) -> None:
        raise Unavailable
