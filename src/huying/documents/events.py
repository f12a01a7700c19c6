"""Facts that documents announce; ids, codes and hashes only."""

from dataclasses import dataclass
from typing import ClassVar

from huying.kernel.journal import Event, event


@event
@dataclass(frozen=True)
class DocumentTakenIn(Event):
    code: ClassVar[str] = "documents.taken_in"
    thing: ClassVar[str] = "document"
    document_id: int
    kind: str
    purpose: str
    size: int
    sha256: str


@event
@dataclass(frozen=True)
class DocumentAttached(Event):
    code: ClassVar[str] = "documents.attached"
    thing: ClassVar[str] = "document"
    document_id: int
    to_thing: str
    to_id: int


@event
@dataclass(frozen=True)
class DocumentKeptApart(Event):
    """Sealed under the keys of sensitive data from now on."""

    code: ClassVar[str] = "documents.kept_apart"
    thing: ClassVar[str] = "document"
    document_id: int


@event
@dataclass(frozen=True)
class DocumentMasked(Event):
    code: ClassVar[str] = "documents.masked"
    thing: ClassVar[str] = "document"
    document_id: int
    boxes: int
    sha256: str


@event
@dataclass(frozen=True)
class DocumentShown(Event):
    """The masked photo may be seen by everybody from now on."""

    code: ClassVar[str] = "documents.shown"
    thing: ClassVar[str] = "document"
    document_id: int


@event
@dataclass(frozen=True)
class DocumentHidden(Event):
    """Everybody sees it no longer; its address has ended."""

    code: ClassVar[str] = "documents.hidden"
    thing: ClassVar[str] = "document"
    document_id: int


@event
@dataclass(frozen=True)
class OriginalPurged(Event):
    code: ClassVar[str] = "documents.original_purged"
    thing: ClassVar[str] = "document"
    document_id: int


@event
@dataclass(frozen=True)
class DocumentRemoved(Event):
    code: ClassVar[str] = "documents.removed"
    thing: ClassVar[str] = "document"
    document_id: int
    reason: str


@event
@dataclass(frozen=True)
class UploadLimitSet(Event):
    code: ClassVar[str] = "documents.upload_limit_set"
    thing: ClassVar[str] = "upload_limit"
    limit_id: int
    purpose: str
    max_bytes: int
    max_count: int
