"""Compiles .po to .mo without GNU gettext, which a user's machine need not have. Standard library only."""

import ast
import struct
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path

MAGIC = 0x950412DE


@dataclass
class Entry:
    """One message with its translations, as the file has it."""

    context: str | None = None
    text: str = ""
    plural: str | None = None
    translations: dict[int, str] = field(default_factory=dict)
    fuzzy: bool = False

    @property
    def translated(self) -> bool:
        return bool(self.translations) and all(self.translations.values()) and not self.fuzzy


def compile_all(source: Path) -> int:
    """Every catalogue below the directory that is newer than what was compiled of it; returns how many."""
    done = 0
    for catalogue in sorted(source.rglob("locale/*/LC_MESSAGES/*.po")):
        compiled = catalogue.with_suffix(".mo")
        if not compiled.exists() or compiled.stat().st_mtime < catalogue.stat().st_mtime:
            compiled.write_bytes(compiled_bytes(read(catalogue)))
            done += 1
    return done


def read(catalogue: Path) -> list[Entry]:
    """The messages of a catalogue in order; obsolete ones (#~) are left out. The header is the message ''."""
    entries: list[Entry] = []
    entry, fuzzy = Entry(), False
    for name, value in _fields(catalogue.read_text(encoding="utf-8")):
        if name == "fuzzy":
            fuzzy = True
            continue
        if entry.translations and name in ("msgctxt", "msgid"):
            entries.append(entry)
            entry = Entry()
        if name in ("msgctxt", "msgid"):
            entry.fuzzy, fuzzy = entry.fuzzy or fuzzy, False
        _put(entry, name, value)
    return [*entries, entry] if entry.translations else entries


def _put(entry: Entry, name: str, value: str) -> None:
    if name == "msgctxt":
        entry.context = value
    elif name == "msgid":
        entry.text = value
    elif name == "msgid_plural":
        entry.plural = value
    else:
        entry.translations[int(name[7:-1]) if "[" in name else 0] = value


def _fields(text: str) -> Iterator[tuple[str, str]]:
    """(keyword, text) with continuation lines joined; ("fuzzy", "") before an entry so marked."""
    name, value = "", ""
    for line in map(str.strip, text.splitlines()):
        if line.startswith('"'):
            value += ast.literal_eval(line)
            continue
        if name:
            yield name, value
            name = ""
        if line.startswith("#,") and "fuzzy" in line:
            yield "fuzzy", ""
        elif line and not line.startswith("#"):
            name, quoted = line.split(None, 1)
            value = ast.literal_eval(quoted)
    if name:
        yield name, value


def compiled_bytes(entries: list[Entry]) -> bytes:
    """The GNU .mo format: two tables of lengths and offsets, sorted by message, then the texts."""
    messages = {}
    for entry in entries:
        if entry.text and not entry.translated:
            continue
        key = entry.text if entry.context is None else f"{entry.context}\x04{entry.text}"
        key = key if entry.plural is None else f"{key}\0{entry.plural}"
        messages[key.encode()] = "\0".join(entry.translations[i] for i in sorted(entry.translations)).encode()
    keys = sorted(messages)
    ids, texts = b"".join(key + b"\0" for key in keys), b"".join(messages[key] + b"\0" for key in keys)
    start = 28 + 16 * len(keys)
    table = _table(keys, start) + _table([messages[key] for key in keys], start + len(ids))
    head = struct.pack("<7I", MAGIC, 0, len(keys), 28, 28 + 8 * len(keys), 0, start)
    return head + table + ids + texts


def _table(texts: list[bytes], offset: int) -> bytes:
    rows = []
    for text in texts:
        rows.append(struct.pack("<2I", len(text), offset))
        offset += len(text) + 1
    return b"".join(rows)
