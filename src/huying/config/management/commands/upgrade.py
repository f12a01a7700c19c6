"""Bring the tables up to the installed version, with a backup first."""

from argparse import ArgumentParser
from typing import Any

from django.core.management import call_command
from django.core.management.base import BaseCommand, CommandError
from django.db import connection
from django.db.migrations.executor import MigrationExecutor

from huying.config.version import VERSION


class Command(BaseCommand):
    help = "Check the versions, make a backup, migrate. Stop web and worker first."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--no-backup", action="store_true", help="somebody else has just made one")
        parser.add_argument("--dry-run", action="store_true", help="only say what would be done")

    def handle(self, *args: Any, **options: Any) -> None:
        executor = MigrationExecutor(connection)
        self._demand_known(executor)
        steps = executor.migration_plan(executor.loader.graph.leaf_nodes())
        if not steps:
            self.stdout.write(f"The tables are those of Huying {VERSION}; nothing to do.")
            return
        self.stdout.write(f"{len(steps)} steps to Huying {VERSION}:")
        for migration, _back in steps:
            self.stdout.write(f"  {migration}")
        if options["dry_run"]:
            return
        if executor.loader.applied_migrations and not options["no_backup"]:
            call_command("backup", stdout=self.stdout)
        call_command("migrate", interactive=False, verbosity=0)
        self.stdout.write("Done. Start web and worker again.")

    def _demand_known(self, executor: MigrationExecutor) -> None:
        """A database of a newer version is left alone: there is no way back but its backup."""
        known = executor.loader.disk_migrations
        ours = {app for app, _name in known}
        newer = [
            f"{app}.{name}"
            for app, name in executor.loader.applied_migrations
            if app in ours and (app, name) not in known
        ]
        if newer:
            raise CommandError(
                f"The database was made by a newer Huying: it knows {newer[0]}. Install that version, or restore the "
                "backup made before its upgrade."
            )
