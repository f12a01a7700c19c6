"""Names sort as their readers look them up: by pinyin, stored beside the name as a key the database can order by.

Phrases tell how a character is read in a word (重庆 is chong qing). They take 45 MB, so that a process loads them only
when it writes a name; how single characters sound is there from the beginning.
"""

import os
from functools import cache
from importlib import import_module
from types import ModuleType

os.environ.setdefault("PYPINYIN_NO_PHRASES", "true")


@cache
def reading() -> ModuleType:
    """The library, single characters only until `phrases` was asked for."""
    return import_module("pypinyin")


@cache
def phrases() -> frozenset[str]:
    """Every phrase that is known; from now on they count."""
    known = import_module("pypinyin.phrases_dict").phrases_dict
    reading().load_phrases_dict(known)
    cutting = import_module("pypinyin.seg.mmseg")
    cutting.retrain(cutting.seg)
    return frozenset(known)


def syllables(name: str) -> list[str]:
    """宁海路 → ning, hai, lu: as the words are read, without tones."""
    phrases()
    return list(reading().lazy_pinyin(name))


def syllable(char: str) -> str:
    """How one character is read by itself, without tone."""
    return str(reading().lazy_pinyin(char)[0])


def sort_key(name: str) -> str:
    """宁海路街道 → "ning2 hai3 lu4 jie1 dao4 宁海路街道": by sound, then tone, and never two names on one key."""
    phrases()
    style = reading().Style.TONE3
    sounds = reading().lazy_pinyin(name, style=style, neutral_tone_with_five=True, errors=str.lower)
    return " ".join((*sounds, name))[:400]
