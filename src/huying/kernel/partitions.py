"""The journal lies in months. Months are made ahead; a row of any other month falls into the default partition.

A month that is long over may be taken out: its rows then lie in a table of their own that can be copied away and
dropped. Number, hash and predecessor of each row stay (`RowApart`), so that every chain, seal and receipt still holds.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

from django.conf import settings
from django.db import connection, transaction
from django.utils.translation import gettext_lazy as _

from huying.kernel.actor import Actor
from huying.kernel.clock import midnight
from huying.kernel.errors import Conflict, Invalid, NotFound
from huying.kernel.events import MonthAttached, MonthDetached
from huying.kernel.journal import announce
from huying.kernel.models import MonthApart
from huying.kernel.rules import journal_rules

AHEAD = 6
YOUNGEST = timedelta(days=366)
"""How long a month must be over before it may be taken out: pages of a case of the last year tell its whole story."""
RESTED = timedelta(days=7)
"""How long ago its last row must have been sealed, so that every reader of the journal is past it."""

LAID = """
SELECT c.relname, pg_total_relation_size(c.oid), c.reltuples::bigint
FROM pg_inherits i JOIN pg_class c ON c.oid = i.inhrelid WHERE i.inhparent = 'kernel_journalrow'::regclass ORDER BY 1
"""
COUNTED = "SELECT count(*) FROM {}"
UNSEALED = "SELECT EXISTS (SELECT FROM {} r WHERE NOT EXISTS (SELECT FROM kernel_sealleaf l WHERE l.row_id = r.id))"
RESTLESS = """
SELECT EXISTS (SELECT FROM {} r LEFT JOIN kernel_sealleaf l ON l.row_id = r.id
WHERE l.position IS NULL OR l.position >= COALESCE((SELECT max(size) FROM kernel_seal WHERE at <= %s), 0))
"""
LEFT = """
INSERT INTO kernel_rowapart (id, month, thing, thing_id, seq, at, txid, prev, hash)
SELECT id, %s, thing, thing_id, seq, at, txid, prev, hash FROM {}
"""
DIFFERS = """
SELECT EXISTS (SELECT FROM {} r FULL JOIN (SELECT * FROM kernel_rowapart WHERE month = %s) a ON a.id = r.id
WHERE (a.thing, a.thing_id, a.seq, a.at, a.txid, a.prev, a.hash)
    IS DISTINCT FROM (r.thing, r.thing_id, r.seq, r.at, r.txid, r.prev, r.hash))
"""


@dataclass(frozen=True, slots=True)
class Month:
    """One month, or the rows of all others (`of` is None). `rows` is what the database believes, exact when apart."""

    of: date | None
    rows: int
    size: int
    sealed: bool
    apart: bool = False
    here: bool = True


def ensure_months(*, at: datetime) -> int:
    """Make the coming months. Says how many were missing. A month that already has rows elsewhere stays as it is."""
    made = 0
    with connection.cursor() as cursor:
        for month in range(AHEAD + 1):
            cursor.execute("SELECT kernel_journal_month(%s)", [at + timedelta(days=30.5 * month)])
            made += cursor.fetchone()[0]
    return made


def months() -> Iterator[Month]:
    """Every month that has a table or lies apart, oldest first."""
    apart = {one.month: one for one in MonthApart.objects.order_by("month")}
    for one in apart.values():
        size = _one("SELECT COALESCE(pg_total_relation_size(to_regclass(%s)), 0)", apart_name(one.month))
        yield Month(one.month, one.rows, size, sealed=True, apart=True, here=size > 0)
    with connection.cursor() as cursor:
        cursor.execute(LAID)
        laid = cursor.fetchall()
    for name, size, rows in laid:
        counted = rows if rows >= 0 else _one(COUNTED.format(name))
        yield Month(_month_of(name), counted, size, sealed=not _one(UNSEALED.format(name)))


@transaction.atomic
def detach_month(actor: Actor, *, month: date, reason: str, at: datetime) -> MonthApart:
    """Take a month out of the journal. Writing waits for a moment, reading goes on without its rows."""
    journal_rules.enter(actor, to="keep_months")
    month = month.replace(day=1)
    name = f"kernel_journalrow_{month:%Y_%m}"
    if not _stands(name):
        raise NotFound(month=month.isoformat())
    if at - midnight(_next(month)) < YOUNGEST:
        raise Invalid(fields={"month": _("满一年的月份才能移出。")})
    if _one(RESTLESS.format(name), at - RESTED):
        raise Conflict(_("这个月还有七天内封存或未封存的记录，过些天再试"), month=month.isoformat())
    with connection.cursor() as cursor:
        cursor.execute("SET LOCAL lock_timeout = '5s'")
        cursor.execute(LEFT.format(name), [month])
        rows = cursor.rowcount
        cursor.execute(f"ALTER TABLE kernel_journalrow DETACH PARTITION {name}")
        cursor.execute(f"ALTER TABLE {name} RENAME TO {apart_name(month)}")
        cursor.execute(
            f"CREATE TRIGGER never_changed BEFORE UPDATE OR DELETE ON {apart_name(month)} "
            "FOR EACH ROW EXECUTE FUNCTION kernel_refuse_change()"
        )
    made = MonthApart.objects.create(month=month, rows=rows, at=at)
    announce(MonthDetached(month_id=_number(month), month=month, rows=rows), by=actor, at=at, reason=reason)
    return made


@transaction.atomic
def attach_month(actor: Actor, *, month: date, reason: str, at: datetime) -> int:
    """Put a month back, after comparing each row with what was left of it. Its table must be there (pg_restore)."""
    journal_rules.enter(actor, to="keep_months")
    month = month.replace(day=1)
    apart = MonthApart.objects.select_for_update().filter(month=month).first()
    table, name = apart_name(month), f"kernel_journalrow_{month:%Y_%m}"
    if apart is None or not _stands(table):
        raise NotFound(month=month.isoformat())
    if _one(DIFFERS.format(table), month):
        raise Conflict(_("表中的行与移出时不同，没有放回"), month=month.isoformat())
    if _one(
        "SELECT EXISTS (SELECT FROM kernel_journalrow WHERE at >= %s AND at < %s)",
        midnight(month),
        midnight(_next(month)),
    ):
        raise Conflict(_("这个月移出后又写入了记录，只能分开放"), month=month.isoformat())
    with connection.cursor() as cursor:
        cursor.execute("SET LOCAL lock_timeout = '5s'")
        cursor.execute(f"DROP TRIGGER never_changed ON {table}")
        cursor.execute(f"ALTER TABLE {table} RENAME TO {name}")
        cursor.execute(
            f"ALTER TABLE kernel_journalrow ATTACH PARTITION {name} FOR VALUES FROM (%s) TO (%s)",
            [midnight(month), midnight(_next(month))],
        )
        cursor.execute("DELETE FROM kernel_rowapart WHERE month = %s", [month])
    announce(MonthAttached(month_id=_number(month), month=month, rows=apart.rows), by=actor, at=at, reason=reason)
    apart.delete()
    return apart.rows


def apart_name(month: date) -> str:
    """The table of a month that was taken out."""
    return f"kernel_journalapart_{month:%Y_%m}"


def lies_here(month: date) -> bool:
    """Whether the rows of a month that was taken out are still in this database."""
    return _stands(apart_name(month))


def _number(month: date) -> int:
    """202403: what the story of a month is called by."""
    return month.year * 100 + month.month


def _next(month: date) -> date:
    return (month.replace(day=1) + timedelta(days=32)).replace(day=1)


def _month_of(name: str) -> date | None:
    said = name.removeprefix("kernel_journalrow_")
    if said == "other":
        return None
    return datetime.strptime(said, "%Y_%m").replace(tzinfo=ZoneInfo(settings.TIME_ZONE)).date()


def _stands(table: str) -> bool:
    return bool(_one("SELECT to_regclass(%s) IS NOT NULL", table))


def _one(asked: str, *values: Any) -> int:
    with connection.cursor() as cursor:
        cursor.execute(asked, values or None)
        return cursor.fetchone()[0]  # type: ignore[no-any-return]
