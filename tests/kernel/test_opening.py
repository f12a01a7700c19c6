"""What a transaction read with the row it locks holds only as long as nobody else was faster."""

from pathlib import Path
from typing import Any

import pytest
from django.db import connection, transaction

from huying.kernel.journal import announce, give_head, give_places, story
from huying.kernel.models import JournalHead
from huying.kernel.opening import opening_number
from huying.kernel.verification import verify
from tests.kernel.world import AT, CLERK, PathSwept

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _no_seal_files_of_others(settings: Any, tmp_path: Path) -> None:
    settings.HUYING_HOME = tmp_path


def sweep() -> int:
    return announce(PathSwept(path_id=1), by=CLERK, at=AT).seq


def head() -> tuple[int, bytes, str]:
    row = JournalHead.objects.get(thing="path", thing_id=1)
    return row.last_seq, bytes(row.last_hash), row.mac


def next_ids() -> None:
    with connection.cursor() as cursor:
        cursor.execute("SELECT nextval('kernel_journalrow_id_seq'), pg_current_xact_id()::text::bigint")
        place, txid = cursor.fetchone()
    give_places(txid, [place])


def test_a_head_that_was_read_too_early_is_read_again_and_the_chain_holds() -> None:
    sweep()
    old = head()
    sweep()
    with transaction.atomic():
        give_head("path", 1, old)
        next_ids()
        assert sweep() == 3, "not a second row with the number 2"
    assert [row.seq for row in story("path", 1)] == [1, 2, 3]
    assert list(verify().findings) == []


def test_a_head_that_somebody_made_up_is_not_moved_on() -> None:
    sweep()
    seq, last_hash, _mac = head()
    with transaction.atomic():
        give_head("path", 1, (seq, last_hash, "made up"))
        next_ids()
        assert sweep() == 2
    assert list(verify().findings) == []


def test_what_follows_in_one_transaction_rises_in_the_order_in_which_it_happened() -> None:
    with transaction.atomic():
        opening_number("case", at=AT)
        rows = [announce(PathSwept(path_id=path), by=CLERK, at=AT) for path in (1, 2, 1, 1, 2, 3, 1)]
    assert [row.pk for row in rows] == sorted(row.pk for row in rows)
    assert [row.seq for row in rows] == [1, 1, 2, 3, 2, 1, 4]
