"""Draw docs/generated: a picture of every workflow, and who may do what."""

from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandParser

from huying.kernel import drawing


class Command(BaseCommand):
    help = "Write docs/generated/states-*.md and permissions.md from the code."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--folder", type=Path, default=Path("docs/generated"), help="where to write")

    def handle(self, *args: Any, **options: Any) -> None:
        for name in drawing.write(options["folder"]):
            self.stdout.write(f"drawn: {name}")
