"""A text as hashed pieces of one to three characters. Only hashes and counts leave this module, never words."""

import re
import unicodedata
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

LONGEST, MOST = 3, 4000
"""Characters of the longest piece, and of a text that are looked at."""
NOT_SAID = re.compile(r"[^0-9a-z\u3400-\u9fff]+")
NUMBER = re.compile(r"\d+")
FUNCTION_WORDS = (
    "尊敬的 尊敬 您好 你好 谢谢 感谢 领导 书记 请问 我们 我的 我是 你们 您们 他们 她们 它们 咱们 自己 大家 "
    "这个 那个 这些 那些 这样 那样 这里 那里 这么 那么 什么 怎么 怎样 为什么 如何 哪里 哪些 多少 几个 一个 "
    "一些 一直 一下 一样 一定 已经 还是 就是 但是 可是 不过 而且 并且 或者 以及 因为 所以 由于 因此 如果 虽然 "
    "尽管 即使 只要 只有 除了 对于 关于 根据 按照 通过 为了 随着 作为 没有 不是 不能 不会 不要 不知 可以 可能 "
    "能够 应该 应当 必须 需要 现在 目前 当时 之前 之后 以前 以后 以来 其中 其他 其它 另外 此外 同时 然后 于是 "
    "甚至 特别 非常 十分 比较 更加 最后 终于 究竟 到底 竟然 居然 还有 还要 都是 也是 又是 只是 只能 才能 本人 "
    "各位 希望 恳请 请求 反映 咨询 投诉 建议 有关 相关 情况 问题 的 了 和 是 就 都 而 及 与 着 或 也 在 于 之 "
    "其 我 你 您 他 她 它 这 那 哪 谁 吗 呢 吧 啊 呀 哦 嘛 啦 被 把 将 对 从 由 向 往 到 给 让 使 叫 以 用 为 "
    "因 所 则 却 但 若 如 虽 即 又 再 还 更 最 很 太 极 不 没 无 未 别 每 各 某 该 本 此 等 们 个 已 曾 正 能 "
    "会 可 要 想 得 地 上 下 里 内 中 有 说 去 来 过 年 月 日 号 请"
).split()
EMPTY_WORDS = re.compile("|".join(sorted(FUNCTION_WORDS, key=len, reverse=True)))
MIX, TURN = np.uint64(0x9E3779B97F4A7C15), np.uint64(0xBF58476D1CE4E5B9)
HALF = np.uint64(32)

Hashes = NDArray[np.uint32]
Numbers = NDArray[np.float32]


@dataclass(frozen=True, slots=True)
class Bag:
    """Hashes in rising order, and how often each occurs (at most 255)."""

    hashes: Hashes
    counts: NDArray[np.uint8]

    def packed(self) -> bytes:
        return self.hashes.astype("<u4").tobytes() + self.counts.tobytes()


def unpacked(data: bytes) -> Bag:
    size = len(data) // 5
    return Bag(np.frombuffer(data, "<u4", size), np.frombuffer(data, np.uint8, size, size * 4))


def plain(text: str) -> str:
    """Chinese characters, letters in lower case and numbers as 0; no spaces, no punctuation."""
    return NUMBER.sub("0", NOT_SAID.sub("", unicodedata.normalize("NFKC", text[:MOST]).lower()))


def content(text: str) -> str:
    """What is said, without greetings and function words: text as written comes near to text cut into words."""
    said = plain(text)
    return EMPTY_WORDS.sub("", said) or said


def pieces(said: str) -> list[Hashes]:
    """The hashes of all pieces of one, two and three characters, each list in the order of the text."""
    letters = np.frombuffer(said.encode("utf-32-le"), np.uint32).astype(np.uint64)
    found: list[Hashes] = []
    running: NDArray[np.uint64] = np.ones(len(letters), np.uint64)
    for length in range(1, min(LONGEST, len(letters)) + 1):
        ends = letters[length - 1 :]
        running = running[: len(ends)] * MIX + ends + np.uint64(length)
        mixed = (running ^ (running >> np.uint64(29))) * TURN
        found.append((mixed >> HALF).astype(np.uint32))
    return found


def bag(text: str) -> Bag:
    return bag_of(content(text))


def bag_of(said: str) -> Bag:
    return gathered(pieces(said))


def gathered(found: list[Hashes]) -> Bag:
    if not found:
        return Bag(np.zeros(0, np.uint32), np.zeros(0, np.uint8))
    hashes, counts = np.unique(np.concatenate(found), return_counts=True)
    return Bag(hashes, np.minimum(counts, 255).astype(np.uint8))
