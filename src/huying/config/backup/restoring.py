"""Restoring: read and check the whole file first, then fill an empty database in one transaction, then the files."""

import hashlib
import json
import shutil
import subprocess
import tarfile
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from django.conf import settings
from django.db import connection
from django.db.migrations.loader import MigrationLoader

from huying.config.backup.crypt import MAGIC, Reader
from huying.config.backup.errors import BackupTrouble
from huying.config.backup.making import DUMP, FORMAT, KEPT, MANIFEST, key_prints
from huying.config.backup.programs import environment, program

NEWER_SERVERS_ONLY = b"SET transaction_timeout = 0;\n"  # written by pg_restore 17 and later, unknown to 15 and 16


def restore_backup(source: Path) -> dict[str, Any]:
    """Nothing is changed unless all of it can be."""
    home = Path(settings.HUYING_HOME)
    _demand_empty(home)
    home.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory(dir=home, prefix="restore-") as folder:
        manifest = _unpack(source, Path(folder))
        _demand_fit(manifest)
        _fill(Path(folder) / DUMP)
        for name in KEPT:
            if (Path(folder) / name).exists():
                shutil.move(Path(folder) / name, home / name)
    return manifest


def _demand_empty(home: Path) -> None:
    if connection.introspection.table_names():
        raise BackupTrouble("The database is not empty. Create a new one and point HUYING_DATABASE_URL at it.")
    for name in KEPT:
        folder = home / name
        if folder.exists() and any(path.is_file() for path in folder.rglob("*")):
            raise BackupTrouble(f"{folder} is not empty. Choose a new HUYING_HOME, or move the folder away.")
        if folder.exists():
            shutil.rmtree(folder)


@contextmanager
def _opened(source: Path) -> Iterator[Any]:
    """The tar stream inside, unsealed if it is sealed."""
    try:
        file = source.open("rb")
    except OSError as error:
        raise BackupTrouble(f"{source} cannot be read: {error.strerror}.") from error
    with file:
        if file.read(len(MAGIC)) != MAGIC:
            file.seek(0)
            yield file
            return
        secret = str(settings.HUYING_BACKUP_KEY)
        if not secret:
            raise BackupTrouble("The backup is encrypted; set HUYING_BACKUP_KEY to the key it was made with.")
        file.seek(0)
        yield Reader(file, bytes.fromhex(secret))


def _take_out(archive: tarfile.TarFile, member: tarfile.TarInfo, folder: Path) -> None:
    """Plain files and folders below ours, nothing else. (`extractall(filter=…)` is younger than Python 3.11.)"""
    there = (folder / member.name).resolve()
    if not there.is_relative_to(folder.resolve()) or not (member.isdir() or member.isfile()):
        raise BackupTrouble(f"The backup holds what no backup of ours holds: {member.name}.")
    if member.isdir():
        there.mkdir(parents=True, exist_ok=True)
        return
    there.parent.mkdir(parents=True, exist_ok=True)
    content = archive.extractfile(member)
    if content is not None:
        with there.open("wb") as out:
            shutil.copyfileobj(content, out)


def _unpack(source: Path, folder: Path) -> dict[str, Any]:
    try:
        with _opened(source) as stream, tarfile.open(fileobj=stream, mode="r|") as archive:
            for member in archive:
                _take_out(archive, member, folder)
    except tarfile.TarError as error:
        raise BackupTrouble(f"{source} is not a whole backup: {error}.") from error
    if not (folder / MANIFEST).exists():
        raise BackupTrouble(f"{source} is not a whole backup: the manifest at its end is missing.")
    manifest: dict[str, Any] = json.loads((folder / MANIFEST).read_text(encoding="utf-8"))
    _compare(manifest, folder)
    return manifest


def _compare(manifest: dict[str, Any], folder: Path) -> None:
    found = {str(path.relative_to(folder)) for path in folder.rglob("*") if path.is_file()} - {MANIFEST}
    wrong = sorted(found ^ set(manifest["parts"]))
    for name in sorted(found & set(manifest["parts"])):
        with (folder / name).open("rb") as file:
            if hashlib.file_digest(file, "sha256").hexdigest() != manifest["parts"][name]["sha256"]:
                wrong.append(name)
    if wrong:
        raise BackupTrouble(f"The backup is damaged; not as its manifest says: {', '.join(wrong[:5])}")


def _demand_fit(manifest: dict[str, Any]) -> None:
    if manifest["format"] > FORMAT:
        raise BackupTrouble(f"The backup was made by a newer Huying ({manifest['version']}). Install that one.")
    known = {f"{app}.{name}" for app, name in MigrationLoader(None).disk_migrations}
    unknown = [name for name in manifest["migrations"] if name not in known]
    if unknown:
        raise BackupTrouble(
            f"The backup was made by Huying {manifest['version']}, which knows {unknown[0]}. Install it."
        )
    other = [name for name, held in key_prints().items() if set(manifest["key_prints"][name]) - set(held)]
    if other:
        names = ", ".join(f"HUYING_{name.upper()}_KEY" for name in other)
        raise BackupTrouble(
            f"The backup belongs to other keys than those set here: {names}. Set the keys it was made with."
        )


def _fill(dump: Path) -> None:
    """pg_restore writes SQL, psql runs it in one transaction: all of it, or nothing."""
    unpack = [program("pg_restore"), "--no-owner", "--no-privileges", "--file=-", str(dump)]
    run = [
        program("psql"),
        "--quiet",
        "--no-psqlrc",
        "--single-transaction",
        "--set=ON_ERROR_STOP=1",
        "--output=/dev/null",
    ]
    connection.close()
    reader = subprocess.Popen(unpack, stdout=subprocess.PIPE, stderr=subprocess.PIPE)
    with tempfile.TemporaryFile() as complaints:
        writer = subprocess.Popen(run, env=environment(), stdin=subprocess.PIPE, stderr=complaints)
        _copy(reader, writer)
        codes = writer.wait(), reader.wait()
        complaints.seek(0)
        said = complaints.read().decode(errors="replace").strip().splitlines()
    if any(codes):
        raise BackupTrouble(f"The database could not be filled: {said[0] if said else 'pg_restore failed'}")


def _copy(reader: subprocess.Popen[bytes], writer: subprocess.Popen[bytes]) -> None:
    assert reader.stdout
    assert writer.stdin
    try:
        in_head = True
        for line in reader.stdout:
            in_head = in_head and not line.startswith(b"COPY ")
            if not (in_head and line == NEWER_SERVERS_ONLY):
                writer.stdin.write(line)
        writer.stdin.close()
    except BrokenPipeError:
        reader.terminate()
