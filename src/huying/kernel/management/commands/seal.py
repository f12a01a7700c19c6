"""Seal what was committed since the last seal, now instead of with the next minute."""

from typing import Any

from django.core.management.base import BaseCommand

from huying.kernel import sealfile, sealing
from huying.kernel.clock import now


class Command(BaseCommand):
    help = "Seal all committed rows of the journal now and write the seals to HUYING_HOME/seals."

    def handle(self, *args: Any, **options: Any) -> None:
        made = sealing.seal_committed(at=now())
        written = sealfile.write_out()
        self.stdout.write(f"seals made: {len(made)}, written out: {written}")
