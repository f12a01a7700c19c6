"""Receipts: whoever holds one can check for ever that the story behind it was not changed up to that step.

The short code is for paper and telephone. It names the step, 80 bits of its hash and 40 bits of a keyed tag by which a
mistyped code differs from a changed journal. The long form also carries the path to the root of a seal.
"""

import json
import re
import unicodedata
from dataclasses import asdict, dataclass, replace
from datetime import datetime
from typing import Any

from huying.kernel import chain, keyring, merkle, sealing
from huying.kernel.errors import NotFound
from huying.kernel.journal import story
from huying.kernel.models import JournalRow, RowApart, Seal, SealLeaf
from huying.kernel.publicnumber import ALPHABET, LOOK_ALIKES

FORM = "huying.receipt.1"
CODE = re.compile(r"([a-z][a-z_]{0,63})-(\d{1,18})-(\d{1,18})-([0-9A-Z-]{24,40})", re.ASCII)
HASH_BYTES, TAG_BYTES = 10, 5
Step = JournalRow | RowApart


@dataclass(frozen=True, slots=True)
class Proof:
    """Where the row stands in the tree of one seal, and the path from it to that seal's root."""

    position: int
    path: list[str]
    seal: dict[str, Any]
    mac: str


@dataclass(frozen=True, slots=True)
class Receipt:
    """`proof` is None until the row is sealed, at most a minute or two."""

    code: str
    thing: str
    thing_id: int
    seq: int
    hash: str
    proof: Proof | None = None

    def as_json(self) -> str:
        return json.dumps({"form": FORM, **asdict(self)}, ensure_ascii=True)


@dataclass(frozen=True, slots=True)
class Verdict:
    """`state`: unchanged, unsealed (unchanged, but not sealed yet), changed, unknown (not a receipt of ours)."""

    state: str
    seq: int = 0
    steps: int = 0
    written_at: datetime | None = None
    sealed_at: datetime | None = None
    seal_id: int | None = None
    row_id: int | None = None


def receipt_for(thing: str, thing_id: int, *, seq: int | None = None) -> Receipt:
    """For the newest step of a story, or a named one. Raises NotFound."""
    rows = story(thing, thing_id)
    row = (rows.filter(seq=seq) if seq else rows.order_by("-seq")).first()
    if row is None:
        raise NotFound(thing=thing, thing_id=thing_id)
    row_hash = bytes(row.hash)
    code = _code(thing, thing_id, row.seq, row_hash)
    return Receipt(code, thing, thing_id, row.seq, row_hash.hex(), _proof(row))


def check_receipt(text: str) -> Verdict:
    """Check a code or a long receipt, as it was typed or pasted, against the journal of today."""
    given = _read(text)
    if given is None or not _tag_fits(given):
        return Verdict("unknown")
    rows = [row for row in _steps(given.thing, given.thing_id) if row.seq <= given.seq]
    newest = story(given.thing, given.thing_id).order_by("-seq").values_list("seq", flat=True).first() or given.seq
    if not _chain_holds(rows, given) or not _old_seal_holds(given):
        return Verdict("changed", seq=given.seq, steps=newest)
    seal, sealed = Seal.objects.last(), _sealed(rows)
    if sealed is None or (seal is not None and not sealing.seal_holds(seal)):
        return Verdict("changed", seq=given.seq, steps=newest)
    row = rows[-1]
    verdict = Verdict("unsealed", seq=row.seq, steps=newest, written_at=row.at, row_id=row.id)
    if seal is None or row.id not in sealed:
        return verdict
    return replace(verdict, state="unchanged", sealed_at=seal.at, seal_id=seal.id)


def _steps(thing: str, thing_id: int) -> list[Step]:
    """The story, with what is left of the rows whose month lies apart."""
    apart = RowApart.objects.filter(thing=thing, thing_id=thing_id)
    return sorted([*story(thing, thing_id), *apart], key=lambda row: (row.seq, row.id))


def long_receipt(text: str) -> Receipt:
    """The long form for whoever holds the code, with the path to the newest seal. Raises NotFound."""
    given, verdict = _read(text), check_receipt(text)
    if given is None or verdict.state not in ("unchanged", "unsealed"):
        raise NotFound(state=verdict.state)
    return receipt_for(given.thing, given.thing_id, seq=given.seq)


def _proof(row: JournalRow) -> Proof | None:
    seal = Seal.objects.last()
    place = SealLeaf.objects.filter(row_id=row.id).values_list("position", flat=True).first()
    if seal is None or place is None or place >= seal.size:
        return None
    path = merkle.inclusion_path(place, seal.size, sealing.stored_span())
    return Proof(place, [step.hex() for step in path], sealing.as_line(seal), seal.mac)


def _sealed(rows: list[Step]) -> set[int] | None:
    """The ids of those rows that lead to the root of the newest seal; None when one should and does not."""
    seal = Seal.objects.last()
    size, root = (seal.size, bytes(seal.root)) if seal else (0, b"")
    leaves = dict(SealLeaf.objects.filter(row_id__in=[row.id for row in rows]).values_list("row_id", "position"))
    span = sealing.stored_span()
    for row in rows:
        place = leaves.get(row.id, size)
        if place >= size:
            continue
        try:
            path = merkle.inclusion_path(place, size, span)
        except sealing.IncompleteTree:
            return None
        if merkle.root_from_path(merkle.leaf_hash(bytes(row.hash)), place, size, path) != root:
            return None
    return {row_id for row_id, place in leaves.items() if place < size}


def _chain_holds(rows: list[Step], given: Receipt) -> bool:
    """Every step up to the one on the receipt is there, fits its hash and continues the one before."""
    prev = chain.START
    for seq, row in enumerate(rows, start=1):
        if row.seq != seq or bytes(row.prev) != prev:
            return False
        if isinstance(row, JournalRow) and chain.row_hash(row) != bytes(row.hash):
            return False
        prev = bytes(row.hash)
    return len(rows) == given.seq and prev.hex().startswith(given.hash)


def _old_seal_holds(given: Receipt) -> bool:
    """The tree of today still begins with the tree under the seal on the receipt, and that held this row."""
    if given.proof is None:
        return True
    seal, path = given.proof.seal, [bytes.fromhex(step) for step in given.proof.path]
    root = bytes.fromhex(str(seal["root"]))
    leaf = merkle.leaf_hash(bytes.fromhex(given.hash))
    try:
        today = sealing.stored_span()(0, int(seal["size"]))
    except (sealing.IncompleteTree, ValueError):
        return False
    return root == today == merkle.root_from_path(leaf, given.proof.position, int(seal["size"]), path)


def _code(thing: str, thing_id: int, seq: int, row_hash: bytes) -> str:
    short = _letters(row_hash[:HASH_BYTES])
    ring = keyring.journal_keys()
    tail = _letters(_short_tag(ring.keys[ring.current], thing, thing_id, seq, short))
    both = short + tail
    groups = "-".join(both[i : i + 4] for i in range(0, len(both), 4))
    return f"{thing}-{thing_id}-{seq}-{groups}"


def _short_tag(key: bytes, thing: str, thing_id: int, seq: int, short: str) -> bytes:
    form = json.dumps([FORM, thing, thing_id, seq, short], separators=(",", ":")).encode()
    return keyring.keyed_hash(keyring.derive(key, "receipt"), form, "sha256")[:TAG_BYTES]


def _letters(data: bytes) -> str:
    number = int.from_bytes(data, "big")
    return "".join(ALPHABET[number >> shift & 31] for shift in range(len(data) * 8 - 5, -1, -5))


def _tag_fits(given: Receipt) -> bool:
    """Whether one of our keys made this code, and for a long receipt also its seal."""
    short, tail = given.code[:16], given.code[16:]
    ours = any(
        _letters(_short_tag(key, given.thing, given.thing_id, given.seq, short)) == tail
        for key in keyring.journal_keys().keys.values()
    )
    sealed = given.proof is None or sealing.line_holds(given.proof.seal, given.proof.mac)
    return ours and sealed and short == _letters(bytes.fromhex(given.hash)[:HASH_BYTES])


def _read(text: str) -> Receipt | None:
    """What was typed or pasted; `code` then holds only its 24 letters, `hash` as much as is known of it."""
    text = unicodedata.normalize("NFKC", text).strip()[:20_000]
    if text.startswith("{"):
        return _read_long(text)
    found = CODE.fullmatch(_joined(text))
    letters = found[4].replace("-", "") if found else ""
    if not found or len(letters) != 24 or set(letters) - set(ALPHABET):
        return None
    number = 0
    for letter in letters[:16]:
        number = number << 5 | ALPHABET.index(letter)
    return Receipt(letters, found[1], int(found[2]), int(found[3]), number.to_bytes(HASH_BYTES, "big").hex())


def _joined(text: str) -> str:
    """case 5 7 4k2m… in its proper form: dashes between the parts, the code in large letters without look-alikes."""
    parts = re.sub(r"[\s\-—–−]+", "-", text).strip("-").split("-", 3)
    return "-".join([parts[0].lower(), *parts[1:3], parts[3].upper().translate(LOOK_ALIKES)]) if len(parts) > 3 else ""


def _read_long(text: str) -> Receipt | None:
    try:
        given = json.loads(text)
        short = _read(str(given["code"]))
        proof = given.get("proof")
        if short is None or given.get("form") != FORM or len(bytes.fromhex(given["hash"])) != 32:
            return None
        made = (
            Proof(int(proof["position"]), list(proof["path"]), dict(proof["seal"]), str(proof["mac"]))
            if proof
            else None
        )
        if (short.thing, short.thing_id, short.seq) != (given["thing"], given["thing_id"], given["seq"]):
            return None
        return Receipt(short.code, short.thing, short.thing_id, short.seq, str(given["hash"]).lower(), made)
    except (ValueError, KeyError, TypeError, AttributeError):
        return None


def _read_proof(proof: dict[str, Any]) -> Proof:
    path = [bytes.fromhex(step).hex() for step in proof["path"][:64]]
    return Proof(int(proof["position"]), path, dict(proof["seal"]), str(proof["mac"]))
