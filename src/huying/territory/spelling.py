"""How a name is written, said and mistyped: one form for all ways of writing numbers, and keys for sound and slips."""

import re
import unicodedata
from collections.abc import Iterator
from functools import lru_cache

from huying.kernel.pinyin import syllable

DIGITS = {c: i for i, c in enumerate("零一二三四五六七八九")} | {"〇": 0, "两": 2}
NUMERAL = re.compile(r"[零〇一二三四五六七八九十百]*[十百][零〇一二三四五六七八九十百]*|[零〇一二三四五六七八九]")
SOUNDS = (("zh", "z"), ("ch", "c"), ("sh", "s"))
SPOKEN_DIGITS = "零一二三四五六七八九"
ENDINGS = (
    "社区居民委员会", "社区居委会", "社区村民委员会", "居民委员会", "村民委员会", "居委会", "村委会", "街道办事处",
    "街道", "社区", "花园小区", "小区", "家属院", "宿舍区", "大院",
)  # fmt: skip
LEAST_CORE = 3


def plain(text: str) -> str:
    """As names are compared: full-width forms folded, no blanks, letters small."""
    return re.sub(r"\s+", "", unicodedata.normalize("NFKC", text)).lower()


def value(numeral: str) -> int:
    """12, 十二 and 一百零三 as numbers."""
    if numeral.isdigit() and numeral.isascii():
        return int(numeral)
    total, digit = 0, 0
    for char in numeral:
        if char in DIGITS:
            digit = DIGITS[char]
        else:
            total += (digit or (1 if char == "十" else 0)) * (10 if char == "十" else 100)
            digit = 0
    return total + digit


def counted(text: str) -> tuple[str, list[int]]:
    """With every numeral in digits; and for each character (and the end) where it stood before."""
    out, places, done = [], [], 0
    for found in NUMERAL.finditer(text):
        out.append(text[done : found.start()])
        places += range(done, found.start())
        digits = str(value(found[0]))
        out.append(digits)
        places += [found.start()] * len(digits)
        done = found.end()
    out.append(text[done:])
    return "".join(out), [*places, *range(done, len(text) + 1)]


def core(name: str) -> str:
    """What is left without the word for what it is, when enough is left: 仙霞路社区居委会 → 仙霞路."""
    for ending in ENDINGS:
        if name.endswith(ending) and len(name) - len(ending) >= LEAST_CORE:
            return name.removesuffix(ending)
    return name


@lru_cache(maxsize=20_000)
def sound(char: str) -> str:
    """How a character sounds, without tones, for ears that do not tell zh from z, n from l, -ng from -n."""
    heard = syllable(SPOKEN_DIGITS[int(char)] if char in "0123456789" else char)
    for hard, soft in SOUNDS:
        if heard.startswith(hard):
            heard = soft + heard[2:]
            break
    if heard.startswith("n"):
        heard = "l" + heard[1:]
    return heard[:-1] if heard.endswith("ng") else heard


def sounds(text: str) -> str:
    return " ".join(map(sound, text))


def shortened(word: str) -> Iterator[str]:
    """The word without one of its characters."""
    for place in range(len(word)):
        yield word[:place] + word[place + 1 :]
