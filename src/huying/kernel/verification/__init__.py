"""Verifying: reads the whole journal in streams and names whatever was changed, inserted, reordered or taken away.

Three things hold one another: the chain of each story with its keyed head, the Merkle tree over all sealed rows with
its keyed seals, and the copy of the seals outside the database. Changing rows so that nothing shows needs the keys and
every copy of the files.
"""

from collections.abc import Iterator
from contextlib import contextmanager

from django.db import connection, transaction

from huying.kernel import sealfile
from huying.kernel.verification.apart import check_apart
from huying.kernel.verification.expected import check_expected, expect_story
from huying.kernel.verification.stories import check_stories
from huying.kernel.verification.tree import check_rows_in_tree, check_tree
from huying.kernel.verification.verdict import Finding, Report

__all__ = ["Finding", "Report", "expect_story", "verify"]


def verify(*, thing: str = "", thing_id: int | None = None) -> Report:
    """Check everything; or the stories of one kind of thing, or one story, against the newest seal."""
    report = Report()
    written_out = sealfile.extent()
    with _one_view():
        check_stories(report, thing=thing, thing_id=thing_id)
        check_expected(report, thing=thing, thing_id=thing_id)
        if thing:
            check_rows_in_tree(report, thing=thing, thing_id=thing_id)
        else:
            check_apart(report)
            check_tree(report, written_out)
    return report


@contextmanager
def _one_view() -> Iterator[None]:
    """The journal as it was at one moment, while others go on writing."""
    if connection.in_atomic_block:
        yield
        return
    with transaction.atomic():
        with connection.cursor() as cursor:
            cursor.execute("SET TRANSACTION ISOLATION LEVEL REPEATABLE READ, READ ONLY")
        yield
