"""The limits as they hold on a day, and the rules that narrow them."""

from dataclasses import dataclass
from datetime import date

from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from huying.cases.limits import CHANGEABLE, DEFAULTS, amount_words
from huying.cases.models import SlaRule
from huying.cases.states import Word
from huying.cases.words import CLASSES, CLOCK_KINDS
from huying.duties.public import categories

KIND_WORDS: dict[str, Word] = {
    "accept_phone": _("电话受理"),
    "extension": _("最多延期"),
    "reopen": _("可要求重办"),
}
SHOWN = ("accept", "dispatch", "sign", "contact", "finish", "extension", "return_window")


@dataclass(frozen=True, slots=True)
class LimitText:
    """An amount with its unit, or nothing; `word` says of what."""

    word: Word
    amount: int | None
    said: str = ""
    own: bool = False


@dataclass(frozen=True, slots=True)
class ClassLimits:
    """One class on a day: what holds, and whether it is the default."""

    klass: str
    word: Word
    limits: tuple[LimitText, ...]


def limit_kinds() -> list[tuple[str, Word]]:
    """What a limit can be of, in the order of a case's life."""
    return [(kind, KIND_WORDS.get(kind) or CLOCK_KINDS[kind]) for kind in CHANGEABLE]


def limits_on(on: date) -> list[ClassLimits]:
    """Every class, with the place's own limits over the defaults."""
    rules = {rule.klass: rule for rule in in_force(on) if not rule.category_code and rule.area_id is None}
    words = dict(limit_kinds())
    return [
        ClassLimits(klass, word, tuple(_text(klass, kind, words[kind], rules.get(klass)) for kind in SHOWN))
        for klass, word in CLASSES.items()
    ]


def _text(klass: str, kind: str, word: Word, rule: SlaRule | None) -> LimitText:
    pair = (rule.limits.get(kind) if rule else None) or DEFAULTS[klass].get(kind)
    if not pair:
        return LimitText(word, None)
    return LimitText(word, pair[0], amount_words(*pair), own=bool(rule and rule.limits.get(kind)))


def in_force(on: date) -> list[SlaRule]:
    rows = SlaRule.objects.filter(Q(valid_to__isnull=True) | Q(valid_to__gt=on), valid_from__lte=on)
    return list(rows.select_related("area").order_by("klass", "category_code", "id"))


@dataclass(frozen=True, slots=True)
class RuleLine:
    """One version of one rule, with what it says."""

    rule: SlaRule
    klass_word: Word
    category: str
    area: str
    says: tuple[tuple[Word, str], ...]


def rule_lines() -> list[RuleLine]:
    """All versions, newest first."""
    rows = list(SlaRule.objects.select_related("area").order_by("-valid_from", "-id")[:200])
    labels = categories({rule.category_code for rule in rows if rule.category_code})
    kinds = dict(limit_kinds())
    return [
        RuleLine(
            rule, CLASSES[rule.klass], labels[rule.category_code].label if rule.category_code in labels else "",
            rule.area.name if rule.area else "",
            tuple((kinds.get(kind, kind), amount_words(*pair)) for kind, pair in rule.limits.items() if pair),
        )
        for rule in rows
    ]  # fmt: skip
