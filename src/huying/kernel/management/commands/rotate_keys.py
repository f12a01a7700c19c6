"""Change the keys of sealed data: a fresh data key, everything wrapped by the current outer key and sealed anew."""

from typing import Any

from django.core.management.base import BaseCommand, CommandParser

from huying.kernel import actions, sealed_columns
from huying.kernel.actor import SYSTEM
from huying.kernel.clock import now


class Command(BaseCommand):
    help = (
        "Rotate the keys of sealed data. Put the new outer key first into HUYING_SEAL_KEY (2:<hex>,1:<hex>), run this, "
        "then take the old one out. Safe to run again: --continue goes on without another data key."
    )

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--reason", default="", help="why, at least two characters; kept as a hash")
        parser.add_argument("--continue", action="store_true", dest="go_on", help="only seal anew what is left")

    def handle(self, *args: Any, **options: Any) -> None:
        if not options["go_on"]:
            made = actions.rotate_keys(SYSTEM, reason=options["reason"], at=now())
            self.stdout.write(f"data keys wrapped anew: {made.rewrapped}; fresh data key: {made.data_key_id}")
        for name in sealed_columns.names():
            self.stdout.write(f"{name}: {sealed_columns.reseal(name)} sealed anew")
