"""What comes in: counted, typed by content, redrawn without metadata, sealed; or refused with what to do."""

import io
import os
import struct
import tracemalloc
import zipfile
import zlib
from datetime import datetime
from pathlib import Path
from typing import Any

import pytest
from PIL import Image

from huying.documents import actions, public, storage
from huying.documents.errors import Harmful, TooBig, TooManyFiles, Unreadable, WrongKind
from huying.documents.models import Document
from huying.kernel.actor import GUEST
from huying.kernel.errors import NotAllowed, NotFound
from huying.kernel.models import JournalRow
from tests.documents.conftest import HANDLER, PLACE_MARKER, RESIDENT, a_photo, stored

pytestmark = pytest.mark.django_db


def content(document: Document, kind: str) -> bytes:
    variant = document.variants.get(kind=kind)
    return b"".join(storage.read(variant.key, sealed=variant.sealed))


def take(file: Any, at: datetime, *, actor: Any = HANDLER, name: str = "a", purpose: str = "case.note") -> Document:
    return public.take_in(actor, file=file, name=name, purpose=purpose, at=at)


def an_office_file(*parts: str, filler: bytes = b"x") -> io.BytesIO:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as packed:
        for part in ("[Content_Types].xml", *parts):
            packed.writestr(part, filler)
    out.seek(0)
    return out


def a_huge_png(width: int, height: int) -> io.BytesIO:
    """A valid PNG of a few hundred bytes that says it has billions of pixels."""

    def chunk(kind: bytes, body: bytes) -> bytes:
        return struct.pack(">I", len(body)) + kind + body + struct.pack(">I", zlib.crc32(kind + body))

    head = struct.pack(">IIBBBBB", width, height, 8, 2, 0, 0, 0)
    rows = chunk(b"IDAT", zlib.compress(b"\0" * 1000))
    return io.BytesIO(b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", head) + rows + chunk(b"IEND", b""))


@pytest.mark.parametrize("kind", ["JPEG", "PNG", "WEBP"])
def test_a_photo_keeps_no_place_no_device_and_no_comment(kind: str, at: datetime, folder: Path) -> None:
    sent = a_photo(kind=kind)
    assert PLACE_MARKER.encode() in sent.getvalue() or kind == "PNG"
    document = take(sent, at, actor=RESIDENT, purpose="case.report")
    for variant in ("original", "thumb"):
        clear = content(document, variant)
        assert PLACE_MARKER.encode() not in clear
        assert b"Exif" not in clear
        assert b"PhoneMaker" not in clear
        assert not Image.open(io.BytesIO(clear)).getexif()
    assert all(PLACE_MARKER.encode() not in path.read_bytes() for path in stored(folder))


def test_a_turned_photo_stands_upright(at: datetime) -> None:
    document = take(a_photo(turned=True), at, actor=RESIDENT, purpose="case.report")
    picture = Image.open(io.BytesIO(content(document, "original")))
    assert picture.size == (300, 400)
    assert picture.getpixel((290, 10))[0] > 200  # the red corner was upper left before the turn to the right


def test_big_photos_are_made_smaller_and_thumbnails_small(at: datetime) -> None:
    document = take(a_photo(size=(4000, 3000)), at)
    assert Image.open(io.BytesIO(content(document, "original"))).size == (2560, 1920)
    assert max(Image.open(io.BytesIO(content(document, "thumb"))).size) == 480


def test_everything_unmasked_is_encrypted_where_it_lies(at: datetime, folder: Path) -> None:
    document = take(a_photo(), at)
    assert len(stored(folder)) == 2
    for path in stored(folder):
        assert not path.read_bytes().startswith(b"\xff\xd8")
        with pytest.raises(OSError):
            Image.open(path)
    assert content(document, "original").startswith(b"\xff\xd8")


def test_names_of_residents_files_are_dropped_and_staff_papers_keep_theirs(at: datetime) -> None:
    named = take(a_photo(), at, actor=RESIDENT, purpose="case.report", name="张三家门口.jpg")
    assert named.name == "photo.jpg"
    pdf = io.BytesIO(b"%PDF-1.7\n1 0 obj\n<<>>\nendobj\n%%EOF\n")
    assert take(pdf, at, name="../../etc/施工<计划>.exe").name == "施工计划.pdf"


def test_kinds_are_told_by_content_and_not_by_name(at: datetime) -> None:
    assert take(an_office_file("xl/workbook.xml"), at, name="a.jpg").kind == "xlsx"
    assert take(an_office_file("word/document.xml"), at, name="a.txt").kind == "docx"
    assert take(io.BytesIO("楼道灯不亮\n".encode()), at, name="a.pdf").kind == "txt"
    assert take(io.BytesIO("楼道灯不亮\n".encode("gb18030")), at, name="a").kind == "txt"


@pytest.mark.parametrize(
    ("content", "error"),
    [
        (b"MZ\x90\0" + b"\0" * 60, WrongKind),
        (b"<html><script>alert(1)</script></html>", WrongKind),
        (b"<svg xmlns='http://www.w3.org/2000/svg' onload='alert(1)'/>", WrongKind),
        (b"GIF89a" + b"\0" * 40, WrongKind),
        (b"\xff\xd8\xff\xe0\0\x10JFIF\0broken", Unreadable),
        (b"%PDF-1.7 without an end", Unreadable),
        (b"PK\x03\x04 broken", Unreadable),
        (b"", Unreadable),
    ],
)
def test_what_is_not_a_readable_photo_or_paper_is_refused(
    content: bytes, error: type, at: datetime, folder: Path
) -> None:
    with pytest.raises(error):
        take(io.BytesIO(content), at, name="photo.jpg")
    assert stored(folder) == []
    assert not Document.objects.exists()


def test_a_heic_photo_is_refused_with_the_way_to_set_the_phone(at: datetime) -> None:
    heic = io.BytesIO(b"\0\0\0\x18ftypheic\0\0\0\0mif1heic" + b"\0" * 100)
    with pytest.raises(WrongKind) as refused:
        take(heic, at)
    assert "兼容性最佳" in str(refused.value)


def test_a_picture_of_a_billion_pixels_is_refused_before_it_is_decoded(at: datetime) -> None:
    with pytest.raises(TooBig) as refused:
        take(a_huge_png(60_000, 60_000), at)
    assert "像素" in str(refused.value)
    with pytest.raises(TooBig):
        take(a_huge_png(9_000, 9_000), at)


def test_office_files_that_unpack_to_too_much_or_carry_macros_are_refused(at: datetime) -> None:
    bomb = an_office_file("xl/workbook.xml", "xl/sheet1.xml", filler=b"\0" * (101 * 2**20))
    assert len(bomb.getvalue()) < 2**20
    with pytest.raises(Harmful):
        take(bomb, at)
    with pytest.raises(Harmful):
        take(an_office_file("word/document.xml", "word/vbaProject.bin"), at)


def test_a_file_over_the_limit_is_refused_while_it_streams(at: datetime, folder: Path) -> None:
    class Endless:
        read_so_far = 0

        def read(self, size: int) -> bytes:
            assert self.read_so_far < 40 * 2**20, "read on after the limit"
            self.read_so_far += size
            return b"\xff" * size

    with pytest.raises(TooBig) as refused:
        take(Endless(), at)
    assert "30 MB" in str(refused.value)
    assert stored(folder) == []


def test_staff_purposes_are_closed_to_residents_and_guests(at: datetime) -> None:
    for actor in (RESIDENT, GUEST):
        with pytest.raises(NotAllowed):
            take(a_photo(), at, actor=actor, purpose="case.result")


def test_an_unknown_purpose_is_refused(at: datetime) -> None:
    with pytest.raises(WrongKind):
        take(a_photo(), at, purpose="case.selfie")


def test_more_files_than_allowed_on_one_thing_are_refused(at: datetime, photo_of: Any) -> None:
    photos = [photo_of(RESIDENT, at).pk for _ in range(9)]
    public.attach(RESIDENT, document_ids=photos, thing="case", thing_id=17, at=at)
    with pytest.raises(TooManyFiles) as refused:
        public.attach(RESIDENT, document_ids=[photo_of(RESIDENT, at).pk], thing="case", thing_id=17, at=at)
    assert "9" in str(refused.value)


def test_a_guest_attaches_by_the_handle_and_only_by_it(at: datetime, photo_of: Any) -> None:
    document = photo_of(GUEST, at)
    forged = f"{document.pk}.{'x' * 40}"
    for wrong in ([forged], [f"{document.pk + 1}.{document.handle.partition('.')[2]}"]):
        with pytest.raises(NotFound):
            public.attach(GUEST, handles=wrong, thing="case", thing_id=17, at=at)
    with pytest.raises(NotFound):
        public.attach(GUEST, document_ids=[document.pk], thing="case", thing_id=17, at=at)
    public.attach(GUEST, handles=[document.handle], thing="case", thing_id=17, at=at)
    assert [one.id for one in public.documents_of("case", 17, at=at, unmasked=True)] == [document.pk]


def test_nobody_attaches_what_another_took_in_or_what_is_attached(at: datetime, photo_of: Any) -> None:
    document = photo_of(RESIDENT, at)
    with pytest.raises(NotFound):
        public.attach(HANDLER, document_ids=[document.pk], thing="case", thing_id=17, at=at)
    public.attach(RESIDENT, document_ids=[document.pk], thing="case", thing_id=17, at=at)
    with pytest.raises(NotFound):
        public.attach(RESIDENT, document_ids=[document.pk], thing="case", thing_id=18, at=at)


def test_the_same_claim_again_gives_the_same_document(at: datetime, photo_of: Any, folder: Path) -> None:
    first = photo_of(GUEST, at, claim="c" * 32)
    again = photo_of(GUEST, at, claim="c" * 32)
    assert (again.pk, again.handle) == (first.pk, first.handle)
    assert Document.objects.count() == 1
    assert len(stored(folder)) == 2


def test_whoever_holds_the_handle_takes_it_back(
    at: datetime, photo_of: Any, folder: Path, django_capture_on_commit_callbacks: Any
) -> None:
    document = photo_of(GUEST, at)
    with django_capture_on_commit_callbacks(execute=True):
        assert actions.take_back(GUEST, handles=[document.handle], at=at) == 1
    assert stored(folder) == []
    with pytest.raises(NotFound):
        public.attach(GUEST, handles=[document.handle], thing="case", thing_id=17, at=at)


def test_the_journal_knows_ids_kind_and_hash_and_nothing_else(at: datetime, photo_of: Any) -> None:
    photo_of(RESIDENT, at)
    row = JournalRow.objects.get(code="documents.taken_in")
    assert set(row.facts) == {"document_id", "kind", "purpose", "size", "sha256"}
    assert "张三" not in str(row.facts)


def test_a_large_file_never_stands_whole_in_memory(at: datetime, tmp_path: Path) -> None:
    paper = tmp_path / "large.pdf"
    with paper.open("wb") as out:
        out.write(b"%PDF-1.7\n")
        for _ in range(28):
            out.write(os.urandom(2**20))
        out.write(b"\n%%EOF\n")
    tracemalloc.start()
    with paper.open("rb") as file:
        document = take(file, at)
    _now, peak = tracemalloc.get_traced_memory()
    tracemalloc.stop()
    assert document.size > 28 * 2**20
    assert peak < 8 * 2**20
