"""Each change of how the place is run is an action with its reason; what has none says here why."""

import ast
import inspect
from collections.abc import Callable, Iterator
from importlib.util import find_spec
from typing import Any

import pytest

from tests.house.places import CONTEXTS
from tests.house.test_doors import actions_of, modules

REASONS = {"reason", "decision", "approval"}
IN_OTHER_WORDS = {  # the argument that says why
    "set_population": "source",
    "import_population": "source",
    "publish_year": "source",
    "decide_proposal": "note",
    "answer_rights": "answer",
    "answer_feedback": "answer",
    "keep_limits": "new",
    "unseal": "task",
}
OWN = "somebody's own account, consents, papers or messages: nothing of the place changes"
WITHOUT = {
    "upload_boundaries": "keeps a file for a second look; taking it over (import_draft) wants the decision",
    "read_journal": "a look, and written down as one",
    "mask": "a step of work on one photo",
    "note_export": "what left is written down; words need the reason of their approval",
    "post_request": "a matter is sent in by a system; nothing of the place changes",
    **dict.fromkeys(
        (
            "change_password", "sign_out_everywhere", "change_profile", "declare_minor", "part_outside_identity",
            "change_phone", "record_consent", "refuse_consent", "withdraw_consent", "withdraw_as_guardian",
            "agree_as_guardian", "ask_for_rights", "own_copy", "enter_by_code", "take_in", "take_back", "mark_read",
            "set_preference", "send_feedback",
        ),
        OWN,
    ),
}  # fmt: skip
ONLY = {"cases": ("settings",)}  # the other pages are work on cases: each step of the table says what it must say
Action = Callable[..., Any]


def used_by_pages(context: str) -> Iterator[Action]:
    """The actions that the pages of this context take."""
    named: set[str] = set()
    for module in modules(f"huying.{context}.pages"):
        if context not in ONLY or module.__name__.rpartition(".")[2] in ONLY[context]:
            for node in ast.walk(ast.parse(inspect.getsource(module))):
                named |= {getattr(node, "id", ""), getattr(node, "attr", "")}
    wanted = actions_of(context) & named
    for module in modules(f"huying.{context}.actions"):
        for name, thing in vars(module).items():
            if name in wanted and inspect.isfunction(thing) and thing.__module__ == module.__name__:
                yield thing


WITH_BOTH = [name for name in CONTEXTS if find_spec(f"huying.{name}.actions") and find_spec(f"huying.{name}.pages")]


@pytest.mark.parametrize("context", WITH_BOTH)
def test_each_change_by_a_page_of_administration_says_why(context: str) -> None:
    silent = []
    for action in used_by_pages(context):
        told = set(inspect.signature(action).parameters)
        wanted = {IN_OTHER_WORDS[action.__name__]} if action.__name__ in IN_OTHER_WORDS else REASONS
        if not told & wanted and action.__name__ not in WITHOUT:
            silent.append(action.__name__)
    assert silent == []


def test_no_exception_stands_for_what_is_gone_or_says_why_meanwhile() -> None:
    known = {action.__name__: action for context in WITH_BOTH for action in used_by_pages(context)}
    assert len(known) > 60
    for name in WITHOUT:
        assert name in known, name
        assert not set(inspect.signature(known[name]).parameters) & REASONS, name
    assert set(IN_OTHER_WORDS) <= set(known)
