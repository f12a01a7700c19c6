"""Making a backup: the database first, as one moment; then the files, which are only added; at last the manifest."""

import hashlib
import io
import json
import os
import subprocess
import tarfile
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime
from pathlib import Path
from typing import Any, BinaryIO

from django.conf import settings
from django.db import connection
from django.db.migrations.recorder import MigrationRecorder

from huying.config.backup.crypt import Writer
from huying.config.backup.errors import BackupTrouble
from huying.config.backup.programs import environment, program, server_version
from huying.config.version import VERSION
from huying.kernel.keyring import KeyRing, journal_keys, seal_keys

FORMAT = 1
KEPT = ("files", "seals")  # folders of HUYING_HOME that belong to a backup; keys never do
DUMP, MANIFEST = "database.dump", "manifest.json"


def make_backup(target: Path, *, at: datetime) -> dict[str, Any]:
    """Writes the file under another name first, so that a name never stands for half a backup."""
    target.parent.mkdir(parents=True, exist_ok=True)
    partial = target.with_name(f"{target.name}.partial")
    descriptor = os.open(partial, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600)
    try:
        with os.fdopen(descriptor, "wb") as file, _sealed(file) as stream:
            manifest = _write(stream, at=at)
        with partial.open("rb+") as written:
            os.fsync(written.fileno())
        partial.replace(target)
    except BaseException:
        partial.unlink(missing_ok=True)
        raise
    return manifest


def key_prints() -> dict[str, list[str]]:
    """Tells keys apart without telling what they are; former keys of a ring too."""
    return {name: sorted(_print(key) for key in ring.keys.values()) for name, ring in _rings().items()}


def _rings() -> dict[str, KeyRing]:
    return {"journal": journal_keys(), "seal": seal_keys()}


def _print(key: bytes) -> str:
    return hashlib.sha256(b"huying key print:" + key).hexdigest()[:16]


@contextmanager
def _sealed(file: BinaryIO) -> Iterator[Any]:
    secret = str(settings.HUYING_BACKUP_KEY)
    if not secret:
        yield file
        return
    writer = Writer(file, bytes.fromhex(secret), suite=settings.HUYING_CIPHER)
    yield writer
    writer.close()


def _write(stream: Any, *, at: datetime) -> dict[str, Any]:
    parts: dict[str, dict[str, Any]] = {}
    with tarfile.open(fileobj=stream, mode="w|") as archive, tempfile.TemporaryDirectory() as folder:
        dump = Path(folder) / DUMP
        _dump(dump)
        parts[DUMP] = _add(archive, dump, DUMP)
        for name in KEPT:
            root = Path(settings.HUYING_HOME) / name
            for path in sorted(path for path in root.rglob("*") if path.is_file()):
                parts[f"{name}/{path.relative_to(root)}"] = _add(archive, path, f"{name}/{path.relative_to(root)}")
        manifest = {**_circumstances(at), "parts": parts}
        text = json.dumps(manifest, ensure_ascii=False, indent=1).encode()
        info = tarfile.TarInfo(MANIFEST)
        info.size = len(text)
        archive.addfile(info, io.BytesIO(text))
    return manifest


def _circumstances(at: datetime) -> dict[str, Any]:
    applied = sorted(f"{app}.{name}" for app, name in MigrationRecorder(connection).applied_migrations())
    return {
        "format": FORMAT,
        "made_at": at.isoformat(),
        "version": VERSION,
        "server": server_version(),
        "cipher": settings.HUYING_CIPHER,
        "key_prints": key_prints(),
        "migrations": applied,
    }


def _dump(target: Path) -> None:
    command = [program("pg_dump"), "--format=custom", "--no-owner", "--no-privileges", f"--file={target}"]
    done = subprocess.run(command, env=environment(), capture_output=True, text=True, check=False)
    if done.returncode:
        raise BackupTrouble(f"pg_dump failed: {done.stderr.strip().splitlines()[-1]}")


class _Hashing:
    """A file that is hashed while it is read, so that what is in the archive is what the manifest says."""

    def __init__(self, file: BinaryIO) -> None:
        self.file, self.digest = file, hashlib.sha256()

    def read(self, size: int = -1) -> bytes:
        data = self.file.read(size)
        self.digest.update(data)
        return data


def _add(archive: tarfile.TarFile, path: Path, name: str) -> dict[str, Any]:
    info = archive.gettarinfo(path, arcname=name)
    info.uid = info.gid = 0
    info.uname = info.gname = ""
    with path.open("rb") as file:
        hashing = _Hashing(file)
        archive.addfile(info, hashing)
    return {"bytes": info.size, "sha256": hashing.digest.hexdigest()}
