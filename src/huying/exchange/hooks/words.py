"""What the codes of a fact are called, for whoever reads a webhook; the codes themselves stay as they are.

Only words of ours: steps, states, kinds of matter, results, names of areas and organisations. Nobody's words and
nobody's name are among them.
"""

from collections.abc import Callable, Mapping
from typing import Any

from django.utils import translation

from huying.cases.public import RESULT_KINDS, case_states, step_word
from huying.duties.public import categories
from huying.exchange.lexicon import fact_word
from huying.organisations.public import body_briefs
from huying.territory.public import area_briefs


def _state(code: Any) -> Any:
    return dict(case_states()).get(code, "")


def _category(code: Any) -> Any:
    found = categories([str(code)]).get(str(code))
    return found.label if found else ""


def _result(code: Any) -> Any:
    return RESULT_KINDS.get(code, "")


def _body(pk: Any) -> Any:
    found = body_briefs([pk]).get(pk) if isinstance(pk, int) else None
    return (found.short_name or found.name) if found else ""


def _area(pk: Any) -> Any:
    found = area_briefs([pk]).get(pk) if isinstance(pk, int) else None
    return found.full_name if found else ""


SAID: dict[str, Callable[[Any], Any]] = {
    "step": step_word, "source": _state, "target": _state, "category_code": _category, "body_id": _body,
    "area_id": _area, "outcome": _result, "was_outcome": _result,
}  # fmt: skip
"""Members of facts whose codes or ids have a word of ours."""


def in_words(code: str, thing: str, facts: Mapping[str, Any], *, language: str) -> dict[str, Any]:
    """The fact in a line, and a word for each member that has one, in the language of the receiver."""
    with translation.override(language):
        said = {name: str(SAID[name](value)) for name, value in facts.items() if name in SAID and value}
        if thing != "case":
            said.pop("source", None)
            said.pop("target", None)
        told = {name: word for name, word in said.items() if word}
        return {"language": language, "code": str(fact_word(code)), "facts": told}
