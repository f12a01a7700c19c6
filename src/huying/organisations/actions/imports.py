"""Taking in many bodies at once from a file: all of them or none, with every row to be mended named."""

import re
from datetime import date, datetime
from hashlib import sha256

from django.db import transaction
from django.utils.translation import gettext as _

from huying.kernel.actor import Actor
from huying.kernel.errors import DomainError
from huying.kernel.journal import announce
from huying.kernel.tables import FileUnreadable
from huying.organisations.actions.bodies import NewBody, found_body
from huying.organisations.errors import ImportRefused
from huying.organisations.events import BodiesImported
from huying.organisations.models import Body
from huying.organisations.queries.names import functions_named
from huying.organisations.queries.places import place
from huying.organisations.rules import demand_keeper
from huying.organisations.sheets import BodyRow, RowFault, label_of, read_bodies
from huying.organisations.states import ACTIVE
from huying.territory.public import area_by_code

FIELD_COLUMNS = {"line_parent_id": "parent", "area_id": "area"}


@transaction.atomic
def import_bodies(actor: Actor, *, area_id: int, data: bytes, on: date, reason: str, at: datetime) -> list[Body]:
    """Rows may stand in any order and as many tiers deep as the kinds allow. Raises ImportRefused with every fault."""
    area = place(area_id)
    demand_keeper(actor, area_path=area.path)
    try:
        rows = read_bodies(data)
    except FileUnreadable as unreadable:
        raise ImportRefused(fields={"file": str(unreadable)}, rows=[]) from unreadable
    if not rows:
        raise ImportRefused(fields={"file": _("文件里没有任何组织。")}, rows=[])
    made: dict[str, Body] = {}
    wrong = _key_faults(rows)
    if not wrong:
        functions = functions_named()
        for row in _parents_first(rows):
            try:
                made[row.key] = _found(actor, row, made, area.path, functions, {"on": on, "reason": reason, "at": at})
            except _Wrong as fault:
                wrong += fault.faults
    if wrong:
        raise ImportRefused(rows=sorted(wrong, key=lambda fault: fault.row))
    digest = sha256(data).hexdigest()
    announce(BodiesImported(area_id=area_id, count=len(made), file_hash=digest), by=actor, at=at)
    return list(made.values())


class _Wrong(Exception):
    def __init__(self, row: BodyRow, faults: dict[str, str]) -> None:
        self.faults = [RowFault(row.row, label_of(FIELD_COLUMNS.get(n, n)), text) for n, text in faults.items()]
        super().__init__()


def _found(
    actor: Actor, row: BodyRow, made: dict[str, Body], path: str, functions: dict[str, str], note: dict[str, object]
) -> Body:
    area = area_by_code(row.area)
    faults = {}
    if area is None or not area.path.startswith(path):
        faults["area"] = _("所选区域内没有区划代码“%(value)s”。") % {"value": row.area}
    words = [word for word in re.split(r"[、；;,，\s]+", row.functions) if word]
    if unknown := [word for word in words if word not in functions]:
        faults["functions"] = _("没有职能“%(value)s”，请先在职能列表中登记。") % {"value": "、".join(unknown)}
    parent_id = _parent_id(row, made, faults)
    if faults or area is None:
        raise _Wrong(row, faults)
    new = NewBody(
        kind=row.kind.upper(),
        name=row.name,
        area_id=area.id,
        line_parent_id=parent_id,
        functions=tuple(functions[word] for word in words),
        short_name=row.short_name,
        uscc=row.uscc,
        office_phone=row.office_phone,
        public_contact=row.public_contact,
    )
    try:
        with transaction.atomic():
            return found_body(actor, body=new, **note)  # type: ignore[arg-type]
    except DomainError as refused:
        raise _Wrong(row, getattr(refused, "fields", None) or {"name": str(refused)}) from refused


def _parent_id(row: BodyRow, made: dict[str, Body], faults: dict[str, str]) -> int | None:
    if not row.parent:
        return None
    if row.parent in made:
        return made[row.parent].pk
    known = list(Body.objects.filter(name=row.parent, state=ACTIVE).values_list("pk", flat=True)[:2])
    if len(known) == 1:
        return known[0]
    faults["parent"] = (
        _("上级“%(value)s”不止一个，请在文件中写编号。") if known else _("没有上级“%(value)s”，或它的那一行有错。")
    ) % {"value": row.parent}
    return None


def _key_faults(rows: list[BodyRow]) -> list[RowFault]:
    seen: dict[str, int] = {}
    faults = []
    for row in rows:
        if not row.key:
            faults.append(RowFault(row.row, label_of("key"), _("请填写编号。")))
        elif row.key in seen:
            text = _("编号“%(value)s”与第 %(row)s 行重复。") % {"value": row.key, "row": seen[row.key]}
            faults.append(RowFault(row.row, label_of("key"), text))
        seen.setdefault(row.key, row.row)
    by_key = {row.key: row for row in rows}
    for row in rows:
        if _leads_back(row, by_key):
            faults.append(RowFault(row.row, label_of("parent"), _("上级关系成了一个圈，请核对。")))
    return faults


def _leads_back(row: BodyRow, by_key: dict[str, BodyRow]) -> bool:
    seen = {row.key}
    while row.parent and row.parent in by_key:
        row = by_key[row.parent]
        if row.key in seen:
            return True
        seen.add(row.key)
    return False


def _parents_first(rows: list[BodyRow]) -> list[BodyRow]:
    by_key = {row.key: row for row in rows}

    def tier(row: BodyRow) -> int:
        return 0 if row.parent not in by_key else 1 + tier(by_key[row.parent])

    return sorted(rows, key=lambda row: (tier(row), row.row))
