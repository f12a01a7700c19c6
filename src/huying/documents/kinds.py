"""What a file really is: told from its content, never from its name or from what the browser says."""

import codecs
import zipfile
from dataclasses import dataclass
from typing import IO

import puremagic
from django.utils.translation import gettext as _

from huying.documents.errors import Harmful, Unreadable, WrongKind

HEAD = 8192
MAX_UNPACKED = 200 * 1024 * 1024
MAX_ENTRIES = 10_000


@dataclass(frozen=True, slots=True)
class Kind:
    """One kind that can be taken in."""

    name: str
    media_type: str
    label: str
    picture: bool = False


KINDS = {
    kind.name: kind
    for kind in (
        Kind("jpg", "image/jpeg", "JPG", picture=True),
        Kind("png", "image/png", "PNG", picture=True),
        Kind("webp", "image/webp", "WebP", picture=True),
        Kind("pdf", "application/pdf", "PDF"),
        Kind("xlsx", "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet", "Excel (xlsx)"),
        Kind("docx", "application/vnd.openxmlformats-officedocument.wordprocessingml.document", "Word (docx)"),
        Kind("txt", "text/plain; charset=utf-8", "TXT"),
    )
}
BY_MEDIA_TYPE = {"image/jpeg": "jpg", "image/png": "png", "image/webp": "webp", "application/pdf": "pdf"}
OFFICE = {"xl/workbook.xml": "xlsx", "word/document.xml": "docx"}
PHONE_FORMATS = (b"heic", b"heix", b"hevc", b"mif1", b"msf1", b"avif")


def kind_of(source: IO[bytes], *, allowed: tuple[str, ...]) -> Kind:
    """The kind of this content, if the purpose takes it."""
    source.seek(0)
    head = source.read(HEAD)
    name = _told(source, head)
    source.seek(0)
    if name not in allowed:
        raise _refusal(head, allowed)
    return KINDS[name]


def _told(source: IO[bytes], head: bytes) -> str:
    if head[:4] == b"PK\x03\x04":
        return _office(source)
    try:
        names = {BY_MEDIA_TYPE.get(match.mime_type, "?") for match in puremagic.magic_string(head)[:1]}
    except (puremagic.PureError, ValueError):
        names = set()
    if names == {"pdf"}:
        return _pdf(source, head)
    return names.pop() if names and names != {"?"} else _text(source, head)


def _office(source: IO[bytes]) -> str:
    """An Office file is a zip with known parts; it is refused when it unpacks to too much or carries macros."""
    source.seek(0)
    try:
        with zipfile.ZipFile(source) as packed:
            entries = packed.infolist()
    except (zipfile.BadZipFile, OSError, ValueError) as error:
        raise Unreadable from error
    if len(entries) > MAX_ENTRIES or sum(entry.file_size for entry in entries) > MAX_UNPACKED:
        raise Harmful(reason="zip_bomb")
    names = {entry.filename for entry in entries}
    if any(name.lower().endswith(("vbaproject.bin", ".exe", ".dll")) for name in names):
        raise Harmful(reason="macros")
    return next((kind for part, kind in OFFICE.items() if part in names), "")


def _pdf(source: IO[bytes], head: bytes) -> str:
    """A PDF starts at once (no other format glued in front of it) and has an end."""
    source.seek(0, 2)
    source.seek(max(0, source.tell() - 2048))
    if not head.startswith(b"%PDF-") or b"%%EOF" not in source.read():
        raise Unreadable
    return "pdf"


def _text(source: IO[bytes], head: bytes) -> str:
    """Plain text is readable as UTF-8 or GB 18030 to its end, without control bytes or markup of a page."""
    if not head or b"\0" in head or head.lstrip()[:1] == b"<":
        return ""
    return "txt" if any(_decodes(source, encoding) for encoding in ("utf-8-sig", "gb18030")) else ""


def _decodes(source: IO[bytes], encoding: str) -> bool:
    decoder = codecs.getincrementaldecoder(encoding)()
    source.seek(0)
    try:
        while chunk := source.read(64 * 1024):
            if b"\0" in chunk:
                return False
            decoder.decode(chunk)
        decoder.decode(b"", final=True)
    except UnicodeDecodeError:
        return False
    return True


def _refusal(head: bytes, allowed: tuple[str, ...]) -> WrongKind:
    labels = "、".join(KINDS[name].label for name in allowed)
    if head[4:8] == b"ftyp" and head[8:12] in PHONE_FORMATS:
        message = _(
            "这张照片是 HEIC 格式，暂时打不开。iPhone 请到“设置 → 相机 → 格式”选“兼容性最佳”重拍，或截图后上传。"
        )
        return WrongKind(message, kinds=list(allowed), reason="heic")
    return WrongKind(_("这种文件不能上传，请选 %(kinds)s 文件。") % {"kinds": labels}, kinds=list(allowed))
