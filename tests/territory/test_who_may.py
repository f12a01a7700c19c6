"""Every rule × every role: who may see and change areas, and who may see and change working time."""

import pytest

from huying.calendars.models import CalendarVersion
from huying.calendars.rules import rules as calendar_rules
from huying.kernel.actor import GUEST, SYSTEM, Actor, Post
from huying.organisations.states import roles
from huying.territory.models import Area
from huying.territory.rules import rules as area_rules
from tests.territory.makers import a_district

pytestmark = pytest.mark.django_db
ROLES = tuple(dict(roles()))
EVERYONE = frozenset(ROLES)
MAY = {"see": EVERYONE, "change": frozenset({"system_admin"})}


def holder(role: str, area: Area) -> Actor:
    return Actor(kind="person", account_id=5, posts=(Post(role, area.path),))


def test_the_tables_cover_every_rule_and_there_are_roles_to_try():
    assert set(area_rules) == set(calendar_rules) == set(MAY)
    assert len(ROLES) >= 15


@pytest.mark.parametrize("rule", MAY)
def test_each_role_may_do_to_areas_what_the_table_says_and_only_at_home(rule):
    town = a_district()
    for role in ROLES:
        at_home, away = holder(role, town.street), holder(role, town.streets[1])
        assert area_rules.allows(at_home, to=rule, row=town.grid) is (role in MAY[rule]), role
        assert area_rules.allows(away, to=rule, row=town.grid) is (rule == "see"), role
        assert area_rules.allows(at_home, to=rule, row=town.county) is (rule == "see"), role


@pytest.mark.parametrize("rule", MAY)
def test_each_role_may_do_to_the_calendar_what_the_table_says(rule):
    town, version = a_district(), CalendarVersion.objects.create()
    for role in ROLES:
        assert calendar_rules.allows(holder(role, town.county), to=rule, row=version) is (role in MAY[rule]), role


def test_a_guest_sees_and_the_system_may_do_anything():
    town, version = a_district(), CalendarVersion.objects.create()
    for rules, row in ((area_rules, town.grid), (calendar_rules, version)):
        assert [rules.allows(GUEST, to=rule, row=row) for rule in ("see", "change")] == [True, False]
        assert [rules.allows(SYSTEM, to=rule, row=row) for rule in ("see", "change")] == [True, True]
