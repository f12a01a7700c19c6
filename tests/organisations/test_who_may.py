"""Every rule × every role: who may see and change bodies, posts, appointments and roles."""

from datetime import date

import pytest
from django.db.models import Model

from huying.kernel.actor import GUEST, SYSTEM, Actor, Post
from huying.kernel.rulebook import RuleBook
from huying.organisations import rules
from huying.organisations.models import Appointment, RoleGrant
from huying.organisations.public import Term, appoint
from huying.organisations.states import roles
from tests.organisations.makers import AT, Town, a_body, a_holder, a_post, a_town

pytestmark = pytest.mark.django_db
ROLES = tuple(dict(roles()))
COLLEAGUES = frozenset(ROLES)
KEEPER = frozenset({"security_admin"})
OVERSIGHT = frozenset({"security_admin", "audit_admin"})

# book, verb → roles that may when they hold the role for the county around the thing
MAY: dict[tuple[str, str], frozenset[str]] = {
    ("body", "see"): COLLEAGUES,
    ("body", "manage"): KEEPER,
    ("post", "see"): COLLEAGUES,
    ("post", "manage"): KEEPER,
    ("appointment", "see"): OVERSIGHT,
    ("appointment", "manage"): KEEPER,
    ("grant", "see"): OVERSIGHT,
    ("grant", "end"): KEEPER,
}
BOOKS: dict[str, RuleBook] = {
    "body": rules.body_rules,
    "post": rules.post_rules,
    "appointment": rules.appointment_rules,
    "grant": rules.grant_rules,
}
# What is also true without an area: seen by every colleague wherever they work.
EVERYWHERE = {("body", "see"), ("post", "see")}


@pytest.fixture
def town() -> Town:
    return a_town()


@pytest.fixture
def things(town: Town) -> dict[str, Model]:
    """One thing of each kind in the first street, held by somebody who is not asked here."""
    body = a_body(town.streets[0])
    post = a_post(body)
    holder = a_holder("intake", town.streets[0])
    appointment = appoint(SYSTEM, post_id=post.pk, account_id=holder.pk, term=Term(date(2026, 1, 1)), reason="x", at=AT)
    grant = RoleGrant.objects.get(account=holder)
    return {"body": body, "post": post, "appointment": appointment, "grant": grant}


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
    assert there == (MAY[rule] if rule in EVERYWHERE else set())
    assert may(SYSTEM)
    assert not may(GUEST)
    assert not may(Actor(kind="person", account_id=10**9))


def test_everyone_sees_their_own_roles_and_appointments_and_ends_none(things):
    own: Appointment = things["appointment"]
    holder = Actor(kind="person", account_id=own.account_id)
    assert BOOKS["appointment"].allows(holder, to="see", row=own)
    assert BOOKS["grant"].allows(holder, to="see", row=things["grant"])
    assert not BOOKS["grant"].allows(holder, to="end", row=things["grant"])


def test_a_keeper_never_ends_their_own_role(town):
    keeper = a_holder("security_admin", town.county)
    actor = Actor(kind="person", account_id=keeper.pk, posts=(Post("security_admin", town.county.path),))
    own = RoleGrant.objects.get(account=keeper)
    assert BOOKS["grant"].allows(actor, to="see", row=own)
    assert not BOOKS["grant"].allows(actor, to="end", row=own)
