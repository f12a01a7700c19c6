"""What the launcher says: short lines, and one clear line for each trouble. Standard library only."""

import sys


class Trouble(Exception):
    """Something the person at the keyboard can put right; the text says what is so and what to do."""


def say(text: str) -> None:
    sys.stdout.write(f"{text}\n")
    sys.stdout.flush()


def complain(text: str) -> None:
    sys.stdout.flush()
    sys.stderr.write(f"huying: {text}\n")
    sys.stderr.flush()
