"""Where a text says that something is: official names, aliases, estates, buildings and roads, with the reason."""

import re
from collections.abc import Iterable
from dataclasses import dataclass

from django.db.models import Q
from django.utils.translation import gettext as _

from huying.kernel.kept import Kept, group
from huying.territory import states as s
from huying.territory.models import Alias, Area, Building, LearnedPlace
from huying.territory.placing import ROADS, AreaNames, Hit, Names, longest, moved
from huying.territory.queries.areas import KEPT, home_path, ids_of, living
from huying.territory.spelling import plain, value

LONGEST_TEXT = 300
_NUMBER = r"([0-9]{1,5}|[零一二三四五六七八九十百]{1,5})"
_BUILDING = re.compile(_NUMBER + r"(?:号楼|幢|栋|座|号院|号)|([A-Za-z])(?:座|栋|幢)")
_NOISE = re.compile(r"(?:小区|花园|社区|大院|里面?|内|的)?")
_UNIT = re.compile(_NUMBER + r"单元")
_HOUSE = re.compile(r"([0-9]{1,5})(?:[-之][0-9]{1,4})?号(?!楼|院)")
_CROSSING = re.compile(r"(?:路|街|巷|道)?(?:和|与|跟|同|及|、|-|/)?")
# These numbers were chosen on half of the written addresses in tests/territory; the other half judges them.
_WEIGHTS = {
    "name": 0.9, "short": 0.8, "alias": 0.85, "former": 0.7, "learned": 0.9, "heard": 0.7, "slip": 0.6, "road": 0.5,
    "road_number": 0.85, "road_elsewhere": 0.3, "crossing": 0.8,
}  # fmt: skip
CLEAR, MARGIN, CHOICES = 0.5, 0.1, 5
SPEAKS_FOR, AGAINST, MUCH_AGAINST = 0.05, -0.1, -0.25
"""How much another name in the text moves a guess; much against: it is somebody's own name."""
MOST_FOR, MOST_AGAINST = 0.1, -0.3
SAID_OFTEN, OFTEN = 0.02, 4
"""For each time that a learned name was put right, as far as so many times."""
WITH_BUILDING = 0.1
SETTLED = 0.35
"""Guesses that are this much fainter than the best one are not offered beside it."""

NAMES = group("place_names", "territory_alias", "territory_learnedplace")
_names: Kept[str, Names] = Kept(KEPT, NAMES)


@dataclass(frozen=True, slots=True)
class Guess:
    """An area that the text may mean. `score` is between 0 and 1; several near the top mean: ask. `against`: something
    else in the text speaks against it."""

    area_id: int
    path: str
    level: str
    score: float
    reason: str
    against: bool = False


@dataclass(frozen=True, slots=True)
class Meant:
    """What a text means: one place for sure, a few to choose from, or none that is known."""

    best: Guess | None
    choices: tuple[Guess, ...] = ()

    @property
    def sure(self) -> bool:
        return self.best is not None


def place_meant(text: str, *, within_path: str = "") -> Meant:
    """Clear: filled in. Several that are about as likely, or one that is faint: ask, with at most five. None: ask."""
    guesses = locate_text(text, within_path=within_path)
    if not guesses:
        return Meant(None)
    best, rivals = guesses[0], [one for one in guesses[1:] if not _same_way(one, guesses[0])]
    near = [one for one in rivals if best.score - one.score < MARGIN]
    if best.score >= CLEAR and not near and not best.against:
        return Meant(best, (best,))
    return Meant(None, tuple(one for one in [best, *rivals] if best.score - one.score < SETTLED)[:CHOICES])


def _same_way(one: Guess, other: Guess) -> bool:
    return one.path.startswith(other.path) or other.path.startswith(one.path)


def locate_text(text: str, *, within_path: str = "") -> list[Guess]:
    """Best first, at most ten. Empty when no known place is named; several when the name is not enough."""
    said = plain(text)[:LONGEST_TEXT]
    within = within_path or home_path()
    hits = longest([one for hit in _all_names().hits(said, within) for one in _numbered(said, hit)])
    hits = _crossings(said, _without_everyday_words(hits))
    fine = _finest(hits)
    guesses = [_guess(said, hit, hits) for hit in fine]
    best: dict[int, Guess] = {}
    for guess in sorted(guesses, key=lambda g: (-g.score, g.path)):
        best.setdefault(guess.area_id, guess)
    return list(best.values())[:10]


def _all_names() -> Names:
    """All names of the place that is served and around it, as they are in this moment."""
    return _names.one("all", lambda: Names(_named()))


def _named() -> Iterable[AreaNames]:
    others: dict[int, list[tuple[str, str, tuple[int, int] | None, int]]] = {}
    for row in Alias.objects.filter(area__valid_to=None).order_by("id"):
        numbers = None if row.number_from is None or row.number_to is None else (row.number_from, row.number_to)
        others.setdefault(row.area_id, []).append((row.text, row.kind, numbers, 0))
    for learned in LearnedPlace.objects.filter(area__valid_to=None, undone_at=None).order_by("id"):
        others.setdefault(learned.area_id, []).append((learned.text, "learned", None, learned.weight))
    rows = living().filter(Q(level__in=(s.COUNTY, s.STREET, s.COMMUNITY, s.GRID, s.ESTATE)) | Q(pk__in=others))
    rows = rows.filter(path__startswith=home_path())
    for pk, path, level, name, short in rows.values_list("pk", "path", "level", "name", "short_name").iterator():
        yield AreaNames(pk, path, level, name, short, tuple(others.get(pk, ())))


def _numbered(said: str, hit: Hit) -> list[Hit]:
    """A road with the house number behind it: here, elsewhere, or not said."""
    if hit.how != "road" or hit.numbers is None:
        return [hit]
    number = _HOUSE.match(said, hit.end)
    if not number:
        return [hit]
    if hit.numbers[0] <= int(number[1]) <= hit.numbers[1]:
        return [moved(hit, how="road_number", end=number.end(), said=said[hit.start : number.end()])]
    return [moved(hit, how="road_elsewhere", end=hit.end, said=hit.said)]


def _without_everyday_words(hits: list[Hit]) -> list[Hit]:
    """Grids are called 第一网格 in every community: alone that says nothing. A learned phrase rules its span."""
    learned = [hit for hit in hits if hit.how == "learned" and not _contradicted(hit, hits)]
    placed = {step for hit in hits if hit.level != s.GRID for step in ids_of(hit.path)}
    kept = []
    for hit in hits:
        if hit.level == s.GRID and ids_of(hit.path)[-2] not in placed and hit.said.startswith("第"):
            continue
        if hit.how != "learned" and any(hit.over(one) and not _together(hit, one) for one in learned):
            continue
        kept.append(hit)
    return kept


def _together(hit: Hit, other: Hit) -> bool:
    return hit.path.startswith(other.path) or other.path.startswith(hit.path)


def _crossings(said: str, hits: list[Hit]) -> list[Hit]:
    """Two roads in a row: where both run, that is the place."""
    roads = [hit for hit in hits if hit.how in ("road", "road_elsewhere")]
    found = list(hits)
    for one in roads:
        for other in roads:
            between = said[one.end : other.start]
            if one.area_id == other.area_id and one.end <= other.start and _CROSSING.fullmatch(between):
                found.append(moved(one, how="crossing", end=other.end, said=said[one.start : other.end]))
    crossed = [hit for hit in found if hit.how == "crossing"]
    return [hit for hit in found if hit.how == "crossing" or not (hit.how in ROADS and any(map(hit.over, crossed)))]


def _finest(hits: list[Hit]) -> list[Hit]:
    """Without areas below which another one is named as well, nor others of that same name elsewhere."""
    below: dict[int, set[tuple[int, int]]] = {}
    for hit in hits:
        for step in ids_of(hit.path)[:-1]:
            below.setdefault(step, set()).add((hit.start, hit.end))
    settled = {(hit.start, hit.end) for hit in hits if below.get(hit.area_id, set()) - {(hit.start, hit.end)}}
    return [hit for hit in hits if (hit.start, hit.end) not in settled]


def _guess(said: str, hit: Hit, hits: list[Hit]) -> Guess:
    score = (
        _WEIGHTS[hit.how] + _agreement(hit, hits) + (SAID_OFTEN * min(hit.weight, OFTEN) if hit.how == "learned" else 0)
    )
    reason = _spoken(hit)
    against = _contradicted(hit, hits)
    if against:
        reason += _("，但写到的别处和它对不上")
    noise = _NOISE.match(said, hit.end)
    house = _BUILDING.match(said, noise.end() if noise else hit.end)
    if house is None or hit.how in ROADS or hit.level not in (s.ESTATE, s.GRID, s.COMMUNITY):
        return Guess(hit.area_id, hit.path, hit.level, _clipped(score), reason, against)
    found = _building(hit, house)
    if found is None:
        reason += _("，没有登记“%(number)s”这一楼栋") % {"number": house[0]}
        return Guess(hit.area_id, hit.path, hit.level, _clipped(score), reason, against)
    unit = _UNIT.match(said, house.end())
    reason += _("，楼栋“%(number)s”") % {"number": house[0] + (unit[0] if unit else "")}
    return Guess(found.pk, found.path, found.level, _clipped(score + WITH_BUILDING), reason, against)


def _agreement(hit: Hit, hits: list[Hit]) -> float:
    """Other names in the text speak for an area that lies in them, and against one that does not."""
    score = 0.0
    for others in _elsewhere(hit, hits):
        named = any(other.how == "name" for other in others)
        score += SPEAKS_FOR if _near(hit, others) else MUCH_AGAINST if named else AGAINST
    return min(MOST_FOR, max(MOST_AGAINST, score))


def _contradicted(hit: Hit, hits: list[Hit]) -> bool:
    return any(not _near(hit, others) for others in _elsewhere(hit, hits))


def _elsewhere(hit: Hit, hits: list[Hit]) -> list[list[Hit]]:
    """What is named in other places of the text."""
    places: dict[tuple[int, int], list[Hit]] = {}
    for other in hits:
        if not hit.over(other):
            places.setdefault((other.start, other.end), []).append(other)
    return list(places.values())


def _near(hit: Hit, others: list[Hit]) -> bool:
    return any(_together(hit, other) or _siblings(hit, other) for other in others)


def _siblings(hit: Hit, other: Hit) -> bool:
    """A road that also runs through the neighbouring community does not contradict."""
    road = other.how in ROADS or hit.how in ROADS
    return road and hit.path.rsplit("/", 2)[0] == other.path.rsplit("/", 2)[0]


def _spoken(hit: Hit) -> str:
    text = {
        "name": _("写到了“%(said)s”"),
        "short": _("写到了“%(said)s”，是“%(name)s”的简称"),
        "alias": _("写到了“%(said)s”，是“%(name)s”的俗称"),
        "former": _("写到了“%(said)s”，是“%(name)s”的曾用名"),
        "learned": _("写到了“%(said)s”，以前受理员把这样写的改到了“%(name)s”"),
        "heard": _("写到了“%(said)s”，和“%(name)s”读音相同"),
        "slip": _("写到了“%(said)s”，和“%(name)s”差一个字"),
        "road": _("写到了“%(said)s”，这条路经过“%(name)s”"),
        "road_elsewhere": _("写到了“%(said)s”，这条路经过“%(name)s”，但没有登记这个门牌"),
        "road_number": _("写到了“%(said)s”，这段门牌属于“%(name)s”"),
        "crossing": _("写到了“%(said)s”，两条路都经过“%(name)s”"),
    }[hit.how]
    return text % {"said": hit.said, "name": hit.name}


def _building(hit: Hit, house: re.Match[str]) -> Area | None:
    number = str(value(house[1])) if house[1] else house[2].lower()
    rows = Building.objects.filter(area__valid_to=None, area__path__startswith=hit.path, number=number)
    found = [row.area for row in rows.select_related("area")[:2]]
    return found[0] if len(found) == 1 else None


def _clipped(score: float) -> float:
    return round(min(1.0, max(0.05, score)), 2)
