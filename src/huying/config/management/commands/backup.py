"""Everything but the keys into one file."""

from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError

from huying.config.backup.errors import BackupTrouble
from huying.config.backup.making import make_backup
from huying.kernel.clock import now


class Command(BaseCommand):
    help = "Write database, files and seals into one file, encrypted when HUYING_BACKUP_KEY is set."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("file", nargs="?", type=Path, help="default: HUYING_HOME/backups/<time>.backup")

    def handle(self, *args: Any, **options: Any) -> None:
        at = now()
        target: Path = options["file"] or Path(settings.HUYING_HOME) / "backups" / f"huying-{at:%Y%m%d-%H%M%S}.backup"
        if target.exists():
            raise CommandError(f"{target} exists already. Choose another name.")
        try:
            manifest = make_backup(target, at=at)
        except (BackupTrouble, OSError) as trouble:
            raise CommandError(str(trouble)) from trouble
        size = target.stat().st_size / 1024 / 1024
        sealed = "encrypted" if settings.HUYING_BACKUP_KEY else "not encrypted (set HUYING_BACKUP_KEY)"
        self.stdout.write(f"{target}: {size:.1f} MB, {len(manifest['parts']) - 1} files, {sealed}.")
        if settings.HUYING_S3_BUCKET:
            self.stdout.write("Uploads lie in a bucket and are not inside; back the bucket up with its own means.")
