"""A backup back into an empty database and an empty HUYING_HOME."""

from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.core.management import call_command
from django.core.management.base import BaseCommand, CommandError

from huying.config.backup.errors import BackupTrouble
from huying.config.backup.restoring import restore_backup


class Command(BaseCommand):
    help = "Check a backup, fill the empty database with it, bring it up to this version and verify the journal."
    requires_system_checks: list[str] = []

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("file", type=Path)

    def handle(self, *args: Any, **options: Any) -> None:
        try:
            manifest = restore_backup(options["file"])
        except BackupTrouble as trouble:
            raise CommandError(str(trouble)) from trouble
        call_command("migrate", interactive=False, verbosity=0)
        self.stdout.write(f"Restored the backup of {manifest['made_at']} (Huying {manifest['version']}).")
        call_command("verify", stdout=self.stdout)
