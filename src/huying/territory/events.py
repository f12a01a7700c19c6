"""Facts about areas."""

from dataclasses import dataclass
from datetime import date
from typing import ClassVar

from huying.kernel.journal import Event, event


@event
@dataclass(frozen=True)
class AreaChanged(Event):
    """An area was created, renamed, merged, split, moved, dissolved, or got another code or boundary."""

    code: ClassVar[str] = "territory.area_changed"
    thing: ClassVar[str] = "area"
    area_id: int
    change_id: int
    kind: str
    on: date
    level: str
    successor_ids: tuple[int, ...] = ()


@event
@dataclass(frozen=True)
class AreaDescribed(Event):
    """What is written beside an area changed: `what` is alias, duty, building, population or jurisdiction."""

    code: ClassVar[str] = "territory.area_described"
    thing: ClassVar[str] = "area"
    area_id: int
    what: str


@event
@dataclass(frozen=True)
class GridSizeRuleSet(Event):
    code: ClassVar[str] = "territory.grid_size_rule_set"
    thing: ClassVar[str] = "grid_size_rule"
    rule_id: int
    valid_from: date


@event
@dataclass(frozen=True)
class DivisionsImported(Event):
    """The national division files were read in; only runs that changed something are kept."""

    code: ClassVar[str] = "territory.divisions_imported"
    thing: ClassVar[str] = "division_import"
    import_id: int
    as_of: date
    created: int
    renamed: int
    fingerprint: str


@event
@dataclass(frozen=True)
class BoundaryFileUploaded(Event):
    """A file of boundaries was uploaded to be looked at; nothing of it counts yet."""

    code: ClassVar[str] = "territory.boundary_file_uploaded"
    thing: ClassVar[str] = "boundary_draft"
    draft_id: int
    features: int


@event
@dataclass(frozen=True)
class PlaceLearned(Event):
    """A wrong guess was put right, and what was written is remembered. The words stand in the table only."""

    code: ClassVar[str] = "territory.place_learned"
    thing: ClassVar[str] = "learned_place"
    place_id: int
    area_id: int
    weight: int


@event
@dataclass(frozen=True)
class PlaceUnlearned(Event):
    """It counts no more."""

    code: ClassVar[str] = "territory.place_unlearned"
    thing: ClassVar[str] = "learned_place"
    place_id: int
    area_id: int


@event
@dataclass(frozen=True)
class PlaceUsedAgain(Event):
    """What was taken back counts again."""

    code: ClassVar[str] = "territory.place_used_again"
    thing: ClassVar[str] = "learned_place"
    place_id: int
    area_id: int
