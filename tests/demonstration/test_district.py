"""The demonstration district, loaded through the real actions: its places, bodies, lists, people and calls."""

from collections import Counter
from datetime import datetime, timedelta
from random import Random
from zoneinfo import ZoneInfo

import pytest
from django.test import Client
from django.utils import timezone

from huying.cases.models import Case, Timer
from huying.cases.states import S
from huying.demonstration import bodies, roster, stage
from huying.demonstration.arrivals import arrivals
from huying.demonstration.playing import Play
from huying.demonstration.world import build_world
from huying.demonstration.writing import Scene, stories, told
from huying.duties.models import Category, ListItem
from huying.kernel.clock import now
from huying.organisations.models import Body
from huying.territory.models import Area
from huying.territory.queries.grids import grids_outside_band

FIRST = 6


@pytest.mark.slow
@pytest.mark.django_db
def test_the_district_stands_and_every_named_account_can_come_in() -> None:
    at = now()
    said: list[str] = []
    stage.load_first(at=at, tell=said.append, first=FIRST)

    assert stage.is_loaded()
    assert said[:1] == ["区划与网格"]
    assert Counter(Area.objects.values_list("level", flat=True)).items() >= {("street", 13), ("community", 123)}
    assert 0 < len(grids_outside_band("/", on=at.date())) < Area.objects.filter(level="grid").count() / 3
    _everything_has_a_lead()
    _everybody_comes_in()
    _a_day_is_played_once(at)
    _councils_and_units(at)


def _everything_has_a_lead() -> None:
    """Every class of the second level is led by an item of its own, of a class under it, or of the one above it."""
    led = set(ListItem.objects.exclude(category=None).values_list("category__code", flat=True))
    second = Category.objects.filter(code__regex=r"^\d{4}$").values_list("code", flat=True)
    bare = [code for code in second if not any(one.startswith(code) or code.startswith(one) for one in led)]
    assert bare == []


def _everybody_comes_in() -> None:
    for part in roster.CAST:
        client = Client()
        client.post("/account/sign-in/password/", {"username": part.login, "password": roster.SIGN_IN_WORD})
        assert client.get("/desk/").status_code in (200, 302), part.login
        assert client.session.get("_auth_user_id"), part.login


def _a_day_is_played_once(at: datetime) -> None:
    world = build_world(at=at - timedelta(days=92))
    day = timezone.localtime(at).date() - timedelta(days=20)
    calls = [moment for moment in arrivals(600, since=at - timedelta(days=30), until=at, seed="test")][:FIRST]
    play = Play(world, seed="test", until=at)
    before = Case.objects.count()
    play._day(day, calls)

    assert Case.objects.count() == before + FIRST
    assert play._played(timezone.localtime(calls[0]).date())
    assert sum(play.refused.values()) <= 1
    past = Case.objects.filter(filed_at__lt=at - timedelta(days=5))
    assert past.exclude(state__in=[S.SUBMITTED, S.ACCEPTED]).count() == FIRST
    assert not Timer.objects.filter(fired_at=None, attempts=0, due_at__lte=at).exists()


def _councils_and_units(at: datetime) -> None:
    bodies.Founder(at=at).found_councils_and_units(bodies.streets())
    kinds = Counter(Body.objects.values_list("kind__code", flat=True))
    assert kinds["J10"] == 2 * roster.COUNCIL_STREETS == 20
    assert kinds["U10"] >= 130


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
