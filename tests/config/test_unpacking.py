"""Unpacking a backup takes plain files below its folder and nothing else, on every Python that we name."""

import io
import tarfile
from pathlib import Path

import pytest

from huying.config.backup.errors import BackupTrouble
from huying.config.backup.restoring import _take_out


def packed(member: tarfile.TarInfo, content: bytes = b"") -> tarfile.TarFile:
    made = io.BytesIO()
    with tarfile.open(fileobj=made, mode="w") as archive:
        member.size = len(content)
        archive.addfile(member, io.BytesIO(content))
    return tarfile.open(fileobj=io.BytesIO(made.getvalue()))


def unpacked(member: tarfile.TarInfo, folder: Path, content: bytes = b"") -> None:
    archive = packed(member, content)
    for one in archive:
        _take_out(archive, one, folder)


def test_a_file_comes_out_where_it_belongs(tmp_path: Path) -> None:
    unpacked(tarfile.TarInfo("files/2026/a.jpg"), tmp_path, b"photo")
    assert (tmp_path / "files/2026/a.jpg").read_bytes() == b"photo"


@pytest.mark.parametrize("name", ["../outside", "/tmp/outside", "files/../../outside"])
def test_a_name_that_leads_out_is_refused(name: str, tmp_path: Path) -> None:
    folder = tmp_path / "in"
    folder.mkdir()
    with pytest.raises(BackupTrouble, match="outside"):
        unpacked(tarfile.TarInfo(name), folder, b"x")
    assert not (tmp_path / "outside").exists()


@pytest.mark.parametrize("kind", [tarfile.SYMTYPE, tarfile.LNKTYPE, tarfile.CHRTYPE, tarfile.FIFOTYPE])
def test_links_and_devices_are_refused(kind: bytes, tmp_path: Path) -> None:
    member = tarfile.TarInfo("files/link")
    member.type, member.linkname = kind, "/etc/passwd"
    with pytest.raises(BackupTrouble):
        unpacked(member, tmp_path)
    assert not (tmp_path / "files").exists()
