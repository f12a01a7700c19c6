"""Facts of exchange."""

from dataclasses import dataclass
from datetime import datetime
from typing import ClassVar

from huying.kernel.journal import Event, event


@event
@dataclass(frozen=True)
class AttributeSet(Event):
    """Apps ask one question more about a kind of matter, or ask it otherwise."""

    code: ClassVar[str] = "exchange.attribute_set"
    thing: ClassVar[str] = "service_attribute"
    attribute_id: int
    category_code: str
    required: bool


@event
@dataclass(frozen=True)
class AttributeEnded(Event):
    code: ClassVar[str] = "exchange.attribute_ended"
    thing: ClassVar[str] = "service_attribute"
    attribute_id: int


@event
@dataclass(frozen=True)
class SourceKept(Event):
    """What the columns of another system mean was set anew."""

    code: ClassVar[str] = "exchange.source_kept"
    thing: ClassVar[str] = "exchange_source"
    source_id: int
    version: int


@event
@dataclass(frozen=True)
class CategoriesMapped(Event):
    """Which of another system's kinds of matter are which of ours was chosen; `words` changed."""

    code: ClassVar[str] = "exchange.categories_mapped"
    thing: ClassVar[str] = "exchange_source"
    source_id: int
    version: int
    words: int


@event
@dataclass(frozen=True)
class ImportBegun(Event):
    code: ClassVar[str] = "exchange.import_begun"
    thing: ClassVar[str] = "import_run"
    run_id: int
    source_id: int
    dry: bool


@event
@dataclass(frozen=True)
class ImportEnded(Event):
    code: ClassVar[str] = "exchange.import_ended"
    thing: ClassVar[str] = "import_run"
    run_id: int
    history: int
    live: int
    known: int
    changed: int
    proposed: int
    refused: int
    followed: int = 0


@event
@dataclass(frozen=True)
class ProposalDecided(Event):
    code: ClassVar[str] = "exchange.proposal_decided"
    thing: ClassVar[str] = "import_proposal"
    proposal_id: int
    same: bool
    case_id: int


@event
@dataclass(frozen=True)
class CasesExported(Event):
    """Somebody took cases away as a file; with `words` a second person had agreed."""

    code: ClassVar[str] = "exchange.cases_exported"
    thing: ClassVar[str] = "case_export"
    account_id: int
    since: datetime
    until: datetime
    words: bool


@event
@dataclass(frozen=True)
class WebhookKept(Event):
    """A webhook was made, or has a new secret."""

    code: ClassVar[str] = "exchange.webhook_kept"
    thing: ClassVar[str] = "webhook"
    hook_id: int
    codes: tuple[str, ...]


@event
@dataclass(frozen=True)
class WebhookEnded(Event):
    code: ClassVar[str] = "exchange.webhook_ended"
    thing: ClassVar[str] = "webhook"
    hook_id: int


@event
@dataclass(frozen=True)
class WebhookReplayed(Event):
    code: ClassVar[str] = "exchange.webhook_replayed"
    thing: ClassVar[str] = "webhook"
    hook_id: int
    sendings: int
