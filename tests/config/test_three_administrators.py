"""The work of the place is split among three administrators: each opens the own pages and none of the others' work."""

from collections.abc import Callable, Iterator
from typing import Any

import pytest
from django.test import Client
from django.urls import get_resolver

from huying.kernel.actor import GUEST, Actor
from tests.organisations.makers import Town, a_town, an_actor
from tests.people.makers import a_resident, person

pytestmark = pytest.mark.django_db
SYSTEM, SECURITY, AUDIT = "system_admin", "security_admin", "audit_admin"
ALL = {SYSTEM, SECURITY, AUDIT}
WHO_OPENS = {
    "manage/": ALL,
    "manage/accounts/": ALL,
    "manage/accounts/open/": {SYSTEM},
    "manage/areas/": {SYSTEM},
    "manage/areas/boundaries/": {SYSTEM},
    "manage/areas/changes/": {SYSTEM},
    "manage/areas/grids/": {SYSTEM},
    "manage/areas/learned/": {SYSTEM},
    "manage/areas/population/": {SYSTEM},
    "manage/bodies/": ALL,
    "manage/bodies/form.csv": ALL,
    "manage/bodies/import/": {SECURITY},
    "manage/bodies/new/": {SECURITY},
    "manage/body-channels/": {SYSTEM},
    "manage/calendar/": {SYSTEM},
    "manage/calendar/hours/": {SYSTEM},
    "manage/calendar/publish/": {SYSTEM},
    "manage/categories/": ALL,
    "manage/categories/new/": {SYSTEM},
    "manage/coverage/": ALL,
    "manage/deliveries/": {SYSTEM},
    "manage/dictionary/": {SYSTEM, AUDIT},
    "manage/exchange/": {SYSTEM},
    "manage/exchange/new/": {SYSTEM},
    "manage/exchange/proposals/": {SYSTEM},
    "manage/exchange/webhooks/": {SYSTEM},
    "manage/exports/": ALL,
    "manage/feedback/": {SYSTEM},
    "manage/functions/": ALL,
    "manage/functions/new/": {SECURITY},
    "manage/journal/": {AUDIT},
    "manage/kinds/": ALL,
    "manage/knowledge/": ALL,
    "manage/knowledge/new/": {SYSTEM},
    "manage/language/": {SYSTEM},
    "manage/likeness/": {SYSTEM},
    "manage/limits/": ALL,
    "manage/limits/new/": {SYSTEM},
    "manage/lists/": ALL,
    "manage/lists/gaps/": ALL,
    "manage/lists/new/": set(),
    "manage/lists/proposals/": ALL,
    "manage/messages/": {SYSTEM},
    "manage/posts/": ALL,
    "manage/purposes/": set(),
    "manage/reads/": {AUDIT},
    "manage/rights/": set(),
    "manage/roles/": ALL,
    "manage/roles/new/": {SECURITY},
    "manage/sign-ins/": {AUDIT},
    "manage/site/": {SYSTEM},
    "manage/templates/": {SYSTEM},
    "manage/tokens/": {SYSTEM},
    "manage/uploads/": {SYSTEM},
}
POSTS_ONLY = {"manage/deliveries/retry/"}
CHANGES = {  # what one administrator alone may do, tried by the other two with everything a form wants
    "manage/accounts/open/": {"login_name": "li.si", "public_name": "李社工", "reason": "入职"},
    "manage/site/": {"name": "别处", "reason": "试试"},
    "manage/functions/new/": {"code": "weather", "name": "气象", "active": "on", "reason": "试试"},
    "manage/deliveries/retry/": {"reason": "全部重投"},
    "manage/body-channels/": {"body": "x", "name": "x", "address": "dingtalk://ABCDEF123456", "reason": "试试"},
    "manage/tokens/": {"name": "x", "account": "x", "per_minute": 5, "days": 5, "reason": "试试"},
}


def addresses(resolver: Any = None, above: str = "") -> Iterator[str]:
    """Every page of administration that needs no number."""
    for part in (resolver or get_resolver()).url_patterns:
        here = above + str(part.pattern)
        if hasattr(part, "url_patterns"):
            yield from addresses(part, here)
        elif here.startswith("manage/") and "<" not in here:
            yield here


@pytest.fixture
def town() -> Town:
    return a_town()


def test_the_table_names_every_page_of_administration() -> None:
    assert set(addresses()) - POSTS_ONLY == set(WHO_OPENS)


@pytest.mark.parametrize("role", sorted(ALL))
def test_each_administrator_opens_the_own_pages_and_is_told_that_others_are_not_theirs(
    role: str, town: Town, client_as: Callable[..., Client]
) -> None:
    client = client_as(an_actor(role, town.county))
    found = {page: client.get(f"/{page}").status_code for page in WHO_OPENS}
    assert found == {page: 200 if role in who else 403 for page, who in WHO_OPENS.items()}


def test_residents_find_nothing_there_and_guests_are_led_to_the_sign_in_page(client_as: Callable[..., Client]) -> None:
    resident, guest = client_as(person(a_resident())), client_as(GUEST)
    machine = client_as(Actor(kind="token", account_id=a_resident().pk, scopes=("people:read",)))
    for page in [*WHO_OPENS, "manage/accounts/1/", "manage/no-such-page/"]:
        assert resident.get(f"/{page}").status_code == 404, page
        assert machine.get(f"/{page}").status_code == 404, page
        assert guest.get(f"/{page}")["Location"].startswith("/account/sign-in/?next=/manage/"), page


@pytest.mark.parametrize("page", CHANGES)
def test_what_one_may_do_the_others_may_not(page: str, town: Town, client_as: Callable[..., Client]) -> None:
    who = WHO_OPENS.get(page, {SYSTEM})
    for role in ALL - who:
        answer = client_as(an_actor(role, town.county)).post(f"/{page}", CHANGES[page])
        assert answer.status_code == 403, role
    resident = Actor(kind="person", account_id=a_resident().pk)
    assert client_as(resident).post(f"/{page}", CHANGES[page]).status_code == 404
