"""The names of a place in memory, and where they stand in a text: as written, as they sound, or one character off.

Nothing here asks the database. An index is built once for a version of the territory and shared by all readers.
"""

import re
from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace

from huying.territory import states as s
from huying.territory.spelling import LEAST_CORE, core, counted, plain, shortened, sounds

LONGEST_NAME = 20
ANCHOR = re.compile(r"小区|花园|社区|大院|[0-9]{1,5}(?:号楼|号院|幢|栋|座|号|单元)")
"""After one of these even a name of three characters is meant as one."""
Other = tuple[str, str, tuple[int, int] | None, int]
"""Another name: its text, of which kind, the house numbers of a road, how often it was put right."""
ROADS = ("road", "road_number", "road_elsewhere")


@dataclass(frozen=True, slots=True)
class Name:
    """One way to call an area. `word` is how it is compared; a road carries the house numbers that lie here."""

    area_id: int
    path: str
    level: str
    name: str
    how: str
    word: str
    numbers: tuple[int, int] | None = None
    weight: int = 0


@dataclass(frozen=True, slots=True)
class Hit:
    """A name found in a text, from `start` to `end`; `said` is what stood there."""

    area_id: int
    path: str
    level: str
    name: str
    said: str
    how: str
    start: int
    end: int
    weight: int = 0
    numbers: tuple[int, int] | None = None

    def over(self, other: "Hit") -> bool:
        return self.start < other.end and other.start < self.end


@dataclass(frozen=True, slots=True)
class AreaNames:
    """What an area is called: name, short name, and other names (text, kind, numbers, weight)."""

    area_id: int
    path: str
    level: str
    name: str
    short_name: str
    others: tuple[Other, ...] = ()


class Names:
    """The index."""

    def __init__(self, areas: Iterable[AreaNames]) -> None:
        self.exact: dict[str, list[Name]] = defaultdict(list)
        self.heard: dict[str, list[Name]] = defaultdict(list)
        self.slips: dict[str, list[Name]] = defaultdict(list)
        for area in areas:
            for name in _ways(area):
                self._add(name)
        self.lengths = sorted({len(word) for word in self.exact})
        self.heard_lengths = sorted({len(key.split(" ")) for key in self.heard})
        self.slip_lengths = sorted({len(word) for word in self.slips})

    def _add(self, name: Name) -> None:
        known = self.exact[name.word]
        if not any(one.area_id == name.area_id and one.numbers == name.numbers for one in known):
            known.append(name)
        if _may_be_mistyped(name):
            self.heard[sounds(name.word)].append(name)
            for short in shortened(name.word):
                self.slips[short].append(name)

    def hits(self, text: str, within: str) -> list[Hit]:
        """What stands in the text as it is; and in what is left over, what sounds so or is one character off."""
        said, places = counted(text)
        found = [self._hit(text, places, name, at, at + len(name.word), name.how)
                 for at, name in self._as_written(said) if name.path.startswith(within)]  # fmt: skip
        taken = {place for hit in found if not _little(hit) for place in range(hit.start, hit.end)}
        free = [all(place not in taken for place in range(places[n], places[n + 1])) for n in range(len(said))]
        for at, end, name, how in self._nearly(said, free):
            if name.path.startswith(within):
                found.append(self._hit(text, places, name, at, end, how))
        return found

    def _hit(self, text: str, places: list[int], name: Name, at: int, end: int, how: str) -> Hit:
        start, stop = places[at], places[end]
        return Hit(name.area_id, name.path, name.level, name.name, text[start:stop], how, start, stop, name.weight,
                   name.numbers)  # fmt: skip

    def _as_written(self, said: str) -> Iterator[tuple[int, Name]]:
        for at in range(len(said)):
            for length in self.lengths:
                if at + length > len(said):
                    break
                for name in self.exact.get(said[at : at + length], ()):
                    yield at, name

    def _nearly(self, said: str, free: list[bool]) -> Iterator[tuple[int, int, Name, str]]:
        """Only where nothing stands as it is written, and what sounds alike before what is a slip of the pen."""
        heard = []
        for at, end in _stretches(free, self.heard_lengths):
            key = sounds(said[at:end])
            heard += [(at, end, name, "heard") for name in self.heard.get(key, ()) if _alike(name, said[at:end])]
        yield from heard
        taken = {place for at, end, _name, _how in heard for place in range(at, end)}
        still = [one and n not in taken for n, one in enumerate(free)]
        seen: dict[tuple[int, str], tuple[int, int, int, Name]] = {}
        for at, end in _stretches(still, sorted({n + d for n in self.slip_lengths for d in (0, 1, 2)})):
            for name, off in self._slips(said[at:end]):
                bare = len(name.word) <= LEAST_CORE + 1 and core(name.word) == name.word
                if bare and not ANCHOR.match(said, end):
                    continue
                key_of = (name.area_id, name.word)
                best = seen.get(key_of)
                if best is None or off < best[0]:
                    seen[key_of] = (off, at, end, name)
        yield from ((at, end, name, "slip") for _off, at, end, name in seen.values())

    def _slips(self, piece: str) -> Iterator[tuple[Name, int]]:
        """Names that this is with one character missing, wrong, or too many; numbers are never guessed."""
        for name in self.slips.get(piece, ()):
            if len(name.word) == len(piece) + 1 and _same_numbers(name.word, piece):
                yield name, 1
        for place, short in enumerate(shortened(piece)):
            for name in self.slips.get(short, ()):
                wrong = name.word[:place] + name.word[place + 1 :] == short and len(name.word) == len(piece)
                if wrong and _same_numbers(name.word, piece):
                    yield name, 0
            for name in self.exact.get(short, ()):
                if _may_be_mistyped(name) and len(core(name.word)) >= LEAST_CORE and _same_numbers(name.word, piece):
                    yield name, 2


def _ways(area: AreaNames) -> Iterator[Name]:
    """Every way in which the area may be called, each once; what was learned first."""
    seen: set[str] = set()
    for text, how, numbers, weight in _calls(area):
        word = counted(plain(text))[0]
        if 2 <= len(word) <= LONGEST_NAME and (word not in seen or how == "road"):
            seen.add(word)
            yield Name(area.area_id, area.path, area.level, area.name, how, word, numbers, weight)


def _calls(area: AreaNames) -> Iterator[Other]:
    """Two characters that are everyday words are not enough for a short name."""
    yield from (other for other in area.others if other[1] == "learned")
    yield area.name, "name", None, 0
    if not (area.level in (s.COMMUNITY, s.ESTATE) and len(plain(area.short_name)) < LEAST_CORE):
        yield area.short_name, "short", None, 0
    yield from (other for other in area.others if other[1] != "learned")
    for text in (area.name, area.short_name):
        if len(core(plain(text))) >= LEAST_CORE:
            yield core(plain(text)), "short", None, 0


def _little(hit: Hit) -> bool:
    """Two characters that stand for a street may as well begin a longer name that is mistyped."""
    return hit.how == "short" and hit.end - hit.start < LEAST_CORE


def _may_be_mistyped(name: Name) -> bool:
    return len(core(name.word)) >= LEAST_CORE and not name.word.isascii()


def _alike(name: Name, said: str) -> bool:
    """Sounding alike is not enough for a short word: 情合理 is not 青和里."""
    same = sum(a == b for a, b in zip(name.word, said, strict=True))
    return same >= max(1, len(core(name.word)) - 2) and name.word != said


def _same_numbers(word: str, said: str) -> bool:
    return [c for c in word if c.isdigit()] == [c for c in said if c.isdigit()]


def _stretches(free: list[bool], lengths: list[int]) -> Iterator[tuple[int, int]]:
    """Every stretch of these lengths in which nothing is taken."""
    for at in range(len(free)):
        for length in lengths:
            if at + length > len(free) or not all(free[at : at + length]):
                break
            yield at, at + length


def longest(hits: list[Hit]) -> list[Hit]:
    """Without names that are only a part of a longer name said in the same place."""
    spans = {(hit.start, hit.end) for hit in hits}

    def covered(hit: Hit) -> bool:
        return any(a <= hit.start and hit.end <= b and (a, b) != (hit.start, hit.end) for a, b in spans)

    return [hit for hit in hits if not covered(hit)]


def moved(hit: Hit, *, how: str, end: int, said: str) -> Hit:
    return replace(hit, how=how, end=end, said=said)
