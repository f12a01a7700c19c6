"""Keeps the lines and their sums: from the journal as it goes on, or all over again.

What a case says is always read whole and compared with what is kept, so it does not matter how often a fact is heard;
how far the journal was read commits together with what was made of it, so none is missed and none counts twice.
"""

import json
from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator
from datetime import datetime, timedelta
from itertools import islice

from django.db import connection, transaction

from huying.cases.public import OPEN, CaseTold, S, case_ids_after, histories
from huying.evaluation.measures import ALL, OF_NO_UNIT, names_in
from huying.evaluation.models import JOURNAL, Cursor, Entry, LookAgain, OpenCase
from huying.evaluation.places import places_of
from huying.evaluation.reading import COLUMNS, Drawn, Line, drawn
from huying.evaluation.slicing import SumKey, slices_of
from huying.evaluation.standing import count_standing
from huying.evaluation.states import Slice
from huying.kernel.following import newest_fact
from huying.kernel.journal import facts_since

AT_ONCE = 500
FACTS_AT_ONCE = 5000
COUNT_EVERY = timedelta(seconds=60)

Sums = dict[SumKey, dict[str, int]]


def read_on(*, at: datetime, most: int = FACTS_AT_ONCE) -> int | None:
    """Make the figures of what the journal has said since. How many facts were read; None: somebody else reads."""
    with transaction.atomic():
        cursor = _cursor()
        if cursor is None or cursor.rebuilding:
            return None
        rows = facts_since(cursor.row_id, limit=most)
        touched = {row.thing_id for row in rows if row.thing == "case"}
        touched |= {int(other) for row in rows if row.thing == "case" and (other := row.facts.get("other_case_id"))}
        keep(touched | _due_again(at), at=at)
        if rows:
            cursor.row_id = rows[-1].id
        if len(rows) < most:
            cursor.read_at = at
            if cursor.counted_at is None or at - cursor.counted_at >= COUNT_EVERY or at < cursor.counted_at:
                count_standing(at=at)
                cursor.counted_at = at
        cursor.save()
        return len(rows)


def read_all(*, at: datetime) -> None:
    """Until the journal has nothing new, or somebody else reads."""
    while read_on(at=at) == FACTS_AT_ONCE:
        pass


def _cursor() -> Cursor | None:
    """Held for the length of the transaction, so that one worker at a time reads on."""
    Cursor.objects.get_or_create(name=JOURNAL)
    return Cursor.objects.select_for_update(skip_locked=True).filter(name=JOURNAL).first()


def _due_again(at: datetime) -> set[int]:
    return set(LookAgain.objects.filter(at__lte=at).order_by("at").values_list("case_id", flat=True)[:AT_ONCE])


def keep(case_ids: Iterable[int], *, at: datetime) -> int:
    """Bring the lines of these cases to what the cases say at this moment. Says how many lines changed."""
    return sum(_keep(part, at=at) for part in _parts(sorted(set(case_ids))))


def _parts(ids: Iterable[int]) -> Iterator[list[int]]:
    rest = iter(ids)
    while part := list(islice(rest, AT_ONCE)):
        yield part


def _keep(ids: list[int], *, at: datetime) -> int:
    told = histories(ids)
    made = _drawn(told, at=at)
    new = {(pk, line.occasion, line.ref): line for pk, one in made.items() for line in one.lines}
    old: dict[tuple[int, str, int], Line] = {}
    rows: dict[tuple[int, str, int], int] = {}
    for pk, case_id, *values in Entry.objects.filter(case_id__in=ids).values_list("id", "case_id", *COLUMNS):
        line = Line(*values)
        old[case_id, line.occasion, line.ref], rows[case_id, line.occasion, line.ref] = line, pk
    gone = [key for key in old if new.get(key) != old[key]]
    come = [key for key in new if old.get(key) != new[key]]
    if gone:
        Entry.objects.filter(pk__in=[rows[key] for key in gone]).delete()
    _write_lines((key[0], new[key]) for key in come)
    _add_up([(old[key], -1) for key in gone] + [(new[key], 1) for key in come])
    _keep_moments(ids, made)
    keep_open(told)
    return len(set(gone) | set(come))


def _drawn(told: list[CaseTold], *, at: datetime) -> dict[int, Drawn]:
    places = places_of({one.area_id for one in told})
    return {one.id: drawn(one, at=at, places=places) for one in told}


def _write_lines(lines: Iterable[tuple[int, Line]]) -> None:
    rows = list(lines)
    if not rows:
        return
    names = ", ".join(("case_id", *COLUMNS))
    with connection.cursor() as cursor, cursor.copy(f"COPY evaluation_entry ({names}) FROM STDIN") as out:
        for case_id, line in rows:
            out.write_row((
                case_id, line.occasion, line.ref, line.day, line.place_id, line.body_id, line.category, line.klass,
                line.channel, line.marks, line.reason, line.public,
            ))  # fmt: skip


def _add_up(changes: list[tuple[Line, int]]) -> None:
    """What the change of these lines means for the sums: one statement."""
    sums: Sums = defaultdict(lambda: defaultdict(int))
    for line, sign in changes:
        names = names_in(line.marks)
        for key in slices_of(line):
            for name in names:
                sums[key][name] += sign
    rows = [(key, {name: n for name, n in found.items() if n}) for key, found in sorted(sums.items())]
    add_sums([(key, found) for key, found in rows if found])


KEY = SumKey._fields
ADD = (
    f"INSERT INTO evaluation_tally ({', '.join((*KEY, *ALL))}) "
    f"SELECT {', '.join((*KEY, *(f'COALESCE({name}, 0)' for name in ALL)))} "
    "FROM jsonb_populate_recordset(NULL::evaluation_tally, %s::jsonb) "
    f"ON CONFLICT ({', '.join(KEY)}) DO UPDATE SET "
    + ", ".join(f"{name} = evaluation_tally.{name} + EXCLUDED.{name}" for name in ALL)
)


def add_sums(rows: list[tuple[SumKey, dict[str, int]]]) -> None:
    if rows:
        given = [key._asdict() | {"start": key.start.isoformat()} | found for key, found in rows]
        with connection.cursor() as cursor:
            cursor.execute(ADD, [json.dumps(given)])


def _keep_moments(ids: list[int], made: dict[int, Drawn]) -> None:
    coming = {pk: one.look_again_at for pk, one in made.items() if one.look_again_at}
    LookAgain.objects.filter(case_id__in=[pk for pk in ids if pk not in coming]).delete()
    LookAgain.objects.bulk_create(
        [LookAgain(case_id=pk, at=moment) for pk, moment in coming.items()],
        update_conflicts=True,
        unique_fields=["case_id"],
        update_fields=["at"],
    )


def keep_open(told: list[CaseTold]) -> None:
    """The short table of what is open."""
    shown = {*OPEN, S.OPEN_MATTER}
    rows = [one for one in told if one.state in shown]
    OpenCase.objects.filter(case_id__in=[one.id for one in told if one.state not in shown]).delete()
    places = places_of({one.area_id for one in rows})
    OpenCase.objects.bulk_create(
        [
            OpenCase(
                case_id=one.id, place_id=places.get(one.area_id, one.area_id), body_id=one.lead_body_id or 0,
                state=one.state, klass=one.klass, supervised=one.supervised > 0, hidden=not one.public,
                filed_at=one.filed_at, due_at=one.due_at, warn_at=one.warn_at,
            )
            for one in rows
        ],
        update_conflicts=True,
        unique_fields=["case_id"],
        update_fields=["place_id", "body_id", "state", "klass", "supervised", "hidden", "filed_at", "due_at",
                       "warn_at"],
    )  # fmt: skip


def rebuild(*, at: datetime, told: Callable[[int], None] = lambda done: None) -> int:
    """All lines from the cases once more. Readers see the old sums until the new ones are whole.

    While it runs the journal is not read on; what happens meanwhile is read afterwards.
    """
    with transaction.atomic():
        Cursor.objects.get_or_create(name=JOURNAL)
        cursor = Cursor.objects.select_for_update().get(name=JOURNAL)
        cursor.rebuilding, cursor.row_id = True, newest_fact()
        cursor.save()
    done, last = 0, 0
    while ids := case_ids_after(last, limit=AT_ONCE):
        with transaction.atomic():
            _write_again(ids, after=last, at=at)
        done, last = done + len(ids), ids[-1]
        told(done)
    with transaction.atomic():
        Entry.objects.filter(case_id__gt=last).delete()
        OpenCase.objects.filter(case_id__gt=last).delete()
        sum_up_again()
        count_standing(at=at)
        Cursor.objects.filter(name=JOURNAL).update(rebuilding=False, read_at=at, counted_at=at)
    return done


def _write_again(ids: list[int], *, after: int, at: datetime) -> None:
    span = {"case_id__gt": after, "case_id__lte": ids[-1]}
    for table in (Entry, LookAgain, OpenCase):
        table._default_manager.filter(**span).delete()
    told = histories(ids)
    made = _drawn(told, at=at)
    _write_lines((pk, line) for pk, one in made.items() for line in one.lines)
    _keep_moments([], made)
    keep_open(told)


MONTH = "date_trunc('month', day)::date"
SLICES = {
    Slice.PLACE: [("d", "day", "place_id", "0", "''", ""), ("m", MONTH, "place_id", "0", "''", "")],
    Slice.UNIT: [
        (grain, start, "0", "body_id", "''", f"body_id <> 0 AND NOT occasion = ANY('{{{','.join(OF_NO_UNIT)}}}')")
        for grain, start in (("d", "day"), ("m", MONTH))
    ],
    Slice.CATEGORY: [("m", MONTH, "place_id", "0", "category", "")],
    Slice.CLASS: [("m", MONTH, "place_id", "0", "klass", "")],
    Slice.CHANNEL: [("m", MONTH, "place_id", "0", "channel", "")],
    Slice.REASON: [("m", MONTH, "place_id", "body_id", "occasion || '.' || reason", "reason <> ''")],
}


def sum_up_again() -> None:
    """All sums from all lines, in the database. Whoever reads meanwhile sees the old ones."""
    counted = ", ".join(f"count(*) FILTER (WHERE marks & {1 << place} <> 0)" for place, _name in enumerate(ALL))
    with connection.cursor() as cursor:
        cursor.execute("DELETE FROM evaluation_tally")
        for slice_, ways in SLICES.items():
            for grain, start, place, body, key, where in ways:
                cursor.execute(
                    f"INSERT INTO evaluation_tally ({', '.join((*KEY, *ALL))}) "
                    f"SELECT '{slice_.value}', '{grain}', {start}, {place}, {body}, {key}, public IS FALSE, {counted} "
                    f"FROM evaluation_entry WHERE {where or 'true'} GROUP BY 3, 4, 5, 6, 7"
                )
