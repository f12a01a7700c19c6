"""Where a text says that something is: official names, aliases, estates, buildings and roads, with the reason."""

import re
import unicodedata
from collections.abc import Iterable
from dataclasses import dataclass, replace

from django.db.models import Q
from django.db.models.functions import Length
from django.utils.translation import gettext as _

from huying.territory import states as s
from huying.territory.models import Alias, Area, Building
from huying.territory.queries.areas import home_path, ids_of, living

LONGEST_TEXT = 300
LONGEST_NAME = 20
MOST = 500
_NUMERALS = {c: i for i, c in enumerate("零一二三四五六七八九")}
_NUMBER = r"([0-9]{1,5}|[零一二三四五六七八九十百]{1,5})"
_BUILDING = re.compile(_NUMBER + r"(?:号楼|幢|栋|座|号院|号)|([A-Za-z])(?:座|栋|幢)")
_UNIT = re.compile(_NUMBER + r"单元")
_HOUSE = re.compile(r"([0-9]{1,5})(?:[-之][0-9]{1,4})?号(?!楼|院)")
_WORDS = re.compile(r"[\w·()\-]{2,}")
_WEIGHTS = {
    "name": 0.9,
    "short": 0.8,
    "alias": 0.85,
    "former": 0.7,
    "road": 0.5,
    "road_number": 0.85,
    "road_elsewhere": 0.3,
}


@dataclass(frozen=True, slots=True)
class Guess:
    """An area that the text may mean. `score` is between 0 and 1; several near the top mean: ask."""

    area_id: int
    path: str
    level: str
    score: float
    reason: str


@dataclass(frozen=True, slots=True)
class _Hit:
    """A name found in the text, from `start` to `end`, that belongs to an area."""

    area_id: int
    path: str
    level: str
    name: str
    said: str
    how: str
    start: int
    end: int


def plain(text: str) -> str:
    """As names are compared: full-width forms folded, no blanks, letters small."""
    return re.sub(r"\s+", "", unicodedata.normalize("NFKC", text)).lower()


def locate_text(text: str, *, within_path: str = "") -> list[Guess]:
    """Best first, at most ten. Empty when no known place is named; several when the name is not enough."""
    said = plain(text)[:LONGEST_TEXT]
    hits = _longest(_hits(said, within_path or home_path()))
    fine = _finest(hits)
    guesses = [_guess(said, hit, hits) for hit in fine]
    best: dict[int, Guess] = {}
    for guess in sorted(guesses, key=lambda g: (-g.score, g.path)):
        best.setdefault(guess.area_id, guess)
    return list(best.values())[:10]


def _pieces(said: str) -> dict[str, list[int]]:
    found: dict[str, list[int]] = {}
    for part in _WORDS.finditer(said):
        for start in range(part.start(), part.end() - 1):
            for end in range(start + 2, min(part.end(), start + LONGEST_NAME) + 1):
                found.setdefault(said[start:end], []).append(start)
    return found


def _hits(said: str, within: str) -> list[_Hit]:
    pieces = _pieces(said)
    words = list(pieces)
    found: list[_Hit] = []
    areas = living().filter(Q(name__in=words) | Q(short_name__in=words), path__startswith=within)
    longest_first = areas.order_by(Length("name").desc(), "id")
    for pk, path, level, name, short in longest_first.values_list("pk", "path", "level", "name", "short_name")[:MOST]:
        how, word = ("name", name) if name in pieces else ("short", short)
        if _says_nothing(level, how, word):
            continue
        found += [_Hit(pk, path, level, name, word, how, i, i + len(word)) for i in pieces[word]]
    rows = Alias.objects.filter(text__in=words, area__valid_to=None, area__path__startswith=within)
    for alias in rows.select_related("area").order_by(Length("text").desc(), "id")[:MOST]:
        for start in pieces[alias.text]:
            found += _alias_hit(said, alias, alias.area, start)
    return found


def _says_nothing(level: str, how: str, word: str) -> bool:
    """“3幢” without its estate, and short forms of two characters that are everyday words (希望, from 希望社区)."""
    if level == s.BUILDING:
        return bool(_BUILDING.match(word))
    return how == "short" and len(word) < 3 and level in (s.COMMUNITY, s.ESTATE)


def _alias_hit(said: str, alias: Alias, area: Area, start: int) -> list[_Hit]:
    end = start + len(alias.text)
    how = alias.kind
    number = _HOUSE.match(said, end) if how == "road" else None
    if number and alias.number_from is not None and alias.number_to is not None:
        if alias.number_from <= int(number[1]) <= alias.number_to:
            how, end = "road_number", number.end()
        else:
            how = "road_elsewhere"
    return [_Hit(area.pk, area.path, area.level, area.name, said[start:end], how, start, end)]


def _longest(hits: list[_Hit]) -> list[_Hit]:
    """Without names that are only a part of a longer name said in the same place."""
    spans = {(hit.start, hit.end) for hit in hits}

    def covered(hit: _Hit) -> bool:
        return any(a <= hit.start and hit.end <= b and (a, b) != (hit.start, hit.end) for a, b in spans)

    return [hit for hit in hits if not covered(hit)]


def _finest(hits: list[_Hit]) -> list[_Hit]:
    """Without areas below which another one is named as well, nor others of that same name elsewhere."""
    below: dict[int, set[tuple[int, int]]] = {}
    for hit in hits:
        for step in ids_of(hit.path)[:-1]:
            below.setdefault(step, set()).add((hit.start, hit.end))
    settled = {(hit.start, hit.end) for hit in hits if below.get(hit.area_id, set()) - {(hit.start, hit.end)}}
    return [hit for hit in hits if (hit.start, hit.end) not in settled]


def _guess(said: str, hit: _Hit, hits: list[_Hit]) -> Guess:
    score = _WEIGHTS[hit.how] + _agreement(hit, hits)
    reason = _spoken(hit)
    if hit.level in (s.ESTATE, s.GRID, s.COMMUNITY) and (house := _BUILDING.match(said, hit.end)):
        found = _building(hit, house)
        unit = _UNIT.match(said, house.end())
        if found is not None:
            said_unit = unit[0] if unit else ""
            reason += _("，楼栋“%(number)s”") % {"number": house[0] + said_unit}
            return Guess(found.pk, found.path, found.level, _clipped(score + 0.1), reason)
        reason += _("，没有登记“%(number)s”这一楼栋") % {"number": house[0]}
    return Guess(hit.area_id, hit.path, hit.level, _clipped(score), reason)


def _agreement(hit: _Hit, hits: list[_Hit]) -> float:
    """Other names in the text speak for an area that lies in them, and against one that does not."""
    score = 0.0
    places: dict[tuple[int, int], list[_Hit]] = {}
    for other in hits:
        if not (other.start < hit.end and hit.start < other.end):
            places.setdefault((other.start, other.end), []).append(other)
    for others in places.values():
        near = any(hit.path.startswith(o.path) or o.path.startswith(hit.path) or _siblings(hit, o) for o in others)
        score += 0.05 if near else -0.25 if any(o.how == "name" for o in others) else -0.1
    return min(0.1, max(-0.3, score))


def _siblings(hit: _Hit, other: _Hit) -> bool:
    """A road that also runs through the neighbouring community does not contradict."""
    road = other.how.startswith("road") or hit.how.startswith("road")
    return road and hit.path.rsplit("/", 2)[0] == other.path.rsplit("/", 2)[0]


def _spoken(hit: _Hit) -> str:
    text = {
        "name": _("写到了“%(said)s”"),
        "short": _("写到了“%(said)s”，是“%(name)s”的简称"),
        "alias": _("写到了“%(said)s”，是“%(name)s”的俗称"),
        "former": _("写到了“%(said)s”，是“%(name)s”的曾用名"),
        "road": _("写到了“%(said)s”，这条路经过“%(name)s”"),
        "road_elsewhere": _("写到了“%(said)s”，这条路经过“%(name)s”，但没有登记这个门牌"),
        "road_number": _("写到了“%(said)s”，这段门牌属于“%(name)s”"),
    }[hit.how]
    return text % {"said": hit.said, "name": hit.name}


def _building(hit: _Hit, house: re.Match[str]) -> Area | None:
    number = str(_value(house[1])) if house[1] else house[2].lower()
    rows = Building.objects.filter(area__valid_to=None, area__path__startswith=hit.path, number=number)
    found = [row.area for row in rows.select_related("area")[:2]]
    return found[0] if len(found) == 1 else None


def _value(numeral: str) -> int:
    """12, 十二 and 一百零三 as numbers."""
    if numeral.isdigit() and numeral.isascii():
        return int(numeral)
    total, digit = 0, 0
    for char in numeral:
        if char in _NUMERALS:
            digit = _NUMERALS[char]
        else:
            total += (digit or (1 if char == "十" else 0)) * (10 if char == "十" else 100)
            digit = 0
    return total + digit


def _clipped(score: float) -> float:
    return round(min(1.0, max(0.05, score)), 2)


def same_place(guesses: Iterable[Guess], path: str) -> list[Guess]:
    """Guesses that agree with a place known otherwise, a little surer for it."""
    return [replace(g, score=_clipped(g.score + 0.1)) for g in guesses if g.path.startswith(path)]
