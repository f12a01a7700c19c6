"""Load the demonstration district: `--stage first` before anybody looks, `--stage rest` behind it."""

import os
from argparse import ArgumentParser
from typing import Any

from django.core.management import call_command
from django.core.management.base import BaseCommand

from huying.demonstration.stage import ALL_CASES, FIRST_CASES, is_loaded, load_first, load_rest
from huying.kernel.clock import now


class Command(BaseCommand):
    help = "Load the demonstration district through the real actions."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--stage", choices=("first", "rest"), default="first")
        parser.add_argument("--migrate", action="store_true", help="Bring the tables up to date first.")
        parser.add_argument("--cases", type=int, default=ALL_CASES)

    def handle(self, *args: Any, **options: Any) -> None:
        if options["migrate"]:
            call_command("migrate", interactive=False, verbosity=0, skip_checks=True)
        at = now()
        if options["stage"] == "first":
            if is_loaded():
                self.stdout.write("演示数据已在")
                return
            load_first(at=at, tell=self._tell, first=min(FIRST_CASES, options["cases"]))
        else:
            os.nice(10)  # whoever looks at pages meanwhile goes first
            load_rest(at=at, tell=self._tell, total=options["cases"])

    def _tell(self, text: str) -> None:
        self.stdout.write(f"演示数据：{text}")
        self.stdout.flush()
