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
    blocks = catalogue.read_text(encoding="utf-8").replace("\r\n", "\n").split("\n\n")
    entries = [_entry(block) for block in blocks]
    return [entry for entry in entries if entry is not None]


def _entry(block: str) -> Entry | None:
    entry = Entry()
    found = False
    for name, value, is_fuzzy in _fields(block):
        entry.fuzzy |= is_fuzzy
        found |= name == "msgid"
        if name == "msgctxt":
            entry.context = value
        elif name == "msgid":
            entry.text = value
        elif name == "msgid_plural":
            entry.plural = value
        elif name.startswith("msgstr"):
            entry.translations[int(name[7:-1]) if "[" in name else 0] = value
    return entry if found else None


def _fields(block: str) -> Iterator[tuple[str, str, bool]]:
    """(keyword, text, fuzzy) with continuation lines joined."""
    fuzzy, name, text = False, "", ""
    for line in map(str.strip, block.splitlines()):
        if line.startswith("#"):
            fuzzy |= line.startswith("#,") and "fuzzy" in line
        elif line.startswith('"'):
            text += ast.literal_eval(line)
        elif line:
            if name:
                yield name, text, fuzzy
            name, quoted = line.split(None, 1)
            text = ast.literal_eval(quoted)
    if name:
        yield name, text, fuzzy


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
