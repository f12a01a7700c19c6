"""rebuild_figures: all lines and sums of the figures from the cases once more, with progress."""

from typing import Any

from django.core.management.base import BaseCommand

from huying.cases.public import count_cases
from huying.evaluation.keeping import rebuild
from huying.kernel.clock import now


class Command(BaseCommand):
    help = "Make all figures again from the cases; readers see the old ones until the new ones are whole."

    def handle(self, *args: Any, **options: Any) -> None:
        most = count_cases()

        def told(done: int) -> None:
            if done % 5000 == 0 or done >= most:
                self.stdout.write(f"{done:>9,} / {most:,}")

        done = rebuild(at=now(), told=told)
        self.stdout.write(self.style.SUCCESS(f"{done:,} cases counted"))
