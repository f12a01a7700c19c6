"""Loading into an empty place takes indexes and foreign keys off meanwhile, and never forgets to put them back."""

import re
from pathlib import Path
from typing import Any

import pytest
from django.db import connection

from huying.cases.history import Loaded, Watch
from huying.cases.history.loading import TABLES
from huying.cases.models import HistoryLoad
from huying.kernel.sealing import seal_committed
from huying.kernel.verification import verify
from tests.cases.makers import on, settle
from tests.cases.test_history import FILED, HOUR, a_past, loaded

CASTS = re.compile(r"[() ]|::character varying|::text(\[\])?")
"""PostgreSQL writes the same condition in two ways, with the casts inside or outside of the list."""
INDEXES = """SELECT indexrelid::regclass::text, replace(pg_get_indexdef(indexrelid), ' ON ONLY ', ' ON ')
FROM pg_index WHERE indrelid = ANY(%s::regclass[])
UNION ALL SELECT conname, pg_get_constraintdef(oid) FROM pg_constraint WHERE conrelid = ANY(%s::regclass[])"""


def laid() -> set[tuple[str, str]]:
    with connection.cursor() as cursor:
        cursor.execute(INDEXES, [list(TABLES), list(TABLES)])
        return {(name, CASTS.sub("", said)) for name, said in cursor.fetchall()}


@pytest.mark.django_db(transaction=True)
def test_indexes_and_foreign_keys_are_taken_off_and_put_back_also_after_a_crash(settings: Any, tmp_path: Path) -> None:
    settings.HUYING_HOME = tmp_path
    town = settle()
    before = laid()

    def breaks(load: HistoryLoad) -> None:
        assert len(laid()) < len(before) - 20
        raise KeyboardInterrupt

    rows = [a_past(town, number=f"B{nth}", filed_at=FILED - nth * HOUR) for nth in range(4)]
    with pytest.raises(KeyboardInterrupt):
        loaded(rows, batch=2, bare=True, watch=Watch(progress=breaks))
    assert loaded(rows, batch=2, bare=True) == Loaded(4, 0, 0, {})
    assert laid() == before
    seal_committed(at=on(20))
    assert verify().findings == []
