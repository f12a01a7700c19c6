"""`import_cases SOURCE FILE [--mapping FILE] [--dry]`: take in a file of another system; the same again goes on."""

import hashlib
import json
from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand
from django.db.models import Count

from huying.exchange.actions import begin_import, go_on, keep_source
from huying.exchange.files.mapping import Mapping
from huying.exchange.models import ImportRun, Source
from huying.kernel.actor import SYSTEM
from huying.kernel.clock import now


class Command(BaseCommand):
    """The operator's way for large files; the pages take the same steps."""

    help = "Take in cases from a file of another system (xlsx, csv, csv.gz)"

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("source")
        parser.add_argument("file", type=Path)
        parser.add_argument("--mapping", type=Path, help="JSON: what the columns mean; kept for the next time")
        parser.add_argument("--dry", action="store_true", help="only say what would happen")
        parser.add_argument("--batch", type=int, default=5_000)

    def handle(self, *args: Any, **given: Any) -> None:
        run = self._run(given["source"], given["file"], given["mapping"], dry=given["dry"])
        run = go_on(run.pk, at=now(), progress=self._told, batch=given["batch"])
        self._told(run)
        for row in run.row_errors.values("column", "code").annotate(rows=Count("id")).order_by("-rows"):
            self.stdout.write(f"{row['rows']:>9}  {row['column']}: {row['code']}")
        if run.failure:
            self.stdout.write(run.failure)

    def _run(self, code: str, file: Path, mapping: Path | None, *, dry: bool) -> ImportRun:
        """The one that was broken off, if it was over the same file; else a new one."""
        if mapping is not None:
            read = Mapping.read(json.loads(mapping.read_text(encoding="utf-8")))
            source = Source.objects.filter(code=code).first()
            if source is None or Mapping.read(source.mapping) != read:
                source = keep_source(SYSTEM, code=code, name=code, mapping=read, reason="import_cases", at=now())
        source = Source.objects.get(code=code)
        content = file.read_bytes()
        digest = hashlib.sha256(content).hexdigest()
        left = ImportRun.objects.filter(source=source, digest=digest, dry=dry, finished_at=None).last()
        return left or begin_import(
            SYSTEM, source_id=source.pk, content=content, file_name=file.name, dry=dry, reason="import_cases", at=now()
        )

    def _told(self, run: ImportRun) -> None:
        counts = " ".join(f"{name}={count}" for name, count in run.counts.items())
        self.stdout.write(f"{run.rows} rows {counts}")
        self.stdout.flush()
