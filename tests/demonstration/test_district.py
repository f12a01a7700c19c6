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
from pytest_django import DjangoDbBlocker

from huying.cases.models import Case, Clock, Timer
from huying.cases.states import S
from huying.demonstration import bodies, roster, stage
from huying.demonstration.arrivals import arrivals
from huying.demonstration.lives import Shares
from huying.demonstration.playing import Play
from huying.demonstration.world import build_world
from huying.demonstration.writing import Scene, stories, told
from huying.duties.queries.gaps import coverage
from huying.kernel.models import JournalRow
from huying.organisations.models import Body, BodyKind
from huying.territory.models import Area, Boundary
from huying.territory.queries.grids import grids_outside_band
from tests.demonstration.looks import Read, translated, words_of_the_world
from tests.demonstration.walking import (
    ELSEWHERE,
    IN_BOTH,
    ON_PAPER,
    addresses,
    asked,
    came_as,
    filled,
    is_elsewhere,
    one_more_of_each,
    things,
)

FIRST, CALLS = 1, 14
AT = datetime(2026, 11, 20, 16, 0, tzinfo=ZoneInfo("Asia/Shanghai"))


@dataclass(frozen=True)
class District:
    at: datetime
    said: tuple[str, ...]


@pytest.fixture(scope="module")
def district(django_db_setup: None, django_db_blocker: DjangoDbBlocker) -> Iterator[District]:
    """Loaded once for the file; each test works in a savepoint of its own. One password in plain hashing will do."""
    said: list[str] = []
    around = transaction.atomic()
    around._from_testcase = True  # else what asks for a transaction of its own would refuse to run inside of it
    with override_settings(PASSWORD_HASHERS=["django.contrib.auth.hashers.MD5PasswordHasher"]):
        with django_db_blocker.unblock():
            around.__enter__()
            stage.load_first(at=AT, tell=said.append, first=FIRST)
        yield District(AT, tuple(said))
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
    assert set(Area.objects.filter(level="building").values_list("sketch", flat=True)) == {True}
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


LIVELY = Shares(
    returned=0.3, disputed=0.6, suspended=0.25, whistled=0.1, late=0.3, unrated=0.1, listed=0.15, unsolved=0.5,
    twins=0.6, refused=0.1,
)  # fmt: skip
"""Every turn that a life can take, often enough to be seen in few of them."""


@pytest.mark.slow
@pytest.mark.django_db
def test_three_weeks_of_calls_stand_where_they_would_stand_now_and_are_played_once(district: District) -> None:
    until = district.at - timedelta(days=4)
    play = Play(build_world(at=district.at - timedelta(days=92)), seed="b", until=until, shares=LIVELY)
    said: list[str] = []
    play.days(CALLS, since=until - timedelta(days=22), tell=said.append)

    past = Case.objects.filter(filed_at__lt=until)
    assert past.count() == CALLS
    assert said[-1] == "诉求 100%"
    assert len(said) > 5
    assert sum(play.refused.values()) < 0.02 * CALLS, play.refused
    assert not Timer.objects.filter(fired_at=None, attempts=0, due_at__lte=until).exists()
    rows = JournalRow.objects.filter(thing="case", thing_id__in=past.values("pk"))
    seen = {row.facts.get("target") for row in rows}
    assert seen >= {S.CLOSED, S.TO_BE_JUDGED, S.DISPUTED, S.MERGED, S.SUSPENDED, S.REOPENED, S.OPEN_MATTER}
    assert past.filter(ended_at=None).exists()
    assert Clock.objects.filter(case__in=past, kind="finish", late=True).exists()
    assert not past.filter(filed_at__lt=until - timedelta(days=10), state__in=[S.SUBMITTED, S.ACCEPTED]).exists()

    again = Play(play.world, seed="b", until=until, shares=LIVELY)
    again.days(CALLS, since=until - timedelta(days=22), tell=said.append)
    assert past.count() == CALLS


@pytest.mark.slow
@pytest.mark.django_db
def test_every_page_is_whole_labelled_large_and_in_english_where_that_was_asked_for(district: District) -> None:
    one_more_of_each(district.at)
    values, clients = things(district.at), dict[str, Client]()
    paths = [path for one in addresses() if not is_elsewhere(one) for path in filled(one, values) or [one]]
    seen = {path: seen_by(path, clients) for path in paths}
    assert [path for path, read in seen.items() if read is None] == []
    assert set(ELSEWHERE) <= {*addresses(), "account/outside/*", "account/second-factor/*"}
    pages = {path: read for path, read in seen.items() if read and read.page}
    assert len(pages) > 130
    assert {path: faults for path, read in pages.items() if (faults := [*read.faults()])} == {}
    assert [path for path, read in pages.items() if not read.elder and not path.endswith(tuple(ON_PAPER))] == []
    rows, runs = words_of_the_world()
    known = translated()
    chinese = {path: read.chinese(rows, runs, known) for path, read in pages.items() if path not in IN_BOTH}
    assert {path: words for path, words in chinese.items() if words} == {}


def seen_by(path: str, clients: dict[str, Client]) -> Read | None:
    """By the first who may see it; what answers no GET at all, or with no page, is read as empty."""
    for login in asked(path):
        if login not in clients:
            clients[login] = came_as(login)
        answer = clients[login].get(f"/{path}")
        if answer.status_code == 405:
            return Read("")
        if answer.status_code == 200:
            html = answer["Content-Type"].startswith("text/html")
            return Read(answer.content.decode()) if html else Read("")
    return None


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
