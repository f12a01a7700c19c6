"""How alike two texts are, by what they say: greetings, stock phrases of forms and hotlines, and numbers do not count.

A sketch keeps the smallest hashes of the pieces of a text (exact for short ones); two sketches are compared without the
texts. Bands are a few numbers of which texts that are much alike share at least one: an index finds them.
"""

import re
from collections.abc import Iterable, Sequence

import numpy as np

from huying.language.features import Hashes, content, pieces, plain

SIZE, BANDS, ROWS = 128, 16, 3
LOOKED_AT = 400
"""Characters in which shared words are looked for: they are shown as a reason, three at most."""
STOCK = re.compile(
    r"(?:诉求人|市民|来电人|来访人|网友|群众|居民|本人|当事人)(?:来电|来信|来访|致电)?(?:反映|咨询|投诉|举报|求助|建议|表示|称)[：:，,]?"
    r"|(?:诉求人|市民|来访人|群众|居民|本人)?到[^，。,.]{2,24}(?:办事处|服务中心|居委会|信访局|接待室|窗口)(?:来访|反映|咨询|投诉)+"
    r"|(?:现)?(?:恳请|请求|希望|请|盼|望)(?:有关|相关|上级|贵|各级|政府)*(?:部门|单位|领导|政府)?(?:能够?|给予|予以)*(?:尽快|及时|尽早|早日)?"
    r"(?:核实|调查|处理|解决|重视|协调|回复|答复|整改|关注|落实|给个说法)+(?:一下|此事|这个问题)?"
    r"|[您你]好|尊敬的[^，。：:,]{0,8}[：:，,]?|(?:我|我们)?(?:想|要)(?:反映|咨询|投诉|举报|建议)(?:一下)?(?:的是|一个问题|以下问题)?"
    r"|(?:非常|十分|万分)?感谢|谢谢(?:领导|政府|您|你)?|此致|敬礼|为盼|特此(?:反映|投诉|说明)"
)
TURNS = np.random.default_rng(20261122).integers(1, 2**32, (BANDS * ROWS, 2), dtype=np.uint64) | np.uint64(1)


def said(text: str, *, ignore: Iterable[str] = ()) -> str:
    """What the text says besides stock phrases; `ignore` are names of places that stand elsewhere."""
    return content(_own_words(text, ignore)).replace("0", "")


def _own_words(text: str, ignore: Iterable[str]) -> str:
    for name in ignore:
        text = text.replace(name, "，") if len(name) > 1 else text
    return STOCK.sub("，", text)


def grams(text: str, *, ignore: Iterable[str] = ()) -> Hashes:
    """The pieces of two characters, each once, in rising order."""
    found = pieces(said(text, ignore=ignore))
    return np.unique(found[1]) if len(found) > 1 else np.zeros(0, np.uint32)


def sketch(text: str, *, ignore: Iterable[str] = ()) -> bytes:
    """At most 128 hashes. Nothing of the words can be read from it."""
    return sketch_of(grams(text, ignore=ignore))


def sketch_of(found: Hashes) -> bytes:
    return found[:SIZE].astype("<u4").tobytes()


def alike(one: bytes, other: bytes) -> float:
    """0: nothing in common, 1: the same. Of long texts as much as both sketches reach is compared."""
    mine, theirs = np.frombuffer(one, "<u4"), np.frombuffer(other, "<u4")
    if len(mine) == SIZE or len(theirs) == SIZE:
        end = min(found[-1] for found in (mine, theirs) if len(found) == SIZE)
        mine, theirs = mine[mine <= end], theirs[theirs <= end]
    if not len(mine) or not len(theirs):
        return 0.0
    both = len(np.intersect1d(mine, theirs, assume_unique=True))
    return float(both / np.sqrt(len(mine) * len(theirs)))


def bands(found: Hashes) -> list[int]:
    """Signed 32-bit numbers for an index; texts that share half of their pieces share one of them nine times in ten."""
    if not len(found):
        return []
    turned = (found.astype(np.uint64)[None, :] * TURNS[:, :1] + TURNS[:, 1:]) & np.uint64(0xFFFFFFFF)
    least = turned.min(axis=1).reshape(BANDS, ROWS)
    mixed = (least * np.array([0x9E3779B1, 0x85EBCA77, 0xC2B2AE3D], np.uint64)).sum(axis=1)
    return [int(one) for one in ((mixed >> np.uint64(16)).astype(np.uint32) ^ _places()).astype(np.int32)]


def _places() -> Hashes:
    """The same hash in another band is another number."""
    return np.arange(BANDS, dtype=np.uint32) * np.uint32(0x9E3779B1)


def shared_words(one: str, other: str, *, most: int = 3, ignore: Sequence[str] = ()) -> tuple[str, ...]:
    """The longest stretches that stand in both as written, as the reason of a likeness."""
    mine, theirs = (plain(_own_words(text, ignore)).replace("0", "")[:LOOKED_AT] for text in (one, other))
    found: list[str] = []
    start = 0
    while start < len(mine) - 1:
        end = start + 2
        while end <= len(mine) and end - start <= 8 and mine[start:end] in theirs:
            end += 1
        length = end - 1 - start
        if length >= 2 and len(content(mine[start : start + length])) >= 2:
            found.append(mine[start : start + length])
        start += max(1, length)
    return tuple(sorted(dict.fromkeys(found), key=len, reverse=True)[:most])
