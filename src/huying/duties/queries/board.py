"""A board: the items in force and the bodies that could answer, in memory, so that many questions cost few queries."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from django.db.models import Q, QuerySet

from huying.duties.models import ListDoc, ListItem
from huying.duties.queries.categories import KEPT, codes_above
from huying.duties.states import DRAFT, L1, L2, L3
from huying.kernel.errors import NotFound
from huying.kernel.kept import Kept, group
from huying.organisations.public import BODIES_KEPT, BodyBrief, bodies_doing, bodies_serving, function_list
from huying.territory.public import AREAS_KEPT, area_brief

LISTS_KEPT = group("lists", "duties_listdoc", "duties_listitem")
_boards: Kept[tuple[str, str, date], "Board"] = Kept(LISTS_KEPT, KEPT, BODIES_KEPT, AREAS_KEPT, most=5_000)


@dataclass(frozen=True, slots=True)
class Board:
    """Items of L1 and L2 that name a lead, items of L3, and every body with a function that they name."""

    items: tuple[ListItem, ...]
    community_items: tuple[ListItem, ...]
    bodies: tuple[BodyBrief, ...]
    functions: dict[str, str]

    def named(self, function: str) -> str:
        """The name of a function, or its code when it has vanished."""
        return self.functions.get(function, function)

    def items_for(self, category_code: str, path: str) -> list[ListItem]:
        above = codes_above(category_code)
        return [i for i in self.items if i.category_code in above and path.startswith(i.doc_path)]

    def community_items_for(self, category_code: str, path: str) -> list[ListItem]:
        above = codes_above(category_code)
        return [i for i in self.community_items if i.category_code in above and path.startswith(i.doc_path)]


def in_force(on: date) -> QuerySet[ListDoc]:
    """Versions in force on that day, also those that were replaced later."""
    until = Q(effective_to__isnull=True) | Q(effective_to__gt=on)
    return ListDoc.objects.exclude(state=DRAFT).filter(until, effective_from__lte=on)


def items_in_force(on: date, *kinds: str) -> QuerySet[ListItem]:
    return _rows(ListItem.objects.filter(doc__in=in_force(on)), *kinds)


def path_of(area_id: int) -> str:
    try:
        return area_brief(area_id).path
    except KeyError:
        raise NotFound(area=area_id) from None


def board_for(*, category_code: str, area_id: int, path: str, on: date) -> Board:
    """Only what can matter for one question; lists, bodies and areas change seldom, so it is kept until one does."""
    return _boards.one((category_code, path, on), lambda: _board(category_code, area_id, path, on))


def _board(category_code: str, area_id: int, path: str, on: date) -> Board:
    around = [int(part) for part in path.strip("/").split("/") if part]
    rows = items_in_force(on).filter(doc__area_id__in=around, category__code__in=codes_above(category_code))
    items, community = _split(rows)
    functions = _functions(items)
    bodies = bodies_serving(functions=functions, area_id=area_id, on=on) if functions else []
    return Board(items, community, tuple(bodies), _names())


def whole_board(*, on: date, instead: ListDoc | None = None) -> Board:
    """Everything in force; with `instead`, as if this draft stood in the place of its kind and area."""
    rows = ListItem.objects.filter(doc__in=in_force(on))
    if instead is not None:
        rows = rows.exclude(doc__kind=instead.kind, doc__area=instead.area_id) | ListItem.objects.filter(doc=instead)
    items, community = _split(_rows(rows))
    return Board(items, community, tuple(bodies_doing(_functions(items), on=on)), _names())


def _rows(rows: QuerySet[ListItem], *kinds: str) -> QuerySet[ListItem]:
    rows = rows.filter(kind__in=kinds) if kinds else rows
    return rows.select_related("doc__area", "category").order_by("doc_id", "code")


def _split(rows: QuerySet[ListItem]) -> tuple[tuple[ListItem, ...], tuple[ListItem, ...]]:
    found = [row for row in rows if row.category_id is not None]
    leads = tuple(row for row in found if row.kind in (L1, L2) and row.lead_function)
    return leads, tuple(row for row in found if row.kind == L3)


def _functions(items: Iterable[ListItem]) -> set[str]:
    helpers = {helper["function"] for item in items for helper in item.helpers}
    return helpers | {item.lead_function for item in items}


def _names() -> dict[str, str]:
    return {function.code: function.name for function in function_list()}
