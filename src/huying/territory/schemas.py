"""What goes in and out of the JSON routes of the territory."""

from datetime import date
from typing import Annotated, Any, Literal

from ninja import Field, Schema
from pydantic import StringConstraints

from huying.kernel.schemas import Strict
from huying.territory.actions.moves import Part
from huying.territory.actions.outlines import Outline
from huying.territory.actions.places import Duty, SizeBand
from huying.territory.actions.records import Decision, NewArea
from huying.territory.geometry import Crs

Level = Literal["province", "city", "county", "street", "community", "grid", "estate", "building"]


class AreaOut(Schema):
    """An area as everyone may know it."""

    id: int
    name: str
    full_name: str
    level: str
    kind: str
    path: str
    code: str
    lon: float | None
    lat: float | None
    sketch: bool
    active: bool


class AreaPage(Schema):
    """One page of a list; `next` goes into `after`."""

    items: list[AreaOut]
    next: str | None


class CodeOut(Schema):
    code: str
    year_from: int
    year_to: int | None


class AreaChangeOut(Schema):
    on: date
    kind: str
    reason: str
    document_no: str


class AreaFull(AreaOut):
    """With its codes through the years and its changes."""

    codes: list[CodeOut]
    changes: list[AreaChangeOut]
    successor_ids: list[int]


class LocatedOut(Schema):
    """Where a point lies. `level` is coarser than asked where nothing finer is drawn."""

    area_id: int
    path: str
    level: str
    name: str
    sketch: bool
    reason: str


class GuessOut(Schema):
    area_id: int
    path: str
    level: str
    score: float
    reason: str


class PointIn(Strict):
    lon: float = Field(ge=-180, le=180)
    lat: float = Field(ge=-90, le=90)
    crs: Crs = "wgs84"
    level: Level = "grid"


class PlaceTextIn(Strict):
    text: str = Field(min_length=1, max_length=300)
    within_area_id: int | None = None


class DecisionIn(Strict):
    """From which day, why, and by which document."""

    on: date = Field(strict=False)
    reason: str = Field(min_length=1, max_length=500)
    document_no: str = Field("", max_length=80)

    def value(self) -> Decision:
        return Decision(self.on, self.reason, self.document_no)


class NewAreaIn(Strict):
    level: Level
    name: str = Field(min_length=1, max_length=120)
    code: str = Field("", max_length=17)
    kind: str = Field("", max_length=16)
    lon: float | None = Field(None, ge=-180, le=180)
    lat: float | None = Field(None, ge=-90, le=90)
    sketch: bool = False

    def value(self) -> NewArea:
        return NewArea(**self.dict())


class CreateIn(DecisionIn):
    parent_id: int
    area: NewAreaIn


class AreaRenameIn(DecisionIn):
    name: str = Field(min_length=1, max_length=120)


class RecodeIn(DecisionIn):
    code: str = Field(min_length=1, max_length=17)


class AreaMoveIn(DecisionIn):
    parent_id: int
    code: str = Field("", max_length=17)


class AreaMergeIn(DecisionIn):
    source_ids: list[int] = Field(min_length=1, max_length=200)


class PartIn(Strict):
    area: NewAreaIn
    child_ids: list[int] = Field(default_factory=list, max_length=2000)

    def value(self) -> Part:
        return Part(self.area.value(), tuple(self.child_ids))


class SplitIn(DecisionIn):
    keep: bool
    parts: list[PartIn] = Field(min_length=1, max_length=50)


class BoundaryIn(DecisionIn):
    """One outline, a Polygon or MultiPolygon in the system named."""

    geometry: dict[str, Any]
    crs: Crs = "cgcs2000"
    source: str = Field("", max_length=200)
    accuracy_m: float | None = None
    sketch: bool = False
    accept_overlaps: bool = False

    def outline(self) -> Outline:
        return Outline(self.geometry, self.crs, self.source, self.accuracy_m, self.sketch)


Reason = Annotated[str, StringConstraints(min_length=2, max_length=300, pattern=r"^[^\x00]*$")]
"""Why something is changed; kept beside the journal."""


class DutyIn(Strict):
    contact_office: str = Field("", max_length=120)
    contact_phone: str = Field("", max_length=30)
    complaint_phone: str = Field("", max_length=30)
    households: int | None = Field(None, ge=0)
    residents: int | None = Field(None, ge=0)
    reason: Reason

    def value(self) -> Duty:
        return Duty(**self.dict(exclude={"reason"}))


class AliasIn(Strict):
    text: str = Field(min_length=2, max_length=120)
    kind: Literal["alias", "road"] = "alias"
    number_from: int | None = Field(None, ge=1)
    number_to: int | None = Field(None, ge=1)
    reason: Reason

    def numbers(self) -> tuple[int, int] | None:
        return (self.number_from, self.number_to) if self.number_from and self.number_to else None


class AliasOut(Schema):
    id: int
    area_id: int
    text: str
    kind: str
    number_from: int | None
    number_to: int | None


class PopulationIn(Strict):
    year: int = Field(ge=1949, le=2100)
    permanent: int = Field(ge=0, le=100_000_000)
    source: str = Field("", max_length=200)


class GridOut(Schema):
    """What is public about a grid."""

    area: AreaOut
    contact_office: str
    contact_phone: str
    complaint_phone: str
    current_on: date | None


class BuildingIn(Strict):
    number: str = Field(min_length=1, max_length=20)
    units: int | None = Field(None, ge=1, le=99)
    storeys: int | None = Field(None, ge=1, le=200)
    reason: Reason


class SizeRuleIn(DecisionIn):
    """How big grids of a kind should be from a day on."""

    kind: str = Field(max_length=16)
    households_min: int = Field(ge=0, le=100_000)
    households_max: int = Field(ge=1, le=100_000)
    residents_max: int = Field(ge=1, le=1_000_000)

    def band(self) -> SizeBand:
        return SizeBand(self.kind, self.households_min, self.households_max, self.residents_max)


class PopulationFileIn(Strict):
    lines: list[str] = Field(min_length=1, max_length=20_000)
    source: str = Field("", max_length=200)


class BoundariesIn(DecisionIn):
    collection: dict[str, Any]
    crs: Crs = "cgcs2000"
    source: str = Field("", max_length=200)
    sketch: bool = False
    accept_overlaps: bool = False

    def outline(self) -> Outline:
        return Outline({}, self.crs, self.source, sketch=self.sketch)


class CountOut(Schema):
    count: int


class ReasonIn(Strict):
    """Why something is taken back, or used again."""

    reason: Reason
