"""Texts as they are compared: full-width and half-width alike, letters small, blanks and punctuation of one kind.

Every character becomes exactly one character, so that a piece of a text stays a piece of it, at the same place. The
database folds by the same table (`kernel_fold`); a test holds the two together.
"""

FULL_WIDTH = "".join(map(chr, range(0xFF01, 0xFF5F)))
CAPITALS = "".join(map(chr, [*range(0x41, 0x5B), *range(0xC0, 0xD7), *range(0xD8, 0xDF), *range(0x391, 0x3A2),
                             *range(0x3A3, 0x3AA), *range(0x410, 0x430)]))  # fmt: skip
BLANKS = (
    "\t\n\x0b\x0c\r\x85\xa0\u1680" + "".join(map(chr, range(0x2000, 0x200C))) + "\u2028\u2029\u202f\u205f\u3000\ufeff"
)
CIRCLED = "①②③④⑤⑥⑦⑧⑨"
QUOTES = "“”„‟«»「」『』〝〞〟＂"
APOSTROPHES = "‘’‚‛′＇`´"
DASHES = "‐‑‒–—―−－"
DOTS = "·•・‧∙"

_PAIRS: dict[str, str] = {
    **{one: chr(ord(one) - 0xFEE0).lower() for one in FULL_WIDTH},
    **{one: one.lower() for one in CAPITALS},
    **dict.fromkeys(BLANKS, " "),
    **{one: str(n) for n, one in enumerate(CIRCLED, start=1)},
    **dict.fromkeys(QUOTES, '"'),
    **dict.fromkeys(APOSTROPHES, "'"),
    **dict.fromkeys(DASHES, "-"),
    **dict.fromkeys(DOTS, "·"),
    "。": ".", "｡": ".", "、": ",", "､": ",", "〜": "~", "…": ".", "【": "[", "】": "]", "〔": "[", "〕": "]",
    "［": "[", "］": "]", "〈": "<", "〉": ">", "《": "<", "》": ">", "〇": "零",
}  # fmt: skip
PAIRS = {one: _PAIRS.get(into, into) for one, into in _PAIRS.items() if one != into}
"""Folding what is folded changes nothing."""
TABLE = str.maketrans(PAIRS)


def folded(text: str) -> str:
    """As it is kept and asked for. What the database cannot hold (NUL, lone surrogates) becomes a blank."""
    return text.replace("\x00", " ").encode("utf-8", "replace").decode().translate(TABLE)
