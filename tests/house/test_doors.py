"""Every action has its JSON door, or a reason stands here why it has none."""

import ast
import inspect
from collections.abc import Iterator
from importlib import import_module
from importlib.util import find_spec
from pkgutil import iter_modules
from types import ModuleType

import pytest

from tests.house.places import CONTEXTS

BY_ITSELF = "the product does it by itself: a timer, a handler or an installation"
INSIDE = "a piece of other actions, never taken alone"
BY_COMMAND = "a command of the operator: it goes on with work of its own after the transaction"
WITHOUT = {
    "kernel": {"rotate_keys": BY_COMMAND, "retry_delivery": "retry_deliveries with one id is the same"},
    "territory": {
        "import_divisions": BY_COMMAND,
        "set_jurisdiction": BY_ITSELF,
        "upload_boundaries": "a page keeps the file for a second look; a program sends it whole to boundaries",
        "import_draft": "the second step of the same",
        "create_areas": "several of one parent, for loading; one by one is the same",
        "record_created": INSIDE,
        "learn_place": "a case whose place is put right teaches it",
    },
    "people": {
        "ensure_account": INSIDE,
        "open_outside_account": INSIDE,
        "keep_contact": INSIDE,
        "demand_agreement": INSIDE,
        "consent_as_guardian": INSIDE,
        "note_step": INSIDE,
        "note_look": INSIDE,
        "log_refused": INSIDE,
        "use_export": INSIDE,
        "enter_by_code": "a session is begun on a page; programs come with a token",
        "seal_person": "who keeps personal data is the context that needs it, by its own actions",
        "unseal": "the context whose rule said yes opens it, by its own actions",
        "correct_person": "a request about one's own data asks for it",
        "erase": BY_ITSELF,
        "start_retention": BY_ITSELF,
        "stop_retention": BY_ITSELF,
        "close_access": BY_ITSELF,
        "purge_due": BY_ITSELF,
    },
    "organisations": {
        "load_defaults": BY_ITSELF,
        "found_bodies": "the import of a sheet, or one by one, is the same",
        "record": INSIDE,
        "record_founded": INSIDE,
    },
    "calendars": {"seed_calendar": BY_ITSELF},
    "language": {
        "learn": INSIDE,
        "forget": INSIDE,
        "train": BY_ITSELF,
    },
    "documents": {
        "attach": "what a document is attached to takes its handle along",
        "close_documents": BY_ITSELF,
    },
    "duties": {"load_categories": BY_ITSELF, "propose_change": BY_ITSELF},
    "notices": {},
    "portal": {},
    "exchange": {
        "post_request": "Open311 is its door",
        "note_export": INSIDE,
        "begin_import": "a file is chosen on the page, or named to the command import_cases",
    },
    "cases": {
        "archive": BY_ITSELF,
        "end_pause": BY_ITSELF,
        "remind": BY_ITSELF,
        "lapse": BY_ITSELF,
        "auto_sign": BY_ITSELF,
        "close_unrated": BY_ITSELF,
        "close_answered": BY_ITSELF,
        "review_open_matter": BY_ITSELF,
        "reduce_personal_data": BY_ITSELF,
        "guard_intake": INSIDE,
        "joined": INSIDE,
        "bulk": INSIDE,
        "send_as_suggested": "dispatch with the suggested body is the same, one case at a time",
        "keep_columns": "a choice of the page, kept for the page",
        "save_filter": "a filter of the page, kept for the page",
        "drop_filter": "a filter of the page, kept for the page",
    },
    "evaluation": {"load_definitions": BY_ITSELF, "raise_alerts": BY_ITSELF, "take_values": BY_ITSELF},
    "dashboards": {},
    "demonstration": {},
}
HELPERS = {"area_for", "record", "refuse_outside", "draft_for", "shown", "demand_asking_allowed"}


def modules(name: str) -> Iterator[ModuleType]:
    top = import_module(name)
    yield top
    for part in iter_modules(getattr(top, "__path__", [])):
        yield import_module(f"{name}.{part.name}")


def actions_of(context: str) -> set[str]:
    """Functions of `actions` whose first argument is the actor and that are told everything else by name."""
    found = set()
    for module in modules(f"huying.{context}.actions"):
        for name, function in vars(module).items():
            if inspect.isfunction(function) and function.__module__ == module.__name__ and not name.startswith("_"):
                names = list(inspect.signature(function).parameters)
                found |= {name} if names[:1] == ["actor"] and "at" in names else set()
    return found - HELPERS


def named_in_routes(context: str) -> set[str]:
    """Every name, attribute and plain word of the context's routes."""
    found: set[str] = set()
    for module in modules(f"huying.{context}.routes"):
        for node in ast.walk(ast.parse(inspect.getsource(module))):
            found |= {getattr(node, "id", ""), getattr(node, "attr", "")}
            if isinstance(node, ast.Constant) and isinstance(node.value, str):
                found.add(node.value)
    return found


WITH_ACTIONS = [name for name in CONTEXTS if find_spec(f"huying.{name}.actions")]


@pytest.mark.parametrize("context", WITH_ACTIONS)
def test_every_action_can_be_taken_over_json_or_says_why_not(context: str) -> None:
    routes = named_in_routes(context) if find_spec(f"huying.{context}.routes") else set()
    silent = actions_of(context) - routes - set(WITHOUT.get(context, {}))
    assert sorted(silent) == []


@pytest.mark.parametrize("context", WITH_ACTIONS)
def test_no_reason_stands_for_an_action_that_is_gone_or_has_a_door(context: str) -> None:
    routes = named_in_routes(context) if find_spec(f"huying.{context}.routes") else set()
    stale = {name for name in WITHOUT.get(context, {}) if name not in actions_of(context) | HELPERS or name in routes}
    assert sorted(stale) == []
