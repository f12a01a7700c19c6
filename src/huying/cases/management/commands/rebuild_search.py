"""Write down anew what of cases can be found by words: `manage.py rebuild_search`."""

from argparse import ArgumentParser
from time import monotonic
from typing import Any

from django.core.management.base import BaseCommand

from huying.cases.indexing import rebuild


class Command(BaseCommand):
    """Goes through all cases in pieces that each commit; after a stop it goes on with --since."""

    help = "Write down anew what of cases can be found by words. Can be stopped and gone on with --since ID."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--since", type=int, default=0, help="go on behind the case with this id")

    def handle(self, *args: Any, **options: Any) -> None:
        start = monotonic()
        told = 0.0

        def say(done: int, last: int) -> None:
            nonlocal told
            if monotonic() - told >= 1:
                told = monotonic()
                self.stdout.write(f"{told - start:6.1f} s  {done} cases, up to id {last}")
                self.stdout.flush()

        done = rebuild(say=say, since=options["since"])
        self.stdout.write(f"{monotonic() - start:6.1f} s  {done} cases can be found by words.")
