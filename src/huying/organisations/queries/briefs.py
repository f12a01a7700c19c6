"""Bodies as short values for other contexts, and which of them serve a place."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from django.db.models import Max, OuterRef, Q, QuerySet, Subquery

from huying.organisations.models import Body, ServedArea
from huying.organisations.queries.names import functions_meant
from huying.organisations.queries.places import place
from huying.organisations.states import DRAFT


@dataclass(frozen=True, slots=True)
class BodyBrief:
    """What others need to know of a body. `function` is for readers, `functions` holds the codes."""

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


def body_brief(body_id: int) -> BodyBrief | None:
    return body_briefs([body_id]).get(body_id)


def body_briefs(ids: Iterable[int]) -> dict[int, BodyBrief]:
    """Two queries, however many bodies."""
    return {body.pk: brief(body) for body in _with_kind(Body.objects.filter(pk__in=list(ids)))}


def bodies_serving(
    *, functions: Iterable[str] = (), kinds: Iterable[str] = (), level: str = "", area_id: int, on: date
) -> list[BodyBrief]:
    """Bodies that serve the place on that day: nearest first, at one distance departments first, then by name.

    `functions` are codes, names or other names of functions; a body with any of them is meant.
    """
    area_path = place(area_id).path
    around = [int(part) for part in area_path.strip("/").split("/") if part]
    served = ServedArea.objects.filter(_on(on), area_id__in=around)
    rows = in_being(on).filter(Q(area_id__in=around) | Q(pk__in=served.values("body_id")))
    if functions := list(functions):
        rows = rows.filter(functions__in=functions_meant(functions))
    if kinds := list(kinds):
        rows = rows.filter(kind__code__in=kinds)
    if level:
        rows = rows.filter(level=level)
    near = served.filter(body=OuterRef("pk")).order_by().values("body").annotate(path=Max("area__path")).values("path")
    rows = _with_kind(rows.annotate(served_path=Subquery(near)).distinct())
    return [brief(body) for body in sorted(rows, key=lambda body: _nearness(body, area_path))]


def in_being(on: date) -> QuerySet[Body]:
    """Bodies at work on that day, also those that were merged or closed later."""
    return Body.objects.filter(_on(on)).exclude(state=DRAFT)


def _on(on: date) -> Q:
    return Q(valid_from__lte=on) & (Q(valid_to__isnull=True) | Q(valid_to__gt=on))


def _nearness(body: Body, area_path: str) -> tuple[int, bool, str, int]:
    own = body.area.path if area_path.startswith(body.area.path) else ""
    depth = max(own.count("/"), (getattr(body, "served_path", "") or "").count("/"))
    return -depth, not body.kind.is_department, body.sort_name, body.pk


def _with_kind(rows: QuerySet[Body]) -> QuerySet[Body]:
    return rows.select_related("kind", "area").prefetch_related("functions")


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
    )
