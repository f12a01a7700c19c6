"""Read in the national division files: `manage.py import_divisions DIR`."""

from argparse import ArgumentParser
from datetime import date
from pathlib import Path
from time import monotonic
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from huying.kernel.actor import SYSTEM
from huying.kernel.clock import now
from huying.kernel.errors import Invalid
from huying.territory.actions.divisions import import_divisions
from huying.territory.files import read_divisions


class Command(BaseCommand):
    """All divisions down to the community, in one transaction. Running it again changes nothing."""

    help = "Read the national division files (provinces, cities, areas, streets, villages) from a folder."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("folder", type=Path, help="the folder with provinces.csv … villages.csv (or .csv.gz)")
        parser.add_argument("--within", default="", help="only this subtree and what is above it, e.g. 320106")
        parser.add_argument("--as-of", type=date.fromisoformat, default=date(2023, 6, 30), help="day of the lists")

    def handle(self, *args: Any, **options: Any) -> None:
        start = monotonic()

        def tell(line: str) -> None:
            self.stdout.write(f"{monotonic() - start:6.1f} s  {line}")

        lines = read_divisions(options["folder"], within=options["within"])
        try:
            done = import_divisions(SYSTEM, divisions=lines, as_of=options["as_of"], at=now(), tell=tell)
        except FileNotFoundError as error:
            raise CommandError(f"{error} is missing. Give the folder with the five division files.") from error
        except Invalid as error:
            raise CommandError(f"{error.message}: not a known code, or nothing above it. Nothing was kept.") from error
        tell(
            f"done: {done.created:,} created, {done.renamed:,} renamed, "
            f"{done.read - done.created - done.renamed:,} as before, {done.not_in_files:,} only here"
        )
