"""The months of the journal: how large they are, whether they are sealed; take one out, or put it back."""

import json
from datetime import UTC, date, datetime
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.utils.translation import gettext as _

from huying.kernel.actor import SYSTEM
from huying.kernel.clock import now
from huying.kernel.errors import DomainError, Invalid
from huying.kernel.partitions import Month, apart_name, attach_month, detach_month, months


class Command(BaseCommand):
    help = (
        "List the months of the journal. --detach takes one that is long over out of it: its rows then lie in the "
        "table kernel_journalapart_YYYY_MM, which may be copied away (pg_dump --table) and dropped; verify still "
        "follows every chain and seal. --attach puts it back."
    )

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--detach", type=_month, default=None, metavar="YYYY-MM")
        parser.add_argument("--attach", type=_month, default=None, metavar="YYYY-MM")
        parser.add_argument("--reason", default="", help="why; needed to take out or put back")
        parser.add_argument("--json", action="store_true")

    def handle(self, *args: Any, **options: Any) -> None:
        if (options["detach"] or options["attach"]) and len(options["reason"].strip()) < 2:
            raise CommandError("--reason is needed: at least two characters.")
        try:
            self._change(options)
        except Invalid as error:
            raise CommandError("；".join(str(text) for text in error.fields.values()) or str(error)) from error
        except DomainError as error:
            raise CommandError(str(error)) from error
        found = list(months())
        if options["json"]:
            self.stdout.write(json.dumps([_as_json(one) for one in found], indent=1))
            return
        for one in found:
            self.stdout.write(_line(one))

    def _change(self, options: dict[str, Any]) -> None:
        if month := options["detach"]:
            made = detach_month(SYSTEM, month=month, reason=options["reason"], at=now())
            told = _("%(month)s 已移出，共 %(rows)s 行，在表 %(table)s 中。")
            self.stdout.write(told % {"month": f"{month:%Y-%m}", "rows": made.rows, "table": apart_name(month)})
        if month := options["attach"]:
            rows = attach_month(SYSTEM, month=month, reason=options["reason"], at=now())
            self.stdout.write(_("%(month)s 已放回，共 %(rows)s 行。") % {"month": f"{month:%Y-%m}", "rows": rows})


def _month(text: str) -> date:
    return datetime.strptime(text, "%Y-%m").replace(tzinfo=UTC).date()


def _line(one: Month) -> str:
    name = f"{one.of:%Y-%m}" if one.of else _("其他月份")
    sealed = _("已封存") if one.sealed else _("有未封存的行")
    where = "" if not one.apart else _("  已移出，在本库") if one.here else _("  已移出，不在本库")
    return f"{name}  {one.rows:>12,}  {one.size / 1e6:>10,.1f} MB  {sealed}{where}"


def _as_json(one: Month) -> dict[str, Any]:
    return {
        "month": f"{one.of:%Y-%m}" if one.of else None, "rows": one.rows, "bytes": one.size, "sealed": one.sealed,
        "apart": one.apart, "here": one.here,
    }  # fmt: skip
