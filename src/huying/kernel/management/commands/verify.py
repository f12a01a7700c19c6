"""Verify the journal: exit code 1 and one line for each thing that was changed, inserted, reordered or taken away."""

import json
from typing import Any

from django.core.management.base import BaseCommand, CommandParser
from django.utils.translation import gettext as _

from huying.kernel.verification import Report, verify


class Command(BaseCommand):
    help = "Verify that no row of the journal was changed, inserted, reordered or taken away."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--thing", default="", help="only the stories of this kind of thing, e.g. case")
        parser.add_argument("--id", type=int, default=None, help="only the story of this one; needs --thing")
        parser.add_argument("--json", action="store_true", help="the whole report as JSON")

    def handle(self, *args: Any, **options: Any) -> None:
        report = verify(thing=options["thing"], thing_id=options["id"] if options["thing"] else None)
        if options["json"]:
            self.stdout.write(json.dumps(report.as_json(), ensure_ascii=False, indent=1))
        else:
            self._say(report)
        if not report.ok:
            raise SystemExit(1)

    def _say(self, report: Report) -> None:
        for finding in report.findings:
            self.stdout.write(self.style.ERROR(f"✗ {finding}"))
        if report.found > len(report.findings):
            self.stdout.write(_("……另有 %(more)s 处") % {"more": report.found - len(report.findings)})
        read = _(
            "已核对 %(rows)s 行、%(stories)s 件事、%(seals)s 次封存、库外文件 %(lines)s 行；待封存 %(unsealed)s 行。"
        )
        self.stdout.write(
            read % {name: getattr(report, name) for name in ("rows", "stories", "seals", "lines", "unsealed")}
        )
        for month, where in report.apart.items():
            said = (
                _("%(month)s 已移出，数据在本库，已核对。")
                if where == "here"
                else _("%(month)s 已移出，内容不在本库。")
            )
            self.stdout.write(said % {"month": month})
        verdict = _("没有被改动。") if report.ok else _("发现 %(found)s 处问题。") % {"found": report.found}
        self.stdout.write(self.style.SUCCESS(verdict) if report.ok else self.style.ERROR(verdict))
