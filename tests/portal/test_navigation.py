"""The navigation keeps its word: each line leads somewhere, and whoever sees it may go there."""

import pytest
from django.urls import resolve

from huying.kernel.actor import Actor, Post
from huying.portal.pages.menu import MENU, entries_for

pytestmark = pytest.mark.django_db
ROLES = (
    "intake", "dispatcher", "adjudicator", "handler", "unit_lead", "grid_worker", "street_coordinator",
    "county_command", "supervisor", "callback", "reviewer", "dpo", "list_keeper", "community_secretary",
    "system_admin", "security_admin", "audit_admin",
)  # fmt: skip


def as_(role: str) -> Actor:
    return Actor(kind="person", account_id=7, posts=(Post(role, "/1/", body_id=1),))


LINES = [entry for group in MENU for entry in group.entries]
WAYS = [(entry.href, role) for role in ROLES for _label, entries in entries_for(as_(role)) for entry in entries]


@pytest.mark.parametrize("href", [entry.href for entry in LINES])
def test_every_line_leads_to_a_page(href):
    assert resolve(href)


@pytest.mark.parametrize(("href", "role"), WAYS)
def test_whoever_sees_a_line_may_open_its_page(client_as, href, role):
    assert client_as(as_(role)).get(href).status_code == 200


def test_every_line_of_the_table_is_seen_by_somebody_who_exists():
    assert {role for entry in LINES for role in entry.roles} <= set(ROLES)
