"""Bodies as short values for other contexts, and which of them serve a place."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from django.db.models import Prefetch, Q, QuerySet

from huying.kernel.kept import Kept
from huying.organisations.models import Body, ServedArea
from huying.organisations.queries.names import KEPT, functions_meant
from huying.organisations.queries.places import place
from huying.organisations.states import ACTIVE, DRAFT
from huying.territory.public import AREAS_KEPT


@dataclass(frozen=True, slots=True)
class BodyBrief:
    """What others need to know of a body. `function` is for readers, `functions` holds the codes.

    `serves` are the paths of its own area and of further areas that it serves.
    """

    id: int
    name: str
    short_name: str
    kind: str
    function: str
    functions: tuple[str, ...]
    level: str
    area_id: int
    area_path: str
    line_path: str
    office_phone: str
    public_contact: str
    state: str
    department: bool
    community: bool
    serves: tuple[str, ...]

    def nearness(self, path: str) -> int:
        """How deep in the tree lies the smallest served area around this place; 0 when the place is not served."""
        return max((served.count("/") for served in self.serves if path.startswith(served)), default=0)


_briefs: Kept[int, BodyBrief] = Kept(KEPT, AREAS_KEPT)
_serving: Kept[tuple[object, ...], list[BodyBrief]] = Kept(KEPT, AREAS_KEPT, most=2_000)


def body_brief(body_id: int) -> BodyBrief | None:
    return body_briefs([body_id]).get(body_id)


def body_briefs(ids: Iterable[int]) -> dict[int, BodyBrief]:
    """Three queries, however many bodies; none for those that this process knows."""
    return _briefs.many(ids, _load)


def _load(ids: list[int]) -> dict[int, BodyBrief]:
    rows = Body.objects.filter(pk__in=ids)
    return {body.pk: brief(body) for body in with_details(rows, served=ServedArea.objects.filter(valid_to=None))}


def bodies_serving(
    *, functions: Iterable[str] = (), kinds: Iterable[str] = (), level: str = "", area_id: int, on: date
) -> list[BodyBrief]:
    """Bodies that serve the place on that day: nearest first, at one distance departments first, then by name.

    `functions` are codes, names or other names of functions; a body with any of them is meant.
    """
    asked = (frozenset(functions), frozenset(kinds), level, area_id, on)
    return list(_serving.one(asked, lambda: _those_serving(*asked)))


def _those_serving(
    functions: frozenset[str], kinds: frozenset[str], level: str, area_id: int, on: date
) -> list[BodyBrief]:
    path = place(area_id).path
    around = [int(part) for part in path.strip("/").split("/") if part]
    served = ServedArea.objects.filter(_on(on), area_id__in=around)
    rows = in_being(on).filter(Q(area_id__in=around) | Q(pk__in=served.values("body_id")))
    if kinds:
        rows = rows.filter(kind__code__in=kinds)
    if level:
        rows = rows.filter(level=level)
    return nearest_first(_briefs_on(_doing(rows, functions), on), path)


def bodies_doing(functions: Iterable[str], *, on: date) -> list[BodyBrief]:
    """Every body with one of these functions on that day, wherever it serves, by name."""
    return _briefs_on(_doing(in_being(on), functions), on)


def bodies_named(text: str, *, on: date, limit: int = 8) -> list[BodyBrief]:
    """Bodies at work whose name, short name or function sounds like this; the whole name first, then by name."""
    word = text.replace("\x00", "").strip()
    if len(word) < 2:
        return []
    alike = Q(name__icontains=word) | Q(short_name__icontains=word) | Q(functions__in=functions_meant([word]))
    rows = in_being(on).filter(alike, state=ACTIVE).distinct()
    named = _briefs_on(rows, on)
    return sorted(named, key=lambda body: word not in (body.name, body.short_name))[:limit]


def nearest_first(bodies: Iterable[BodyBrief], path: str) -> list[BodyBrief]:
    """Those that serve the place: nearest first, at one distance departments first, otherwise as they came."""
    near = [body for body in bodies if body.nearness(path)]
    return sorted(near, key=lambda body: (-body.nearness(path), not body.department))


def in_being(on: date) -> QuerySet[Body]:
    """Bodies at work on that day, also those that were merged or closed later."""
    return Body.objects.filter(_on(on)).exclude(state=DRAFT)


def _on(on: date) -> Q:
    return Q(valid_from__lte=on) & (Q(valid_to__isnull=True) | Q(valid_to__gt=on))


def _doing(rows: QuerySet[Body], functions: Iterable[str]) -> QuerySet[Body]:
    words = list(functions)
    return rows.filter(functions__in=functions_meant(words)).distinct() if words else rows


def _briefs_on(rows: QuerySet[Body], on: date) -> list[BodyBrief]:
    served = ServedArea.objects.filter(_on(on))
    return [brief(body) for body in with_details(rows, served=served).order_by("sort_name", "id")]


def with_details(rows: QuerySet[Body], *, served: QuerySet[ServedArea]) -> QuerySet[Body]:
    areas = Prefetch("served_areas", served.select_related("area"))
    return rows.select_related("kind", "area").prefetch_related("functions", areas)


def brief(body: Body) -> BodyBrief:
    functions = sorted(body.functions.all(), key=lambda function: function.pk)
    return BodyBrief(
        id=body.pk,
        name=body.name,
        short_name=body.short_name or body.name,
        kind=body.kind.code,
        function="、".join(function.name for function in functions),
        functions=tuple(function.code for function in functions),
        level=body.level,
        area_id=body.area_id,
        area_path=body.area.path,
        line_path=body.line_path,
        office_phone=body.office_phone,
        public_contact=body.public_contact,
        state=body.state,
        department=body.kind.is_department,
        community=body.kind.is_community,
        serves=(body.area.path, *(row.area.path for row in body.served_areas.all())),
    )
