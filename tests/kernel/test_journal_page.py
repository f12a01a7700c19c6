"""The audit administrator reads the journal, nobody else does, and the reading itself stands in it."""

from collections.abc import Callable
from datetime import timedelta

import pytest
from django.test import Client

from huying.kernel.actor import GUEST, ROLES, Actor, Post
from huying.kernel.clock import now
from huying.kernel.journal import announce
from huying.kernel.models import JournalRow
from tests.kernel.world import CLERK, PathSwept

pytestmark = pytest.mark.django_db
PAGE, DOOR = "/manage/journal/", "/api/v1/kernel/journal"


def as_(role: str) -> Actor:
    return Actor(kind="person", account_id=31, posts=(Post(role=role, area_path="/1/"),))


AUDITOR = as_("audit_admin")


@pytest.fixture
def swept() -> list[JournalRow]:
    """Sixty paths swept by the clerk today, and one forty days ago."""
    today = [
        announce(PathSwept(path_id=n, broom_code=f"broom-{n}"), by=CLERK, at=now() - timedelta(minutes=n))
        for n in range(1, 61)
    ]
    return [*today, announce(PathSwept(path_id=99), by=CLERK, at=now() - timedelta(days=40))]


def test_rows_are_found_by_thing_code_account_and_day(
    client_as: Callable[..., Client], swept: list[JournalRow]
) -> None:
    client = client_as(AUDITOR)
    one = client.get(PAGE, {"thing": "path", "thing_id": 7})
    assert [told["row"].thing_id for told in one.context["rows"]] == [7]
    assert "broom_code=broom-7" in one.content.decode()
    assert len(client.get(PAGE, {"code": "test.path_swept", "by": 7}).context["rows"]) == 50
    past = client.get(
        PAGE, {"since": (now() - timedelta(days=41)).date(), "until": (now() - timedelta(days=39)).date()}
    )
    assert [told["row"].thing_id for told in past.context["rows"]] == [99]


def test_without_conditions_the_last_thirty_days_come_newest_first(
    client_as: Callable[..., Client], swept: list[JournalRow]
) -> None:
    page = client_as(AUDITOR).get(PAGE)
    assert [told["row"].thing_id for told in page.context["rows"]] == list(range(1, 51))
    more = client_as(AUDITOR).get(PAGE, {"thing": "path", "after": page.context["page"].next_cursor})
    assert [told["row"].thing_id for told in more.context["rows"]] == list(range(51, 61))


def test_to_read_it_is_a_fact_of_its_own(client_as: Callable[..., Client], swept: list[JournalRow]) -> None:
    client_as(AUDITOR).get(PAGE, {"thing": "path", "thing_id": 7})
    looked = JournalRow.objects.get(code="kernel.journal_read")
    assert (looked.by, looked.thing_id) == (31, 31)
    assert looked.facts["about"] == "path"
    assert (looked.facts["about_id"], looked.facts["shown"]) == (7, 1)
    assert "kernel.journal_read" in client_as(AUDITOR).get(PAGE).content.decode()


@pytest.mark.parametrize("role", [role for role in ROLES if role != "audit_admin"])
def test_nobody_else_reads_it(client_as: Callable[..., Client], role: str) -> None:
    assert client_as(as_(role)).get(PAGE).status_code == 403
    assert client_as(as_(role)).get(DOOR).status_code == 403
    assert not JournalRow.objects.filter(code="kernel.journal_read").exists()


def test_a_guest_is_led_to_the_sign_in_page(client_as: Callable[..., Client]) -> None:
    assert client_as(GUEST).get(PAGE)["Location"].startswith("/account/sign-in/")
    assert client_as(GUEST).get(DOOR).status_code == 401


def test_what_was_typed_wrongly_is_said_beside_its_field(client_as: Callable[..., Client]) -> None:
    page = client_as(AUDITOR).get(PAGE, {"thing_id": "drop table", "since": "2026-02-02", "until": "2026-01-01"})
    assert page.status_code == 422
    assert {"thing_id", "until"} <= set(page.context["form"].errors)
    assert not JournalRow.objects.exists()


def test_programs_read_the_same_rows_with_their_hashes(
    client_as: Callable[..., Client], swept: list[JournalRow]
) -> None:
    told = client_as(AUDITOR).get(DOOR, {"thing": "path", "thing_id": 7}).json()
    assert [one["hash"] for one in told["items"]] == [bytes(swept[6].hash).hex()]
    assert told["items"][0]["facts"]["broom_code"] == "broom-7"
    assert told["next_cursor"] is None
    assert client_as(AUDITOR).get(DOOR, {"code": "a'; --"}).status_code == 422
    assert JournalRow.objects.filter(code="kernel.journal_read").count() == 1


def test_a_page_costs_the_same_however_long_the_journal(
    client_as: Callable[..., Client], swept: list[JournalRow], django_assert_max_num_queries: Callable[..., object]
) -> None:
    with django_assert_max_num_queries(12):
        client_as(AUDITOR).get(PAGE)
