"""Who a message goes to: an account, a sealed record with a phone, a body, a thing's message box, or some of them."""

from dataclasses import dataclass

from huying.kernel.errors import Invalid


@dataclass(frozen=True, slots=True)
class Recipient:
    """At least one must be given. `box` ("case:17") goes with any other: the case page then shows the message too."""

    account_id: int | None = None
    record_id: int | None = None
    body_id: int | None = None
    box: str = ""
    language: str = ""

    def __post_init__(self) -> None:
        if not (self.account_id or self.record_id or self.body_id or self.box):
            raise Invalid(reason="no_recipient")

    @property
    def box_thing(self) -> str:
        return self.box.partition(":")[0]

    @property
    def box_id(self) -> int | None:
        return int(self.box.partition(":")[2]) if self.box else None

    @property
    def key(self) -> str:
        """What makes a message the same message: ids only."""
        if self.account_id:
            return f"account:{self.account_id}"
        if self.record_id:
            return f"record:{self.record_id}"
        return f"body:{self.body_id}" if self.body_id else f"box:{self.box}"
