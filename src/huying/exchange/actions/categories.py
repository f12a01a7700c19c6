"""Which of another system's kinds of matter is which of ours: seen in its files, chosen by a person, used both ways."""

from collections import Counter
from collections.abc import Collection, Mapping
from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext as _

from huying.duties.public import category_tree
from huying.exchange.events import CategoriesMapped
from huying.exchange.models import CategoryWord, Source
from huying.exchange.rules import rules
from huying.kernel.actor import Actor
from huying.kernel.errors import Invalid, NotFound
from huying.kernel.journal import announce

LONGEST_WORD = 80
MOST_WORDS = 1_000
"""Of a source: who named the wrong column would fill the table with whole sentences."""


@transaction.atomic
def map_categories(
    actor: Actor, *, source_id: int, words: Mapping[str, str], outward: Collection[str] = (), reason: str, at: datetime
) -> int:
    """Their word → our code; "" takes a choice back. Of several words for one code `outward` names the one that is
    used when cases leave; else the first. Says how many changed."""
    rules.enter(actor, to="import")
    source = Source.objects.select_for_update().filter(pk=source_id).first()
    if source is None:
        raise NotFound(source=source_id)
    rows = {row.word: row for row in CategoryWord.objects.filter(source=source)}
    changed = [word for word, code in words.items() if (rows[word].code if word in rows else "") != code]
    _check({word: words[word] for word in changed}, at=at)
    for word in changed:
        row = rows.setdefault(word, CategoryWord(source=source, word=word, seen_at=at))
        row.code, row.outward = words[word], False
        row.save()
    moved = _choose_outward(list(rows.values()), frozenset(outward))
    if changed or moved:
        source.version, source.changed_at = source.version + 1, at
        source.save(update_fields=["version", "changed_at"])
        fact = CategoriesMapped(source_id=source.pk, version=source.version, words=len(changed))
        announce(fact, by=actor, at=at, reason=reason)
    return len(changed)


def _check(words: Mapping[str, str], *, at: datetime) -> None:
    known = {entry.code for entry in category_tree(on=at.date()) if entry.level > 1}
    wrong = [word for word, code in words.items() if code and code not in known]
    if wrong:
        raise Invalid(fields={f"code_{wrong[0]}": _("没有这个类别，请重新选择。")}, reason="category")
    if any(not word.strip() or len(word) > LONGEST_WORD for word in words):
        raise Invalid(fields={"new_word": _("请写对方的类别，不超过 80 个字。")}, reason="word")


def _choose_outward(rows: list[CategoryWord], wanted: frozenset[str]) -> int:
    """One word for each of our codes that are in use."""
    moved = 0
    for code in {row.code for row in rows if row.code}:
        same = sorted((row for row in rows if row.code == code), key=lambda row: row.pk)
        chosen = next((row for row in same if row.word in wanted and not row.outward), None)
        chosen = chosen or next((row for row in same if row.outward), same[0])
        others = [row.pk for row in same if row.outward and row is not chosen]
        CategoryWord.objects.filter(pk__in=others).update(outward=False)
        if not chosen.outward:
            CategoryWord.objects.filter(pk=chosen.pk).update(outward=True)
            moved += 1
    return moved


def keep_words_seen(source: Source, seen: Counter[str], *, at: datetime) -> None:
    """Words of a file that nothing of ours was found for, the most frequent first. What holds a long number is no kind
    of matter, and what is longer than such words are neither: nobody's sentence is kept here."""
    known = set(CategoryWord.objects.filter(source=source).values_list("word", flat=True))
    fresh = [word for word, _n in seen.most_common() if word not in known and _may_be_a_kind(word)]
    kept = {*known, *fresh[: max(0, MOST_WORDS - len(known))]}
    CategoryWord.objects.bulk_create(
        [CategoryWord(source=source, word=word, seen=n, seen_at=at) for word, n in seen.items() if word in kept],
        update_conflicts=True,
        unique_fields=["source", "word"],
        update_fields=["seen", "seen_at"],
    )


def _may_be_a_kind(word: str) -> bool:
    return 0 < len(word) <= LONGEST_WORD and sum(sign.isdigit() for sign in word) < 11
