"""What duties announces. Ids, codes and dates only."""

from dataclasses import dataclass
from datetime import date
from typing import ClassVar

from huying.kernel.journal import Event, event


@event
@dataclass(frozen=True)
class CategoriesLoaded(Event):
    """About the tree as a whole; its id is 1."""

    code: ClassVar[str] = "duties.categories_loaded"
    thing: ClassVar[str] = "category_tree"
    tree_id: int
    count: int
    file_hash: str


@event
@dataclass(frozen=True)
class CategorySaved(Event):
    code: ClassVar[str] = "duties.category_saved"
    thing: ClassVar[str] = "category"
    category_id: int
    category_code: str
    klass: str
    active_to: date | None


@event
@dataclass(frozen=True)
class ListDrafted(Event):
    code: ClassVar[str] = "duties.list_drafted"
    thing: ClassVar[str] = "list"
    list_id: int
    kind: str
    area_id: int
    version: int


@event
@dataclass(frozen=True)
class ListItemSaved(Event):
    code: ClassVar[str] = "duties.list_item_saved"
    thing: ClassVar[str] = "list"
    list_id: int
    item_id: int
    item_code: str


@event
@dataclass(frozen=True)
class ListItemRemoved(Event):
    code: ClassVar[str] = "duties.list_item_removed"
    thing: ClassVar[str] = "list"
    list_id: int
    item_code: str


@event
@dataclass(frozen=True)
class ListItemsImported(Event):
    code: ClassVar[str] = "duties.list_items_imported"
    thing: ClassVar[str] = "list"
    list_id: int
    count: int
    file_hash: str


@event
@dataclass(frozen=True)
class ListPutInForce(Event):
    code: ClassVar[str] = "duties.list_put_in_force"
    thing: ClassVar[str] = "list"
    list_id: int
    effective_from: date
    replaced_id: int | None


@event
@dataclass(frozen=True)
class ListRepealed(Event):
    code: ClassVar[str] = "duties.list_repealed"
    thing: ClassVar[str] = "list"
    list_id: int
    on: date


@event
@dataclass(frozen=True)
class ListChangeProposed(Event):
    """`ruling_ref` is a reference like "case:17:T18", never a text."""

    code: ClassVar[str] = "duties.list_change_proposed"
    thing: ClassVar[str] = "list_proposal"
    proposal_id: int
    category_code: str
    lead_body_id: int
    item_id: int | None
    ruling_ref: str


@event
@dataclass(frozen=True)
class ListProposalDecided(Event):
    code: ClassVar[str] = "duties.list_proposal_decided"
    thing: ClassVar[str] = "list_proposal"
    proposal_id: int
    state: str


@event
@dataclass(frozen=True)
class KnowledgeSaved(Event):
    code: ClassVar[str] = "duties.knowledge_saved"
    thing: ClassVar[str] = "knowledge"
    knowledge_id: int
    category_code: str
    valid_from: date
    valid_to: date | None
