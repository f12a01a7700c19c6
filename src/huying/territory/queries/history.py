"""Old data in today's tree: where what an area held on a day is found now, and who followed whom."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

from django.db.models import Q

from huying.territory.models import Area, FormerArea, Succession
from huying.territory.queries.areas import ids_of


@dataclass(frozen=True, slots=True)
class RolledUp:
    """Marks on today's tree: below a path the nearest mark above decides whether a row belongs.

    Iterating gives the paths that belong; `as_q` is exact also where something moved in or out in between.
    """

    marks: tuple[tuple[str, bool], ...]

    def __iter__(self) -> Iterator[str]:
        return (path for path, inside in self.marks if inside)

    @property
    def without(self) -> tuple[str, ...]:
        """Paths inside of the others that do not belong."""
        return tuple(path for path, inside in self.marks if not inside)

    def holds(self, path: str) -> bool:
        """Whether what lies at this path of today belonged."""
        nearest = max((mark for mark in self.marks if path.startswith(mark[0])), key=lambda m: len(m[0]), default=None)
        return nearest is not None and nearest[1]

    def as_q(self, field: str = "area__path") -> Q:
        """The same as a condition on rows that hang on areas."""
        found = Q(pk__in=[])
        for mark, inside in self.marks:
            if inside:
                found |= self._below(mark, field)
        return found

    def _below(self, mark: str, field: str) -> Q:
        rows = Q(**{f"{field}__startswith": mark})
        for other, inside in self.marks:
            if not inside and other.startswith(mark) and self._parent_mark(other) == mark:
                rows &= ~Q(**{f"{field}__startswith": other})
        return rows

    def _parent_mark(self, path: str) -> str:
        return max((m for m, _inside in self.marks if path.startswith(m) and m != path), key=len, default="")


def rolled_up(path: str, on: date) -> RolledUp:
    """Where today lies what the area at this path (today's or a former one) held on that day."""
    area = Area.objects.get(pk=ids_of(path)[-1])
    links = _changed_links(on)
    paths = dict(Area.objects.filter(pk__in=links).values_list("pk", "path"))
    parents = _parents_above(set(paths.values()) | {area.path}, links)
    marks = {area.path: True}
    for pk, today in paths.items():
        if pk != area.pk:
            marks[today] = _was_below(pk, area.pk, links, parents)
    return RolledUp(_tidy(marks))


def _changed_links(on: date) -> dict[int, int | None]:
    """The areas whose parent that day is not their parent now, with the parent they had."""
    rows = FormerArea.objects.filter(since__lte=on, until__gt=on).order_by("since", "id")
    was = dict(rows.values_list("area_id", "parent_id"))
    now = dict(Area.objects.filter(pk__in=was).values_list("pk", "parent_id"))
    return {pk: parent for pk, parent in was.items() if now[pk] != parent}


def _parents_above(paths: set[str], links: dict[int, int | None]) -> dict[int, int | None]:
    """Today's parent of every area that the walk upwards can meet."""
    wanted = {parent for parent in links.values() if parent}
    found: dict[int, int | None] = {}
    for path in paths | set(Area.objects.filter(pk__in=wanted).values_list("path", flat=True)):
        above: int | None = None
        for step in ids_of(path):
            found[step] = above
            above = step
    return found


def _was_below(pk: int, top: int, links: dict[int, int | None], parents: dict[int, int | None]) -> bool:
    step: int | None = pk
    seen: set[int] = set()
    while step is not None and step not in seen:
        if step == top:
            return True
        seen.add(step)
        step = links[step] if step in links else parents.get(step)
    return False


def _tidy(marks: dict[str, bool]) -> tuple[tuple[str, bool], ...]:
    """Marks in order, without those that say what the mark above already says."""
    kept: dict[str, bool] = {}
    for path in sorted(marks, key=lambda p: (len(ids_of(p)), p)):
        nearest = max((m for m in kept if path.startswith(m)), key=len, default=None)
        if (kept[nearest] if nearest else False) != marks[path]:
            kept[path] = marks[path]
    return tuple(kept.items())


def successors(area_id: int) -> list[int]:
    """The living areas that followed this one, through any number of changes; itself while it lives."""
    found: list[int] = []
    queue, seen = [area_id], {area_id}
    while queue:
        step = queue.pop(0)
        if Area.objects.filter(pk=step, valid_to=None).exists():
            found.append(step)
            continue
        for pk in Succession.objects.filter(old_id=step).order_by("id").values_list("new_id", flat=True):
            if pk not in seen:
                seen.add(pk)
                queue.append(pk)
    return found
