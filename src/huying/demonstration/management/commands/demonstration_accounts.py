"""Print who can sign in to the demonstration, and what each can try."""

import unicodedata
from typing import Any

from django.core.management.base import BaseCommand

from huying.demonstration.roster import CAST, RESIDENT_PHONE, SIGN_IN_WORD


def width(text: str) -> int:
    """Columns on a terminal: Chinese characters take two."""
    return sum(2 if unicodedata.east_asian_width(char) in "WF" else 1 for char in text)


def padded(text: str, columns: int) -> str:
    return text + " " * max(1, columns - width(text))


class Command(BaseCommand):
    help = "Print the accounts of the demonstration."

    def handle(self, *args: Any, **options: Any) -> None:
        self.stdout.write(f"密码都是 / password for all: {SIGN_IN_WORD}")
        self.stdout.write(padded("账号", 14) + padded("谁", 24) + "可以试 / what to try")
        for part in CAST:
            self.stdout.write(padded(part.login, 14) + padded(part.name, 24) + f"{part.tries} / {part.tries_en}")
        self.stdout.write(
            padded(RESIDENT_PHONE, 14)
            + padded("居民 / resident", 24)
            + "手机号加验证码，验证码显示在这个窗口 / phone and code; the code is printed in this window"
        )
