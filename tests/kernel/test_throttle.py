"""Peer complaint 14: a throttle without effect. Ours is attacked here."""

from datetime import UTC, datetime, timedelta
from uuid import uuid4

import pytest
from django.db import transaction
from hypothesis import HealthCheck, given
from hypothesis import settings as hypothesis_settings
from hypothesis import strategies as st

from huying.kernel import throttle
from huying.kernel.errors import Invalid, TooMany
from huying.kernel.models import RateCount
from tests.kernel.world import together

START = datetime(2026, 11, 20, 1, 0, tzinfo=UTC)
MINUTE = timedelta(minutes=1)


def tries(key: str, limit: int, at: datetime) -> bool:
    try:
        throttle.check(key, limit, MINUTE, at)
    except TooMany:
        return False
    return True


@pytest.mark.django_db
def test_the_limit_holds_and_opens_again_when_promised() -> None:
    assert [tries("a", 3, START) for _ in range(5)] == [True, True, True, False, False]
    assert tries("b", 3, START)
    with pytest.raises(TooMany) as refused:
        throttle.check("a", 3, MINUTE, START)
    wait = timedelta(seconds=refused.value.facts["retry_after"])
    assert not tries("a", 3, START + wait - timedelta(seconds=2))
    assert tries("a", 3, START + wait)


@pytest.mark.django_db
def test_the_edge_of_two_windows_is_no_hole() -> None:
    late = START + timedelta(seconds=59)
    taken = sum(tries("a", 10, late) for _ in range(20)) + sum(
        tries("a", 10, late + timedelta(seconds=2)) for _ in range(20)
    )
    assert taken <= 11


@pytest.mark.django_db
@hypothesis_settings(max_examples=40, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(limit=st.integers(1, 6), steps=st.lists(st.integers(0, 50), min_size=5, max_size=30))
def test_whoever_waits_as_told_is_let_in(limit: int, steps: list[int]) -> None:
    at, name = START, uuid4()
    for step in steps:
        at += timedelta(seconds=step)
        try:
            throttle.check(str(name), limit, MINUTE, at)
        except TooMany as refused:
            at += timedelta(seconds=refused.facts["retry_after"])
            throttle.check(str(name), limit, MINUTE, at)


@pytest.mark.django_db
def test_the_table_holds_no_address() -> None:
    throttle.check("report:10.11.12.13", 3, MINUTE, START)
    assert "10.11" not in str(list(RateCount.objects.values()))


@pytest.mark.django_db
def test_counts_are_forgotten_on_purpose_and_with_time() -> None:
    assert [tries("a", 1, START), tries("a", 1, START)] == [True, False]
    throttle.forget("a", MINUTE)
    assert tries("a", 1, START)
    assert throttle.sweep(START + timedelta(minutes=1)) == 0
    assert throttle.sweep(START + timedelta(minutes=3)) == 1


@pytest.mark.race
@pytest.mark.django_db(transaction=True)
def test_a_hundred_tries_at_once_let_exactly_the_limit_in() -> None:
    taken: list[bool] = []
    for _ in range(4):
        taken += together([lambda: tries("attack", 7, START) for _ in range(25)])
    assert taken.count(True) == 7
    assert taken.count(False) == 93


@pytest.mark.django_db(transaction=True)
def test_a_failed_and_rolled_back_try_still_counts() -> None:
    def guess() -> str:
        throttle.check("guess", 3, MINUTE, START)
        with transaction.atomic():
            raise Invalid

    answers = []
    for _ in range(6):
        try:
            guess()
        except (Invalid, TooMany) as refused:
            answers.append(refused.code)
    assert answers == ["invalid"] * 3 + ["too_many"] * 3


@pytest.mark.django_db(transaction=True)
def test_a_check_inside_of_a_transaction_is_a_mistake_that_shows() -> None:
    with transaction.atomic(), pytest.raises(RuntimeError, match="durable"):
        throttle.check("a", 3, MINUTE, START)
