"""A rule answers "may I?" and "which ones?", and one door stands before each thing."""

import pytest
from django.db import transaction
from django.db.models import Q

from huying.kernel.actor import GUEST, SYSTEM, Actor, Post
from huying.kernel.drawing import holders, who_may
from huying.kernel.errors import NotAllowed, NotFound
from huying.kernel.models import Delivery
from huying.kernel.rulebook import EVERYTHING, NOBODY, RuleBook, within
from huying.kernel.rules import delivery_rules
from tests.kernel.world import AT, together

pytestmark = pytest.mark.django_db
book = RuleBook()
HERE, THERE = "/1/15/", "/1/16/"


@book.add
def may_see(actor: Actor) -> Q:
    """Handlers lie in areas here, for the sake of the test."""
    return within(actor.areas_as("handler", "dispatcher"), field="handler") | Q(pk__in=actor.key_ids("delivery"))


@book.add
def may_send(actor: Actor) -> Q:
    """Dispatchers of the area."""
    return within(actor.areas_as("dispatcher"), field="handler")


@book.add
def may_drop(actor: Actor) -> Q:
    return EVERYTHING if actor.is_system else NOBODY


def holder(role: str, path: str) -> Actor:
    return Actor(kind="person", account_id=1, posts=(Post(role=role, area_path=path),))


def a_row(path: str = "/1/15/3/") -> Delivery:
    return Delivery.objects.create(row_id=1, row_at=AT, next_at=AT, handler=path)


def test_the_whole_table_of_one_row() -> None:
    row = a_row()
    actors = {
        "a handler here": holder("handler", HERE), "a handler there": holder("handler", THERE),
        "a dispatcher here": holder("dispatcher", HERE), "the system": SYSTEM, "a guest": GUEST,
        "a guest with its key": Actor(kind="guest", keys=(f"delivery:{row.pk}", "case:9")),
    }  # fmt: skip
    assert who_may(book, actors=actors, row=row) == {
        "see": {"a handler here", "a dispatcher here", "a guest with its key"},
        "send": {"a dispatcher here"},
        "drop": {"the system"},
    }


def test_which_ones_and_may_i_cannot_drift_apart() -> None:
    rows = [a_row("/1/15/3/"), a_row("/1/16/3/"), a_row("/1/150/")]
    seen = book.permitted(holder("handler", HERE), to="see", rows=Delivery.objects.all())
    assert list(seen) == rows[:1]
    assert [book.allows(holder("handler", HERE), to="see", row=row) for row in rows] == [True, False, False]


def test_a_stranger_gets_not_found_and_a_colleague_without_the_right_not_allowed() -> None:
    row = a_row()
    assert book.door(holder("dispatcher", HERE), Delivery.objects.all(), to="send", pk=row.pk) == row
    with pytest.raises(NotAllowed):
        book.door(holder("handler", HERE), Delivery.objects.all(), to="send", pk=row.pk)
    for nobody, key in ((holder("handler", THERE), row.pk), (GUEST, row.pk), (holder("dispatcher", HERE), 10**9)):
        with pytest.raises(NotFound):
            book.door(nobody, Delivery.objects.all(), to="send", pk=key)


def test_no_area_is_no_row_and_not_every_row() -> None:
    a_row()
    assert not Delivery.objects.filter(within((), field="handler")).exists()


@pytest.mark.race
@pytest.mark.django_db(transaction=True)
def test_the_door_locks_the_row_for_one_at_a_time() -> None:
    row = a_row()

    def count_up() -> None:
        with transaction.atomic():
            mine = book.door(holder("dispatcher", HERE), Delivery.objects.all(), to="send", lock=True, pk=row.pk)
            mine.attempts += 1
            mine.save(update_fields=["attempts"])

    assert together([count_up] * 12) == [None] * 12
    row.refresh_from_db()
    assert row.attempts == 12


def test_the_drawn_table_names_the_roles_that_change_the_answer() -> None:
    assert holders(book, "see") == ["dispatcher", "handler"]
    assert holders(book, "send") == ["dispatcher"]
    assert holders(book, "drop") == ["system"]
    assert holders(delivery_rules, "retry") == ["system_admin", "system"]


def test_an_actor_knows_its_areas_bodies_and_keys() -> None:
    actor = Actor(
        kind="person",
        account_id=1,
        posts=(Post("handler", HERE, body_id=4), Post("handler", HERE, body_id=5), Post("intake", THERE)),
        keys=("case:17", "case:18", "wish:1"),
    )
    assert actor.areas_as("handler") == (HERE,)
    assert actor.bodies_as("handler", "intake") == (4, 5)
    assert actor.key_ids("case") == (17, 18)
    assert actor.holds("intake")
    assert not actor.holds("dispatcher")
    assert (actor.is_staff, GUEST.is_staff, actor.on_task("case:17").task) == (True, False, "case:17")
