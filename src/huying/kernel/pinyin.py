"""Names sort as their readers look them up: by pinyin, stored beside the name as a key the database can order by."""

from pypinyin import Style, lazy_pinyin


def sort_key(name: str) -> str:
    """宁海路街道 → "ning2 hai3 lu4 jie1 dao4 宁海路街道": by sound, then tone, and never two names on one key."""
    sounds = lazy_pinyin(name, style=Style.TONE3, neutral_tone_with_five=True, errors=str.lower)
    return " ".join((*sounds, name))[:400]
