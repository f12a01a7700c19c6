"""The table of who can sign in to the demonstration, and what each can try. Needs no Django: the launcher prints it."""

import unicodedata
from collections.abc import Iterator

from huying.demonstration.roster import CAST, RESIDENT_PHONE, SIGN_IN_WORD


def table() -> Iterator[str]:
    """Line by line."""
    yield f"密码都是 / password for all: {SIGN_IN_WORD}"
    yield _line("账号", "谁", "可以试 / what to try")
    for part in CAST:
        yield _line(part.login, part.name, f"{part.tries} / {part.tries_en}")
    code = "手机号加验证码，验证码显示在这个窗口 / phone and code; the code is printed in this window"
    yield _line(RESIDENT_PHONE, "居民 / resident", code)


def _line(account: str, who: str, tries: str) -> str:
    return _padded(account, 14) + _padded(who, 24) + tries


def _padded(text: str, columns: int) -> str:
    """Columns on a terminal: Chinese characters take two."""
    width = sum(2 if unicodedata.east_asian_width(char) in "WF" else 1 for char in text)
    return text + " " * max(1, columns - width)
