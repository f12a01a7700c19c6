"""Disk full, object store gone, file cut or moved, scanner away: nothing half is kept and the sender is told."""

import errno
import io
import os
import socket
import stat
import threading
from collections.abc import Iterator
from datetime import datetime
from pathlib import Path
from typing import Any

import pytest
from django.core.files.storage import FileSystemStorage, storages
from django.db import transaction

from huying.documents import actions, public, storage
from huying.documents.errors import Harmful, StorageFull
from huying.documents.models import Document
from huying.kernel.cipher import Unreadable
from huying.kernel.errors import Unavailable
from tests.documents.conftest import RESIDENT, a_photo, stored

pytestmark = pytest.mark.django_db


class FullDisk(FileSystemStorage):
    """Takes this many files; of the next one it writes some bytes and then the disk is full."""

    def __init__(self, takes: int = 0, **options: Any) -> None:
        self.takes = takes
        super().__init__(**options)

    def _save(self, name: str, content: Any) -> str:
        self.takes -= 1
        if self.takes >= 0:
            return super()._save(name, content)
        path = Path(self.path(name))
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(content.read(100))
        raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))


@pytest.fixture(params=[0, 1])
def full_disk(request: pytest.FixtureRequest, folder: Path, settings: Any) -> Path:
    stores = dict(settings.STORAGES)
    options = {"location": str(folder), "takes": request.param}
    stores["documents"] = {"BACKEND": "tests.documents.test_faults.FullDisk", "OPTIONS": options}
    settings.STORAGES = stores
    storages._storages.clear()
    return folder


def take(at: datetime) -> Document:
    return public.take_in(RESIDENT, file=a_photo(), name="a.jpg", purpose="case.report", at=at)


def test_a_full_disk_keeps_nothing_half_and_says_the_text_is_safe(full_disk: Path, at: datetime) -> None:
    with pytest.raises(StorageFull) as refused:
        take(at)
    assert isinstance(refused.value, Unavailable)
    assert "文字还在" in str(refused.value)
    assert stored(full_disk) == []
    assert not Document.objects.exists()


def test_a_full_disk_is_answered_by_503_on_upload(full_disk: Path, client: Any) -> None:
    answer = client.post("/documents/upload/", {"file": a_photo(), "purpose": "case.report"})
    assert answer.status_code == 503
    assert answer.json()["code"] == "storage_full"
    assert stored(full_disk) == []


def test_a_really_full_device_is_told_the_same(monkeypatch: pytest.MonkeyPatch, at: datetime) -> None:
    """The temporary file of every upload lies on a device that has no room: /dev/full answers ENOSPC by itself."""

    def on_the_full_device(**options: Any) -> Any:
        return Path("/dev/full").open("r+b", buffering=0)

    monkeypatch.setattr(storage.tempfile, "TemporaryFile", on_the_full_device)
    with pytest.raises(StorageFull):
        take(at)
    assert not Document.objects.exists()


def test_a_row_that_fails_takes_its_files_along(monkeypatch: pytest.MonkeyPatch, folder: Path, at: datetime) -> None:
    def broken(*args: Any, **kwargs: Any) -> None:
        raise RuntimeError("the database went away")

    monkeypatch.setattr(actions, "announce", broken)
    with pytest.raises(RuntimeError):
        take(at)
    assert stored(folder) == []
    assert not Document.objects.exists()


def test_a_removal_that_is_rolled_back_keeps_the_files(folder: Path, at: datetime) -> None:
    document = take(at)

    @transaction.atomic
    def removed_in_vain() -> None:
        public.remove(RESIDENT, document_id=document.pk, reason="test", at=at)
        raise RuntimeError

    with pytest.raises(RuntimeError):
        removed_in_vain()
    assert len(stored(folder)) == 2
    document.refresh_from_db()
    assert document.state == "private"


def test_a_sealed_file_that_was_cut_moved_or_changed_is_not_opened(folder: Path, at: datetime) -> None:
    document = take(at)
    variant = document.variants.get(kind="original")
    path = folder / variant.key
    whole = path.read_bytes()
    end = len(whole) - int.from_bytes(whole[:4], "big") - 8

    def opened() -> bytes:
        return b"".join(storage.read(variant.key, sealed=True))

    assert opened().startswith(b"\xff\xd8")
    flipped = bytearray(whole)
    flipped[40] ^= 1
    for wrong in (whole[: 4 + int.from_bytes(whole[:4], "big")], bytes(flipped), whole[end:]):
        path.write_bytes(wrong)
        with pytest.raises(Unreadable):
            opened()
    path.write_bytes((folder / document.variants.get(kind="thumb").key).read_bytes())
    with pytest.raises(Unreadable):
        opened()


def a_scanner(tmp_path: Path, code: int) -> str:
    script = tmp_path / "scanner"
    script.write_text(f'#!/bin/sh\n[ -s "$1" ] || exit 9\nexit {code}\n')
    script.chmod(script.stat().st_mode | stat.S_IXUSR)
    return str(script)


@pytest.mark.parametrize(("code", "error"), [(1, Harmful), (2, Unavailable)])
def test_what_the_scanner_finds_or_cannot_judge_is_not_kept(
    code: int, error: type, tmp_path: Path, settings: Any, folder: Path, at: datetime
) -> None:
    settings.HUYING_SCAN_COMMAND = a_scanner(tmp_path, code)
    with pytest.raises(error):
        take(at)
    assert stored(folder) == []


def test_a_clean_file_passes_the_scanner(tmp_path: Path, settings: Any, at: datetime) -> None:
    settings.HUYING_SCAN_COMMAND = a_scanner(tmp_path, 0)
    assert take(at).state == "private"


def test_a_scanner_that_is_not_there_lets_nothing_pass(settings: Any, at: datetime, folder: Path) -> None:
    settings.HUYING_SCAN_COMMAND = "/nowhere/scanner"
    with pytest.raises(Unavailable):
        take(at)
    settings.HUYING_SCAN_COMMAND, settings.HUYING_SCAN_SOCKET = "", "/nowhere/clamd.sock"
    with pytest.raises(Unavailable):
        take(at)
    assert stored(folder) == []


@pytest.fixture
def clamd(tmp_path: Path) -> Iterator[tuple[str, list[bytes], list[bytes]]]:
    """A stand-in that speaks INSTREAM: keeps what it was sent and gives the answers in turn."""
    path, got = str(tmp_path / "clamd.sock"), []
    answers = [b"stream: OK\0", b"stream: Eicar FOUND\0"]
    server = socket.socket(socket.AF_UNIX)
    server.bind(path)
    server.listen()

    def serve() -> None:
        for answer in answers:
            line, _address = server.accept()
            with line, line.makefile("rb") as incoming:
                assert incoming.read(10) == b"zINSTREAM\0"
                body = io.BytesIO()
                while length := int.from_bytes(incoming.read(4), "big"):
                    body.write(incoming.read(length))
                got.append(body.getvalue())
                line.sendall(answer)

    thread = threading.Thread(target=serve, daemon=True)
    thread.start()
    yield path, got, answers
    server.close()


def test_clamd_gets_the_whole_file_and_its_word_counts(clamd: Any, settings: Any, at: datetime) -> None:
    settings.HUYING_SCAN_SOCKET, got = clamd[0], clamd[1]
    assert take(at).state == "private"
    assert got == [a_photo().getvalue()]
    with pytest.raises(Harmful):
        take(at)
