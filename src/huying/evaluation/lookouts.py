"""What nobody has said: places and units that fell silent, kinds of matters that burst, matters nobody answers for.

Each rule is stated in its settings and asks the database once, however many places there are.
"""

from collections import defaultdict
from collections.abc import Callable, Iterator
from datetime import date, datetime, timedelta
from math import sqrt

from django.db.models import Count, Q, QuerySet, Sum

from huying.cases.public import count_callers
from huying.duties.public import alarms, coverage
from huying.evaluation.measures import OF_NO_UNIT
from huying.evaluation.models import AlertRule, Entry, Standing, Tally
from huying.evaluation.queries.sums import Scope, area_scope, in_place, read_up_to, unit_scope
from huying.evaluation.signs import WEEK, Sign
from huying.evaluation.states import Slice
from huying.kernel.clock import midnight
from huying.territory.public import areas_within

Weeks = dict[int, list[int]]
"""Of each place or unit the last days first, then the weeks before."""
FRESH = timedelta(days=1)


def silence(rule: AlertRule, home: Scope, *, at: datetime) -> Iterator[Sign]:
    """Nothing in the last days, although every week before had some and they were `least` on average.

    Figures that were not read on for a day say nothing about silence.
    """
    read = read_up_to()
    if read.rebuilding or read.read_at is None or at - read.read_at > FRESH:
        return
    first, weeks = at.date() - timedelta(days=WEEK), rule.settings["weeks"]
    of_units = rule.settings["of"] == "unit"
    found = _of_units(first, weeks) if of_units else _of_places(home, first, weeks)
    open_now = _with_open_orders() if of_units else None
    for pk, (now, *before) in found.items():
        usual = sum(before) / weeks
        if now or not all(before) or usual < rule.settings["least"] or (open_now is not None and pk not in open_now):
            continue
        scope = unit_scope(pk) if of_units else area_scope(pk)
        if scope is not None and scope.path.startswith(home.path):
            yield Sign(rule, scope, _monday(first), 0, round(usual, 1), strength=usual)


def _monday(day: date) -> date:
    """One alert a week for one place."""
    return day - timedelta(days=day.weekday())


def _of_places(home: Scope, first: date, weeks: int) -> Weeks:
    """Streets and communities; a street is what lies in it."""
    rows = Tally.objects.filter(slice=Slice.PLACE.value, grain="d")
    fine = _by_week(rows, "place_id", "inputs", first, weeks)
    found: Weeks = {}
    for level in ("street", "community"):
        areas = areas_within(home.path, level=level)
        below = {area.id: area.path for area in areas_within(home.path, level="community")} if level == "street" else {}
        for area in areas:
            parts = [fine[pk] for pk, path in below.items() if pk in fine and path.startswith(area.path)]
            parts += [fine[area.id]] if area.id in fine else []
            if parts:
                found[area.id] = [sum(counts) for counts in zip(*parts, strict=True)]
    return found


def _of_units(first: date, weeks: int) -> Weeks:
    rows = Tally.objects.filter(slice=Slice.UNIT.value, grain="d")
    return _by_week(rows, "body_id", "handed_in", first, weeks)


def _by_week(rows: QuerySet[Tally], column: str, measure: str, first: date, weeks: int) -> Weeks:
    """`first` begins the last days; before it lie whole weeks, the nearest first."""
    since = first - timedelta(weeks=weeks)
    found: Weeks = defaultdict(lambda: [0] * (weeks + 1))
    days = rows.filter(start__gte=since, start__lt=first + timedelta(days=WEEK)).order_by()
    for pk, day, n in days.values_list(column, "start").annotate(Sum(measure)):
        found[pk][0 if day >= first else (first - day).days // WEEK + bool((first - day).days % WEEK)] += n
    return dict(found)


def _with_open_orders() -> set[int]:
    rows = Standing.objects.filter(body_id__gt=0).values_list("body_id", "counts")
    return {pk for pk, counts in rows if counts.get("open")}


def burst(rule: AlertRule, home: Scope, *, at: datetime) -> Iterator[Sign]:
    """One kind of matter in one community, brought by at least `least` different people, and by more than in its usual
    week by `sigmas` times the spread that chance gives to such a count (its root; one is added, so that rare matters do
    not burst by one more). Of what not everybody may know it says nothing, as hot topics do."""
    first, weeks = at.date() - timedelta(days=WEEK), rule.settings["weeks"]
    since = first - timedelta(weeks=weeks)
    calls = _calls(in_place(home.path), first, at.date()).values_list("place_id", "category").annotate(n=Count("pk"))
    loud = set(calls.filter(n__gte=rule.settings["least"]).values_list("place_id", "category"))
    spans = [(midnight(first), midnight(at.date()))]
    spans += [(start - timedelta(weeks=1), start) for start in (spans[0][0] - timedelta(weeks=w) for w in range(weeks))]
    for (place_id, category), (now, *before) in count_callers(_cases_of(loud, since, at.date()), spans, at=at).items():
        usual = sum(before) / weeks
        spread = sqrt(usual + 1)
        enough = now >= rule.settings["least"] and now > usual + rule.settings["sigmas"] * spread
        if enough and (scope := area_scope(place_id)):
            strength = (now - usual) / spread
            yield Sign(rule, scope, _monday(first), now, round(usual, 1), matter=category, strength=strength)


def _calls(where: Q, since: date, until: date) -> QuerySet[Entry]:
    """Of matters that everybody may know of; lines of earlier versions do not say whether everybody may."""
    rows = Entry.objects.filter(where, occasion__in=OF_NO_UNIT, day__gte=since, day__lt=until)
    return rows.exclude(public=False).order_by()


def _cases_of(loud: set[tuple[int, str]], since: date, until: date) -> dict[tuple[int, str], list[int]]:
    """The cases of each kind and place in which there are calls enough to count people."""
    found: dict[tuple[int, str], list[int]] = {key: [] for key in loud}
    if not loud:
        return found
    there = Q(place_id__in={place for place, _kind in loud}, category__in={kind for _place, kind in loud})
    rows = _calls(there, since, until)
    for place_id, category, case_id in rows.values_list("place_id", "category", "case_id"):
        if (place_id, category) in found:
            found[place_id, category].append(case_id)
    return found


def no_unit(rule: AlertRule, home: Scope, *, at: datetime) -> Iterator[Sign]:
    """Each kind of matter for which the lists name nobody, in some street or in all; told once a month."""
    found = coverage(area_path=home.path, on=at.date(), level=rule.settings["level"])
    for gap in found.gaps:
        scope = area_scope(gap.places[0].id) if len(gap.places) == 1 else home
        many = len(gap.places)
        yield Sign(rule, scope or home, _month(at), many, found.places, matter=gap.category.code, strength=many)


def dead_items(rule: AlertRule, home: Scope, *, at: datetime) -> Iterator[Sign]:
    """Items in force whose category or function is gone, or whose function nobody has; one alert a month for all."""
    if many := len(alarms(on=at.date())):
        yield Sign(rule, home, _month(at), many, 0)


def _month(at: datetime) -> date:
    return at.date().replace(day=1)


LOOKOUTS: dict[str, Callable[..., Iterator[Sign]]] = {
    "silence": silence, "burst": burst, "coverage": no_unit, "items": dead_items,
}  # fmt: skip
