"""Reading in the divisions of the whole country: new ones by COPY, renamed ones one by one, nothing is ever removed."""

import hashlib
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import date, datetime

from django.db import connection, transaction

from huying.kernel.actor import Actor
from huying.kernel.errors import Invalid, NotAllowed
from huying.kernel.journal import announce
from huying.territory import codes
from huying.territory import states as s
from huying.territory.actions.records import Decision, keep_former, remember_name, touch_version
from huying.territory.events import DivisionsImported
from huying.territory.files import Division
from huying.territory.models import Area, AreaChange, DivisionImport
from huying.territory.names import quick_sort_key, short_name, sort_key, spoken_name

COLUMNS = "id, parent_id, path, level, kind, code, name, short_name, sort_key, since, valid_from, sketch"
STEP = 100_000
Key = tuple[str, str]
Tell = Callable[[str], None]


@dataclass(frozen=True, slots=True)
class Outcome:
    """What the import did. `not_in_files` exist here and not there; they are left alone."""

    read: int
    created: int
    renamed: int
    not_in_files: int


@dataclass(frozen=True, slots=True)
class _Known:
    id: int
    path: str
    name: str


@transaction.atomic
def import_divisions(
    actor: Actor, *, divisions: Iterable[Division], as_of: date, at: datetime, tell: Tell = lambda _line: None
) -> Outcome:
    """One transaction: all or nothing, and a second run changes nothing. Only the system itself may."""
    if not actor.is_system:
        raise NotAllowed
    touch_version()
    lines = list(divisions)
    tell(f"read {len(lines):,} divisions")
    known = _known()
    fresh = [line for line in lines if _key(line) not in known]
    changed = [line for line in lines if _key(line) in known and known[_key(line)].name != _name(line)]
    missing = len(set(known) - {_key(line) for line in lines})
    _copy(fresh, known, as_of, tell)
    for line in changed:
        _rename(actor, known[_key(line)].id, line, as_of, at)
    if fresh or changed:
        _note(actor, lines, as_of, at, created=len(fresh), renamed=len(changed))
    return Outcome(len(lines), len(fresh), len(changed), missing)


def _known() -> dict[Key, _Known]:
    rows = Area.objects.filter(valid_to=None, level__in=s.DIVISIONS).values_list("level", "code", "id", "path", "name")
    return {(level, code): _Known(pk, path, name) for level, code, pk, path, name in rows.iterator(chunk_size=50_000)}


def _key(line: Division) -> Key:
    return line.level, line.code


def _name(line: Division) -> str:
    return spoken_name(line.level, line.name)


def _copy(fresh: list[Division], known: dict[Key, _Known], as_of: date, tell: Tell) -> None:
    if not fresh:
        return
    number = _reserved_ids(len(fresh))
    indexes = _dropped_indexes() if len(fresh) > len(known) else []
    with connection.cursor() as cursor, cursor.copy(f"COPY territory_area ({COLUMNS}) FROM STDIN") as copy:
        block: list[str] = []
        for done, line in enumerate(fresh, start=1):
            block.append(_row(number, line, known, as_of.isoformat()))
            number += 1
            if len(block) == 5_000 or done == len(fresh):
                copy.write("".join(block))
                block.clear()
            if done % STEP == 0:
                tell(f"{done:,} of {len(fresh):,} written")
    tell("checking keys and indexes")
    with connection.cursor() as cursor:
        cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")
        cursor.execute("SET CONSTRAINTS ALL DEFERRED")
        for definition in indexes:
            cursor.execute(definition)
        cursor.execute("ANALYZE territory_area")


def _dropped_indexes() -> list[str]:
    """Most rows are new: drop the plain indexes and say how to make them again, which is quicker than keeping them up.

    Within the transaction: when anything goes wrong they have never been away.
    """
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT indexname, indexdef FROM pg_indexes WHERE tablename = 'territory_area' "
            "AND schemaname = current_schema() AND indexdef NOT LIKE 'CREATE UNIQUE%'"
        )
        found = cursor.fetchall()
        for name, _definition in found:
            cursor.execute(f"DROP INDEX {connection.ops.quote_name(name)}")
    return [definition for _name, definition in found]


def _row(pk: int, line: Division, known: dict[Key, _Known], day: str) -> str:
    try:
        above = codes.listed_parent(line.level, line.code)
        parent = known[above] if above else None
    except (ValueError, KeyError) as error:
        raise Invalid(f"{line.code} {line.name}", fields={"file": line.code}, division=line.code) from error
    name = _name(line)
    path = f"{parent.path if parent else '/'}{pk}/"
    known[_key(line)] = _Known(pk, path, name)
    kind, parent_id = codes.kind_of(line.level, line.code), parent.id if parent else r"\N"
    key = quick_sort_key(name)
    short = short_name(line.level, name)
    return f"{pk}\t{parent_id}\t{path}\t{line.level}\t{kind}\t{line.code}\t{name}\t{short}\t{key}\t{day}\t{day}\tf\n"


def _reserved_ids(count: int) -> int:
    """The first of `count` ids in a row. Nobody else takes ids meanwhile: the version row is locked."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_get_serial_sequence('territory_area', 'id')")
        (sequence,) = cursor.fetchone()
        cursor.execute("SELECT setval(%s, nextval(%s) + %s - 1)", [sequence, sequence, count])
        (last,) = cursor.fetchone()
    return int(last) - count + 1


def _rename(actor: Actor, area_id: int, line: Division, as_of: date, at: datetime) -> None:
    area = Area.objects.select_for_update().get(pk=area_id)
    decision = Decision(max(as_of, area.since), "全国统计用区划代码导入")
    keep_former(area, decision)
    old = (area.name, area.short_name)
    area.name = _name(line)
    area.short_name, area.sort_key = short_name(area.level, area.name), sort_key(area.name)
    area.save(update_fields=["name", "short_name", "sort_key", "since"])
    remember_name(area, *old)
    AreaChange.objects.create(
        area=area, kind=s.RENAME, on=decision.on, reason=decision.reason, at=at, by=actor.account_id
    )


def _note(actor: Actor, lines: list[Division], as_of: date, at: datetime, *, created: int, renamed: int) -> None:
    digest = hashlib.sha256()
    for line in lines:
        digest.update(f"{line.code}\t{line.name}\n".encode())
    row = DivisionImport.objects.create(
        as_of=as_of, fingerprint=digest.hexdigest(), created=created, renamed=renamed, at=at
    )
    announce(DivisionsImported(row.pk, as_of, created, renamed, row.fingerprint), by=actor, at=at)
