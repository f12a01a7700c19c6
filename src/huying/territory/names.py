"""Names as people say them, and as they sort: by pinyin, numbers by value."""

import itertools
import re
from functools import lru_cache

from huying.kernel.pinyin import phrases, syllable, syllables
from huying.territory import states as s

_ENDINGS = {
    s.COMMUNITY: (
        ("社区居民委员会", "社区"),
        ("社区居委会", "社区"),
        ("社区村民委员会", "社区"),
        ("嘎查村民委员会", "嘎查"),
        ("嘎查村委会", "嘎查"),
        ("村村民委员会", "村"),
        ("村民委员会", "村"),
        ("村村委会", "村"),
        ("村委会", "村"),
    ),
    s.STREET: (("街道办事处", "街道"), ("乡人民政府", "乡"), ("镇人民政府", "镇")),
}
_SHORTEST = {s.STREET: ("街道",), s.COMMUNITY: ("社区", "居委会", "居民委员会"), s.ESTATE: ("小区",)}
_DIGITS = re.compile(r"[0-9]+")


def spoken_name(level: str, official: str) -> str:
    """The name for every day: 多福巷社区居委会 → 多福巷社区."""
    for ending, instead in _ENDINGS.get(level, ()):
        if official.endswith(ending) and len(official) > len(ending):
            return official[: -len(ending)] + instead
    return official


def short_name(level: str, name: str) -> str:
    """What is left without the word for the level, when two characters remain: 宁海路街道 → 宁海路."""
    for ending in _SHORTEST.get(level, ()):
        if name.endswith(ending) and len(name) - len(ending) >= 2:
            return name[: -len(ending)]
    return name


def sort_key(name: str) -> str:
    """Pinyin without tones, numbers padded, at most 240 characters."""
    return _key(syllables(name))


def quick_sort_key(name: str) -> str:
    """The same for hundreds of thousands of names: word by word only where a reading depends on the word."""
    unusual = _unusual_pairs()
    if any(pair in unusual for pair in itertools.pairwise(name)):
        return sort_key(name)
    return _key([_syllable(char) for char in name])


def _key(syllables: list[str]) -> str:
    return _padded(" ".join(syllables).lower())[:240]


def _padded(text: str) -> str:
    return _DIGITS.sub(lambda found: found[0].zfill(6), text)


@lru_cache(maxsize=20_000)
def _syllable(char: str) -> str:
    return syllable(char)


@lru_cache(maxsize=1)
def _unusual_pairs() -> frozenset[tuple[str, str]]:
    """The first two characters of every phrase in which some character is not read as it is alone."""
    return frozenset(
        (phrase[0], phrase[1])
        for phrase in phrases()
        if len(phrase) > 1 and syllables(phrase) != [_syllable(char) for char in phrase]
    )
