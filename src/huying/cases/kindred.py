"""What kind of matter a text sounds like: the tenant's own categories, suggested, learned from what people confirm."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from django.utils.translation import gettext_lazy as _

from huying.cases.likening import comparable
from huying.cases.models import Case
from huying.duties.public import CategoryBrief, categories, category_tree
from huying.kernel.actor import Actor
from huying.language.public import ClassWords, Suggestion, forget, learn, register_scheme, suggest

SCHEME = "case_category"
LEVEL, DIGITS = 2, 4
LEAST = 0.02
"""A further choice that is less likely is no help."""


def category_words() -> Sequence[ClassWords]:
    """Each category of the second level with its keywords, the names of what lies below it, and their keywords."""
    tree = [entry for entry in category_tree() if entry.active]
    return [
        _words(entry, [one for one in tree if one.parent_code == entry.code]) for entry in tree if entry.level == LEVEL
    ]


def _words(entry: CategoryBrief, below: list[CategoryBrief]) -> ClassWords:
    synonyms = (*entry.keywords, *(word for one in below for word in one.keywords))
    return ClassWords(
        entry.code, entry.name, "、".join(one.name for one in below), tuple(dict.fromkeys(synonyms)), entry.label
    )


def know_categories() -> None:
    """Called when the app is ready."""
    register_scheme(SCHEME, name=_("诉求类别"), classes=category_words, groups=("categories",))


@dataclass(frozen=True, slots=True)
class CategoryChoice:
    """One category that a text sounds like, for a page."""

    code: str
    label: str
    percent: int
    words: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class CategoryHelp:
    """At most three, best first. `sure`: the first one is suggested; else they only come nearest, and `why` says so."""

    choices: tuple[CategoryChoice, ...]
    sure: bool
    why: str

    @property
    def code(self) -> str:
        return self.choices[0].code if self.sure else ""


def category_help(text: str, *, title: str = "") -> CategoryHelp:
    """For whoever chooses: a resident who writes, or the intake desk that accepts."""
    said = suggest(SCHEME, text, title=title)
    known = categories([one.label for one in said.choices])
    choices = tuple(
        CategoryChoice(one.label, known[one.label].label, min(99, round(100 * one.confidence)), one.words)
        for nth, one in enumerate(said.choices)
        if one.label in known and (one.words or one.label == said.label) and (nth == 0 or one.confidence >= LEAST)
    )
    return CategoryHelp(choices, bool(choices) and choices[0].code == said.label, said.abstained)


def learn_category(actor: Actor, case: Case, *, at: datetime) -> None:
    """A person of the house has said what it is. Confidential matters are not learned from."""
    if not comparable(case):
        return
    said: Suggestion = suggest(SCHEME, case.words)
    learn(
        actor, scheme=SCHEME, text=case.words, label=case.category_code[:DIGITS], predicted=said,
        thing=("case", case.pk), at=at, title=case.title,
    )  # fmt: skip


def forget_category(actor: Actor, case: Case, *, at: datetime) -> None:
    """The matter is confidential from now on."""
    forget(actor, scheme=SCHEME, thing=("case", case.pk), at=at)
