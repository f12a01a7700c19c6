"""pg_dump and its kin: of the server's own version when they are there, otherwise newer ones."""

import os
import re
import shutil
import subprocess
from collections.abc import Iterator
from pathlib import Path

from django.db import connection

from huying.config.backup.errors import BackupTrouble


def program(name: str) -> str:
    """The path of a client program that is not older than the server."""
    server = server_version()
    for directory in _directories(server):
        path = directory / name
        if path.exists() and _version(path) >= server:
            return str(path)
    raise BackupTrouble(f"{name} of PostgreSQL {server} or newer is needed. On Debian: apt install postgresql-client")


def server_version() -> int:
    """15, 18, …"""
    with connection.cursor() as cursor:
        cursor.execute("SELECT current_setting('server_version_num')::int / 10000")
        return int(cursor.fetchone()[0])


def _directories(server: int) -> Iterator[Path]:
    yield Path(f"/usr/lib/postgresql/{server}/bin")
    if found := shutil.which("pg_dump"):
        yield Path(found).parent
    if given := os.environ.get("HUYING_PG_PROGRAMS"):  # set by the launcher: the programs of the embedded server
        yield Path(given)


def _version(path: Path) -> int:
    answer = subprocess.run([path, "--version"], capture_output=True, text=True, check=False).stdout
    found = re.search(r"\) (\d+)", answer)
    return int(found[1]) if found else 0


def environment() -> dict[str, str]:
    """How the programs reach the database; the password travels in the environment, never on a command line."""
    chosen = connection.settings_dict
    names = {"PGHOST": "HOST", "PGPORT": "PORT", "PGUSER": "USER", "PGPASSWORD": "PASSWORD", "PGDATABASE": "NAME"}
    given = {variable: str(chosen[key]) for variable, key in names.items() if chosen[key]}
    return {**os.environ, **given}
