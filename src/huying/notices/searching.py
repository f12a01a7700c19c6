"""Wordings that hold these words: what the place tells people at which moment, in the language of whoever asks.

There are as many as there are moments, a few hundred at most, so all are looked at. Messages themselves are sealed and
found by nobody."""

from django.utils.translation import get_language

from huying.kernel.actor import Actor
from huying.kernel.folding import folded
from huying.kernel.paging import Page
from huying.kernel.search import Hit, excerpt, marked, terms
from huying.notices.composing import in_force
from huying.notices.moments import moments
from huying.notices.rules import rules


def keeps_wordings(actor: Actor) -> bool:
    return rules.opens(actor, to="manage")


def wordings_with(actor: Actor, *, words: str, after: str | None = None, size: int = 20) -> Page[Hit]:
    """By code, subject and text, in order of code; for those who keep them."""
    wanted = terms(words)
    if not wanted or not keeps_wordings(actor):
        return Page([], None)
    language = "en" if (get_language() or "").startswith("en") else "zh-hans"
    found = []
    for code in sorted(code for code in moments() if not after or code > after):
        said = in_force(code, language=language).words
        text = folded(f"{code}\n{said.subject}\n{said.text}")
        if all(term in text for term in wanted):
            found.append(Hit(code, marked(said.subject, words), excerpt(said.text, words), code))
        if len(found) > size:
            break
    return Page(found[:size], str(found[size - 1].id) if len(found) > size else None)
