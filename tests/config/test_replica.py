"""Which reads a replica answers, and when it is not asked. That it does is lived in tests/launcher."""

from collections.abc import Callable

import pytest
from django.db import OperationalError, connection, transaction
from django.test import Client

from huying.cases.models import Case
from huying.config.replica import AGAIN, OLDEST, ReadingRouter, Standing, State, tolerates
from huying.kernel import reading


class Place:
    """A primary that writes, and a replica that follows as far as it is let."""

    def __init__(self) -> None:
        self.now, self.written, self.replayed, self.away, self.recovering = 100.0, 1_000, 1_000, False, True
        self.asked = 0

    def look(self) -> tuple[int, bool, int]:
        self.asked += 1
        if self.away:
            raise OperationalError
        return self.written, self.recovering, self.replayed

    def after(self, seconds: float, *, written: int = 0) -> None:
        self.now += seconds
        self.written += written


@pytest.fixture
def place() -> Place:
    return Place()


@pytest.fixture
def state(place: Place) -> Callable[[], State]:
    return Standing(place.look, clock=lambda: place.now).state


def test_a_replica_is_asked_as_long_as_it_is_seconds_behind(place: Place, state: Callable[[], State]) -> None:
    assert state() == State("", 1_000, 0.0)
    place.after(1, written=50)
    assert state() == State("", 1_000, 1.0)
    place.after(OLDEST, written=50)
    assert state().reason == "lagging"
    place.replayed = 1_050
    place.after(1)
    assert state().reason == "lagging", "what was written since the first fifty is older than it may be"
    place.replayed = 1_100
    place.after(1)
    assert state() == State("", 1_100, 0.0)


def test_a_quiet_night_is_no_delay(place: Place, state: Callable[[], State]) -> None:
    for _hour in range(3):
        assert state().usable
        place.after(3_600)


def test_it_is_looked_at_once_a_second_and_a_dead_one_more_seldom(place: Place, state: Callable[[], State]) -> None:
    for _request in range(5):
        state()
    assert place.asked == 1
    place.away = True
    place.after(1)
    assert state().reason == "away"
    place.away = False
    place.after(AGAIN - 1)
    assert (state().reason, place.asked) == ("away", 2)
    place.after(1)
    assert state().usable


def test_a_replica_that_became_a_primary_of_its_own_is_not_asked(place: Place, state: Callable[[], State]) -> None:
    place.recovering = False
    assert state().reason == "not_a_replica"


@pytest.mark.parametrize(
    ("path", "may"),
    [
        ("/", True), ("/figures/", True), ("/desk/intake/", True), ("/my/", True), ("/search/", True),
        ("/open311/v2/requests.json", True), ("/desk/figures/here/", True),
        ("/desk/cases/GL-2026-000001/", False), ("/c/GL-2026-000001/", False), ("/account/", False),
        ("/manage/accounts/", False), ("/api/v1/cases/", False), ("/report/", False), ("/exports/cases/", False),
    ],
)  # fmt: skip
def test_lists_and_figures_may_be_seconds_old_a_case_may_not(path: str, may: bool) -> None:
    assert tolerates(path) is may


@pytest.mark.django_db(transaction=True)
def test_writes_transactions_and_what_is_kept_stay_with_the_primary() -> None:
    router = ReadingRouter()
    assert router.db_for_read(Case) == "default"
    with reading.from_replica():
        assert router.db_for_read(Case) == "replica"
        assert router.db_for_write(Case) == "default"
        with transaction.atomic():
            assert router.db_for_read(Case) == "default"
        with reading.from_primary():
            assert router.db_for_read(Case) == "default"
        reading.go_on_from_primary()
        assert router.db_for_read(Case) == "default"
    assert router.db_for_read(Case) == "default"
    assert router.allow_migrate("replica", "cases") is False


@pytest.mark.django_db
def test_without_a_replica_nothing_is_asked_and_nothing_is_remembered(client: Client) -> None:
    answer = client.post("/language/", {"language": "en", "next": "/"})
    assert "huying_wrote" not in answer.cookies
    assert connection.alias == "default"
