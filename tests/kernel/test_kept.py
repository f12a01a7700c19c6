"""What a process keeps in memory is never served after a change, whoever made it."""

import threading
from collections.abc import Iterator

import pytest
from django.db import connection, transaction

from huying.kernel.clock import now
from huying.kernel.kept import GROUPS, Kept, one_reading, token_of, tokens
from huying.kernel.models import DataKey

pytestmark = pytest.mark.django_db


class Reader:
    """Counts how often it had to ask the database."""

    def __init__(self) -> None:
        self.kept: Kept[str, tuple[str, ...]] = Kept("datakeys")
        self.loads = 0

    def providers(self) -> tuple[str, ...]:
        return self.kept.one("all", self._load)

    def _load(self) -> tuple[str, ...]:
        self.loads += 1
        return tuple(DataKey.objects.order_by("provider").values_list("provider", flat=True))


def add(provider: str) -> None:
    DataKey.objects.create(provider=provider, wrapped=b"w", wrapped_by="1", made_at=now())


def test_what_did_not_change_is_read_once():
    reader = Reader()
    assert reader.providers() == reader.providers()
    assert reader.loads == 1


def test_a_change_by_the_orm_is_seen_at_once():
    reader = Reader()
    before = reader.providers()
    add("test-1")
    assert reader.providers() == (*before, "test-1")
    DataKey.objects.filter(provider="test-1").update(provider="test-2")
    assert "test-2" in reader.providers()
    DataKey.objects.filter(provider="test-2").delete()
    assert reader.providers() == before


def test_a_change_by_hand_is_seen_at_once():
    reader = Reader()
    add("test-1")
    assert "test-1" in reader.providers()
    with connection.cursor() as cursor:
        cursor.execute("WITH gone AS (DELETE FROM kernel_datakey WHERE provider = 'test-1') SELECT 1")
    assert "test-1" not in reader.providers()


def test_what_is_undone_is_not_kept():
    reader = Reader()
    before = reader.providers()
    with transaction.atomic():
        add("test-1")
        assert "test-1" in reader.providers()
        transaction.set_rollback(True)
    assert reader.providers() == before
    add("test-2")
    assert reader.providers() == (*before, "test-2")


def test_without_a_token_nothing_is_kept():
    reader = Reader()
    with connection.cursor() as cursor:
        cursor.execute("DELETE FROM kernel_changetoken")
    connection.change_tokens = None
    assert token_of("datakeys") is None
    reader.providers(), reader.providers()
    assert reader.loads == 2


def test_many_asks_only_for_what_is_not_known():
    kept: Kept[int, str] = Kept("datakeys")
    asked = []

    def load(keys: list[int]) -> dict[int, str]:
        asked.append(keys)
        return {key: str(key) for key in keys if key != 3}

    assert kept.many([1, 2], load) == {1: "1", 2: "2"}
    assert kept.many([2, 3, 1], load) == {2: "2", 1: "1"}
    assert asked == [[1, 2], [3]]


def test_a_full_memory_is_emptied():
    kept: Kept[int, int] = Kept("datakeys", most=3)
    for number in range(10):
        assert kept.one(number, lambda n=number: n) == number
    assert kept._state[1].keys() <= {6, 7, 8, 9}


@pytest.mark.parametrize("name", ["calendars", "areas", "bodies", "categories", "wordings", "datakeys", "limits"])
def test_every_group_has_a_token_and_a_trigger_on_each_table(name):
    assert token_of(name)
    with connection.cursor() as cursor:
        cursor.execute("SELECT tgrelid::regclass::text FROM pg_trigger WHERE tgname = %s", [f"kept_as_{name}"])
        assert {row[0] for row in cursor.fetchall()} == set(GROUPS[name])


@pytest.mark.django_db(transaction=True)
def test_another_process_sees_the_change_with_its_next_request(other_connection_adds):
    reader = Reader()
    with one_reading():
        before = reader.providers()
        asked = tokens()
        other_connection_adds("test-1")
        assert tokens() is asked, "one request reads the tokens once"
        assert reader.providers() == before
    with one_reading():
        assert reader.providers() == (*before, "test-1")


@pytest.mark.django_db(transaction=True)
def test_a_request_goes_on_with_what_its_own_writing_read():
    with one_reading():
        before = tokens()
        with transaction.atomic():
            assert tokens() is not before, "who writes looks at what holds now"
            written = tokens()
        assert tokens() is written
        with transaction.atomic():
            undone = tokens()
            transaction.set_rollback(True)
        assert tokens() is not undone
    with transaction.atomic():
        alone = tokens()
    assert tokens() is not alone, "nobody says when a command without a request is over"


@pytest.fixture
def other_connection_adds() -> Iterator[object]:
    def add_there(provider: str) -> None:
        def work() -> None:
            add(provider)
            connection.close()

        thread = threading.Thread(target=work)
        thread.start()
        thread.join()

    yield add_there
    DataKey.objects.filter(provider="test-1").delete()
