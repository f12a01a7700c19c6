"""The description of the API as it is kept in the repository."""

import json
from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand
from django.utils import translation

from huying.config.api import openapi

KEPT = Path(__file__).resolve().parents[5] / "openapi.json"


def openapi_text() -> str:
    """In Chinese, the language of the sources, so that the snapshot does not depend on who writes it."""
    with translation.override("zh-hans"):
        return json.dumps(openapi(), ensure_ascii=False, indent=1, sort_keys=True, default=str) + "\n"


class Command(BaseCommand):
    help = "Print the OpenAPI description; --write refreshes openapi.json in the repository."
    requires_system_checks: list[str] = []

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--write", action="store_true")

    def handle(self, *args: Any, **options: Any) -> None:
        if options["write"]:
            KEPT.write_text(openapi_text(), encoding="utf-8")
            self.stdout.write(f"{KEPT.name} is up to date.")
        else:
            self.stdout.write(openapi_text(), ending="")
