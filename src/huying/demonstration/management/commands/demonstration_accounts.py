"""Print who can sign in to the demonstration, and what each can try."""

from typing import Any

from django.core.management.base import BaseCommand

from huying.demonstration.accounts import table


class Command(BaseCommand):
    help = "Print the accounts of the demonstration."

    def handle(self, *args: Any, **options: Any) -> None:
        for line in table():
            self.stdout.write(line)
