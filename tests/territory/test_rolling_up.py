"""Old data rolls up by date: whatever happened to the tree, each old row is found exactly where it counted that day."""

from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from django.db import transaction
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from huying.kernel.actor import SYSTEM
from huying.territory import public
from huying.territory.actions.life import dissolve_area
from huying.territory.actions.moves import Part, merge_areas, move_area, split_area
from huying.territory.actions.records import Decision, NewArea
from huying.territory.models import Area
from tests.territory.makers import an_area

FIRST = date(2025, 1, 1)
NOW = datetime(2026, 11, 16, 10, 0, tzinfo=ZoneInfo("Asia/Shanghai"))


class Town:
    """A small tree that lives through random changes, and a plain memory of every day of it."""

    def __init__(self) -> None:
        on = {"on": FIRST}
        root = an_area(None, "province", "省", "980000000000", **on)
        city = an_area(root, "city", "市", "980100000000", **on)
        county = an_area(city, "county", "县", "980101000000", **on)
        self.streets = [an_area(county, "street", f"街{n}", f"98010100{n}000", **on) for n in (1, 2, 3)]
        for street in self.streets:
            for n in (1, 2):
                community = an_area(street, "community", f"社{n}", f"{street.code[:9]}00{n}", **on)
                an_area(community, "grid", f"格{n}", **on)
        self.today = FIRST
        self.serial = 10
        self.rows: list[tuple[int, date]] = []  # area, day
        self.held: dict[date, dict[int, set[int]]] = {}  # day → area → rows that counted for it
        self.live_a_day()

    def live_a_day(self) -> None:
        """Every living area gets one row of data today, then the day is remembered."""
        living = list(Area.objects.filter(valid_to=None))
        paths = dict(Area.objects.values_list("pk", "path"))
        self.rows += [(area.pk, self.today) for area in living]
        self.held[self.today] = {
            area.pk: {i for i, (pk, _day) in enumerate(self.rows) if paths[pk].startswith(area.path)} for area in living
        }
        self.today += timedelta(days=1)

    def pick(self, level: str, draw: int) -> Area | None:
        found = list(Area.objects.filter(level=level, valid_to=None).order_by("pk"))
        return found[draw % len(found)] if found else None

    def change(self, what: str, one: int, two: int) -> None:
        decision = Decision(on=self.today, reason="试")
        level = ("community", "grid")[two % 2]
        area, other = self.pick(level, one), self.pick(level, two)
        parent = self.pick("street" if level == "community" else "community", two)
        if what == "move" and area and parent and area.parent_id != parent.pk:
            move_area(SYSTEM, area_id=area.pk, parent_id=parent.pk, decision=decision, at=NOW)
        if what == "merge" and area and other and area != other:
            merge_areas(SYSTEM, source_ids=[area.pk], into_id=other.pk, decision=decision, at=NOW)
        if what == "split" and area:
            self.split(area, decision, keep=bool(one % 2))
        if what == "dissolve" and area and not public.children(area.pk):
            dissolve_area(SYSTEM, area_id=area.pk, decision=decision, at=NOW)

    def split(self, area: Area, decision: Decision, *, keep: bool) -> None:
        children = tuple(child.id for child in public.children(area.pk))
        code = ""
        parts = []
        for share in (children[:1], children[1:])[: 1 if keep else 2]:
            self.serial += 1
            if area.level == "community":
                stem = Area.objects.get(pk=area.parent_id).code[:9]
                code = f"{stem}{self.serial:03d}"
            parts.append(Part(NewArea(area.level, f"新{self.serial}", code), share))
        split_area(SYSTEM, area_id=area.pk, parts=parts, keep=keep, decision=decision, at=NOW)


steps = st.lists(
    st.tuples(st.sampled_from(["move", "merge", "split", "dissolve", "none"]), st.integers(0, 50), st.integers(0, 50)),
    min_size=1,
    max_size=7,
)


@pytest.mark.django_db
@settings(max_examples=25, deadline=None, suppress_health_check=list(HealthCheck))
@given(steps)
def test_every_old_row_counts_for_exactly_the_areas_it_counted_for_that_day(changes):

    with transaction.atomic():
        town = Town()
        for what, one, two in changes:
            town.change(what, one, two)
            town.live_a_day()
        paths = dict(Area.objects.values_list("pk", "path"))
        for day, areas in town.held.items():
            for pk, rows in areas.items():
                rolled = public.rolled_up(paths[pk], day)
                found = {i for i, (a, when) in enumerate(town.rows) if when <= day and rolled.holds(paths[a])}
                assert found == rows, (day, pk, rolled)
                ids = set(Area.objects.filter(rolled.as_q("path")).values_list("pk", flat=True))
                assert ids == {a for a, path in paths.items() if rolled.holds(path)}
        transaction.set_rollback(True)
