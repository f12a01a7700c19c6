"""The demonstration district, loaded through the real actions: its places, bodies, lists, people and calls."""

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta
from random import Random
from zoneinfo import ZoneInfo

import pytest
from django.db import transaction
from django.test import Client, override_settings
from django.utils import timezone
from pytest_django import DjangoDbBlocker

from huying.cases.models import Case, Timer
from huying.cases.states import S
from huying.demonstration import bodies, roster, stage
from huying.demonstration.arrivals import arrivals
from huying.demonstration.playing import Play
from huying.demonstration.world import build_world
from huying.demonstration.writing import Scene, stories, told
from huying.duties.queries.gaps import coverage
from huying.kernel.clock import now
from huying.organisations.models import Body, BodyKind
from huying.territory.models import Area, Boundary
from huying.territory.queries.grids import grids_outside_band

FIRST, CALLS = 2, 6


@dataclass(frozen=True)
class District:
    at: datetime
    said: tuple[str, ...]


@pytest.fixture(scope="module")
def district(django_db_setup: None, django_db_blocker: DjangoDbBlocker) -> Iterator[District]:
    """Loaded once for the file; each test works in a savepoint of its own. One password in plain hashing will do."""
    at, said = now(), list[str]()
    around = transaction.atomic()
    around._from_testcase = True  # else what asks for a transaction of its own would refuse to run inside of it
    with override_settings(PASSWORD_HASHERS=["django.contrib.auth.hashers.MD5PasswordHasher"]):
        with django_db_blocker.unblock():
            around.__enter__()
            stage.load_first(at=at, tell=said.append, first=FIRST)
        yield District(at, tuple(said))
        with django_db_blocker.unblock():
            transaction.set_rollback(True)
            around.__exit__(None, None, None)


@pytest.mark.slow
@pytest.mark.django_db
def test_the_district_stands_and_every_named_account_can_come_in(district: District) -> None:
    assert stage.is_loaded()
    assert district.said[:1] == ("区划与网格",)
    assert Counter(Area.objects.values_list("level", flat=True)).items() >= {("street", 13), ("community", 123)}
    assert Boundary.objects.filter(area__level="street", area__sketch=True, valid_to=None).count() == 13
    made_up = Area.objects.filter(level__in=("grid", "estate"))
    assert made_up.exists()
    assert not made_up.exclude(name__endswith="（演示）", sketch=True).exists()
    assert 0 < len(grids_outside_band("/", on=district.at.date())) < Area.objects.filter(level="grid").count() / 3
    for part in roster.CAST:
        client = Client()
        client.post("/account/sign-in/password/", {"username": part.login, "password": roster.SIGN_IN_WORD})
        assert client.get("/desk/").status_code in (200, 302), part.login
        assert client.session.get("_auth_user_id"), part.login


@pytest.mark.django_db
def test_in_every_street_somebody_answers_for_every_class_of_the_second_level(district: District) -> None:
    """Asked at a community of each, since some is for residents' committees to do."""
    streets = Area.objects.filter(level="street")
    assert streets.count() == 13
    for street in streets:
        community = Area.objects.filter(parent=street, level="community").order_by("code")[0]
        found = coverage(area_path=community.path, on=district.at.date(), level="community")
        assert (found.categories, found.places) == (89, 1)
        assert [(street.name, gap.category.code, gap.reason) for gap in found.gaps] == []


@pytest.mark.django_db
def test_there_are_bodies_of_every_kind_in_the_numbers_of_the_documents(district: District) -> None:
    founder = bodies.Founder(at=district.at)
    founder.found_councils_and_units(bodies.streets())
    founder.found_grid_branches()
    kinds = Counter(Body.objects.values_list("kind__code", flat=True))
    assert set(BodyKind.objects.values_list("code", flat=True)) == set(kinds)
    assert kinds["J10"] == 2 * roster.COUNCIL_STREETS == 20
    assert kinds["U10"] >= 130
    assert kinds["R10"] == kinds["P30"] == 123
    before = sum(kinds.values())
    bodies.found_bodies(at=district.at)
    assert Body.objects.count() == before, "a second run finds what is there"


@pytest.mark.slow
@pytest.mark.django_db
def test_a_day_of_calls_is_played_once_to_where_it_would_stand_now(district: District) -> None:
    at = district.at
    world = build_world(at=at - timedelta(days=92))
    day = timezone.localtime(at).date() - timedelta(days=20)
    calls = [moment for moment in arrivals(600, since=at - timedelta(days=30), until=at, seed="test")][:CALLS]
    play = Play(world, seed="test", until=at)
    before = Case.objects.count()
    play._day(day, calls)

    assert Case.objects.count() == before + CALLS
    assert play._played(timezone.localtime(calls[0]).date())
    assert sum(play.refused.values()) <= 1
    past = Case.objects.filter(filed_at__lt=at - timedelta(days=5))
    assert past.exclude(state__in=[S.SUBMITTED, S.ACCEPTED]).count() == CALLS
    assert not Timer.objects.filter(fired_at=None, attempts=0, due_at__lte=at).exists()


def test_calls_come_by_the_rhythm_of_day_and_week() -> None:
    until = datetime(2026, 11, 16, tzinfo=ZoneInfo("Asia/Shanghai"))
    moments = list(arrivals(3000, since=until - timedelta(days=90), until=until, seed="test"))

    hours = Counter(moment.hour for moment in moments)
    assert moments == sorted(moments)
    assert hours.most_common(1)[0][0] == 10
    assert hours[15] > hours[12] > hours[3]
    weekend = sum(moment.weekday() >= 5 for moment in moments)
    assert 0.08 < weekend / 3000 < 0.22


def test_no_story_leaves_a_gap_open() -> None:
    scene = Scene("颐和公馆", "3幢", "江边路")
    for story in stories():
        words = told(story, scene, Random(1))
        assert "{" not in words + story.result + story.title
        assert 8 <= len(words) <= 500
