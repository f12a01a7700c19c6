"""Small helpers that templates of cases need."""

from collections.abc import Mapping
from typing import Any

from django import template
from django.utils.translation import gettext as _

from huying.cases import words
from huying.cases.limits import amount_words
from huying.cases.queries import DESKS

register = template.Library()

TABLES: dict[str, Mapping[Any, Any]] = {
    "card": words.CARD_CAUSES,
    "clock": words.CLOCK_KINDS,
    "solved": words.SOLVED,
    "satisfied": words.SATISFIED,
    "excluded": words.EXCLUSIONS,
    "supervise": words.SUPERVISE_LEVELS,
    "desk": {code: desk.word for code, desk in DESKS.items()},
}


@register.filter
def at(table: Mapping[Any, Any], key: Any) -> Any:
    """table[key], or nothing."""
    return table.get(key)


@register.filter
def word(code: Any, table: str) -> Any:
    """The word of a code in one of the closed lists."""
    return TABLES[table].get(code, code)


@register.filter
def limit(text: str) -> str:
    """ "5 work_day" as people say it."""
    amount, _space, unit = text.partition(" ")
    return amount_words(int(amount), unit) if amount.isdigit() else text


@register.filter
def basis(text: str) -> str:
    """Under which rule a clock runs; limits of a class are named by the class."""
    if not text.startswith("SLA-"):
        return text
    klass, _dash, version = text.removeprefix("SLA-").partition("-")
    said = _("办理时限表：%(klass)s") % {"klass": words.CLASSES.get(klass, klass)}
    return f"{said} {version}" if version else said


CHIP_TONES = {"quiet": "ended", "work": "going", "asked": "asked", "done": "done", "late": "late"}
LINK_CODES = {1: "accept", 2: "handle", 3: "answer", 4: "rate", 5: "rate"}


@register.filter
def chip(tone: str) -> str:
    """The tone of a state as the tone of its chip."""
    return CHIP_TONES.get(tone, "going")


@register.filter
def link_code(link: int) -> str:
    """Which of the four links, by name."""
    return LINK_CODES[link]


@register.filter
def over(link: int) -> bool:
    """Whether all four links are done."""
    return link >= 5


@register.filter
def dashed(code: str) -> str:
    """reopen_matter in an address."""
    return code.replace("_", "-")
