"""The words of the organisations: kinds, functions, and the list of each for forms and imports."""

from dataclasses import dataclass

from django.db.models import Q, QuerySet

from huying.kernel.kept import Kept, group
from huying.organisations.models import Body, BodyFunction, BodyKind
from huying.organisations.states import ACTIVE

KEPT = group(
    "bodies", "organisations_body", "organisations_body_functions", "organisations_bodyfunction",
    "organisations_bodykind", "organisations_servedarea",
)  # fmt: skip
_functions: Kept[str, tuple[BodyFunction, ...]] = Kept(KEPT)


@dataclass(frozen=True, slots=True)
class FunctionBrief:
    code: str
    name: str
    name_en: str
    aliases: tuple[str, ...]
    department: bool
    active: bool
    label: str


def function_list() -> list[FunctionBrief]:
    return [
        FunctionBrief(row.code, row.name, row.name_en, tuple(row.aliases), row.is_department, row.active, row.label)
        for row in _functions.one("all", lambda: tuple(BodyFunction.objects.order_by("pk")))
    ]


def functions_named() -> dict[str, str]:
    """Code by name in either language, by other name and by itself: what a spreadsheet may hold."""
    rows = function_list()
    aliases = {alias: row.code for row in rows for alias in row.aliases}
    english = {row.name_en: row.code for row in rows if row.name_en}
    return english | aliases | {row.name: row.code for row in rows} | {row.code: row.code for row in rows}


def functions_meant(words: list[str]) -> QuerySet[BodyFunction]:
    """Functions with one of these codes, names or other names."""
    return BodyFunction.objects.filter(Q(code__in=words) | Q(name__in=words) | Q(aliases__overlap=words))


def kinds_with_parents() -> list[tuple[BodyKind, list[BodyKind]]]:
    """Every kind with the kinds under which it may stand; two queries."""
    rows = BodyKind.objects.order_by("pk").prefetch_related("parent_rules__parent")
    return [(kind, [rule.parent for rule in kind.parent_rules.all()]) for kind in rows]


def functions() -> QuerySet[BodyFunction]:
    return BodyFunction.objects.order_by("-active", "pk")


def allowed_parents(kind: BodyKind) -> frozenset[str]:
    return frozenset(kind.parent_rules.values_list("parent__code", flat=True))


def body_ids_by_name() -> dict[str, int]:
    """Every body in use by its full name; for loading many at once."""
    return dict(Body.objects.filter(state=ACTIVE).values_list("name", "pk"))
