"""What is drawn from the code is as the code is now."""

from pathlib import Path

import pytest

from huying.kernel import drawing
from huying.kernel.actor import ROLES
from huying.organisations import states

GENERATED = Path(__file__).parents[2] / "docs" / "generated"


@pytest.mark.django_db
def test_states_and_permissions_are_drawn_as_they_are_now() -> None:
    """When this fails: `python3 dev.py manage draw`, look at it, commit it."""
    stored = {file.name: file.read_text(encoding="utf-8") for file in GENERATED.glob("*.md")}
    assert stored == drawing.pages()


def test_every_workflow_and_every_rule_book_is_drawn() -> None:
    assert {"cases.case", "documents.document", "duties.list", "notices.sending"} <= set(drawing.workflows())
    assert {"cases", "deliveries", "organisations.bodies", "territory"} <= set(drawing.rule_books())


def test_every_rule_says_in_words_whom_it_lets_in() -> None:
    silent = [
        f"{name}.{rule}"
        for name, book in drawing.rule_books().items()
        for rule in book
        if not drawing._words(name, rule, book.rule(rule))
    ]
    assert silent == []


def test_the_roles_of_the_house_are_the_ones_that_can_be_granted() -> None:
    assert set(ROLES) == {code for code, _label in states.roles()}
