"""Every rule × every role: who may see and change categories, lists, proposals and knowledge."""

from datetime import date

import pytest
from django.db.models import Model

from huying.duties import rules
from huying.duties.models import Category
from huying.duties.public import NewKnowledge, propose_change, save_knowledge
from huying.duties.rules.proposals import may_propose
from huying.kernel.actor import GUEST, SYSTEM, Actor, Post
from huying.kernel.rulebook import RuleBook
from huying.organisations.states import roles
from tests.duties.makers import AT, a_draft, the_tree
from tests.organisations.makers import Town, a_body, a_town

pytestmark = pytest.mark.django_db
ROLES = tuple(dict(roles()))
COLLEAGUES = frozenset(ROLES)
LISTS = frozenset({"list_keeper"})
TREE = frozenset({"list_keeper", "system_admin"})
RULINGS = frozenset({"list_keeper", "adjudicator", "county_command"})
KNOWLEDGE = frozenset({"list_keeper", "system_admin", "county_command"})

MAY: dict[tuple[str, str], frozenset[str]] = {
    ("category", "see"): COLLEAGUES,
    ("category", "manage"): TREE,
    ("list", "see"): COLLEAGUES,
    ("list", "manage"): LISTS,
    ("proposal", "see"): RULINGS,
    ("proposal", "decide"): LISTS,
    ("knowledge", "see"): COLLEAGUES,
    ("knowledge", "manage"): KNOWLEDGE,
}
BOOKS: dict[str, RuleBook] = {
    "category": rules.category_rules,
    "list": rules.list_rules,
    "proposal": rules.proposal_rules,
    "knowledge": rules.knowledge_rules,
}
ONLY_AROUND = {("list", "manage"), ("proposal", "see"), ("proposal", "decide")}
PUBLIC = {("category", "see")}


@pytest.fixture
def town() -> Town:
    the_tree()
    return a_town()


@pytest.fixture
def things(town: Town) -> dict[str, Model]:
    body = a_body(town.streets[0])
    entry = NewKnowledge(question="问", answer="答", source="文件", valid_from=date(2026, 1, 1))
    ruling = {"item_id": None, "category_code": "0701", "lead_body_id": body.pk, "ruling_ref": "case:1"}
    return {
        "category": Category.objects.get(code="0701"),
        "list": a_draft("L1", town.streets[0]),
        "proposal": propose_change(SYSTEM, **ruling, at=AT),
        "knowledge": save_knowledge(SYSTEM, entry=entry, at=AT),
    }


def somebody(role: str, path: str) -> Actor:
    return Actor(kind="person", account_id=10**9, posts=(Post(role, path),))


def test_the_table_covers_every_rule():
    assert set(MAY) == {(name, verb) for name, book in BOOKS.items() for verb in book}


@pytest.mark.parametrize("rule", MAY, ids=".".join)
def test_who_may_around_the_thing_and_elsewhere(rule, town, things):
    name, verb = rule

    def may(actor: Actor) -> bool:
        return BOOKS[name].allows(actor, to=verb, row=things[name])

    here = {role for role in ROLES if may(somebody(role, town.county.path))}
    there = {role for role in ROLES if may(somebody(role, town.streets[1].path))}

    assert here == MAY[rule]
    assert there == (set() if rule in ONLY_AROUND else MAY[rule])
    assert may(SYSTEM)
    assert may(GUEST) == (rule in PUBLIC)
    assert may(Actor(kind="person", account_id=10**9)) == (rule in PUBLIC)


def test_who_may_propose_a_change():
    may = {role for role in ROLES if may_propose(somebody(role, "/"))}
    assert may == {"adjudicator", "list_keeper", "county_command", "dispatcher"}
    assert may_propose(SYSTEM)
    assert not may_propose(GUEST)
