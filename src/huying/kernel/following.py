"""Reading the journal on, from where a reader was: for projections, which follow by a cursor instead of a delivery for
each fact."""

from collections.abc import Callable, Iterable

from django.db import connection, transaction

from huying.kernel.journal import facts_since
from huying.kernel.models import JournalRow, ReaderPosition


def follow(name: str, read: Callable[[list[JournalRow]], None], *, limit: int = 1000) -> int:
    """Hand the next committed rows of the journal to `read`, once and in order, together with keeping the place.

    Says how many rows there were; 0 also while another worker reads under this name.
    """
    ReaderPosition.objects.get_or_create(name=name)
    with transaction.atomic():
        place = ReaderPosition.objects.select_for_update(skip_locked=True).filter(name=name).first()
        rows = facts_since(place.row_id, limit=limit) if place else []
        if place and rows:
            read(rows)
            place.row_id = rows[-1].id
            place.save(update_fields=["row_id"])
    return len(rows)


def codes_of(rows: Iterable[JournalRow], *codes: str) -> list[int]:
    """The things of these rows that one of these facts is about, each once."""
    return list(dict.fromkeys(row.thing_id for row in rows if row.code in codes))


def go_to_the_end(name: str) -> None:
    """What is in the journal by now needs no reading: all of it is about to be taken from the tables themselves."""
    ReaderPosition.objects.update_or_create(name=name, defaults={"row_id": newest_fact()})


def newest_fact() -> int:
    """The row behind which `facts_since` gives only what happens from now on; 0 in an empty journal."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT id FROM kernel_journalrow WHERE txid < pg_snapshot_xmin(pg_current_snapshot())::text::bigint "
            "ORDER BY txid DESC, id DESC LIMIT 1"
        )
        found = cursor.fetchone()
    return int(found[0]) if found else 0
