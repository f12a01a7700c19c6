"""Every write of documents."""

import secrets
from collections.abc import Sequence
from dataclasses import asdict, dataclass, field
from datetime import datetime, timedelta
from functools import partial
from hashlib import sha256
from typing import IO, Any

from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _

from huying.documents import events, pictures, queries, storage
from huying.documents.errors import TooBig, TooManyFiles, Unreadable
from huying.documents.kinds import KINDS, Kind, kind_of
from huying.documents.limits import Limit, limit_for
from huying.documents.models import Document, UploadLimit, Variant
from huying.documents.pictures import Box
from huying.documents.rules import document_for, rules
from huying.documents.scan import scan
from huying.documents.showing import hide
from huying.documents.states import DOCUMENT_FLOW, DocumentState, VariantKind
from huying.kernel import throttle
from huying.kernel.actor import SYSTEM, Actor
from huying.kernel.errors import Conflict, Invalid, NotAllowed, NotFound
from huying.kernel.journal import announce

ORIGINAL_DAYS = 30
ORPHAN_HOURS = 24
CLAIM_LENGTH = 22
BY_ADDRESS, BY_ACCOUNT = 40, 200
V = VariantKind


@dataclass(slots=True)
class Files:
    """Files stored for one document that has no row yet; discarded together when the row fails."""

    at: datetime
    apart: bool = False
    variants: list[Variant] = field(default_factory=list)

    def keep(self, kind: str, source: IO[bytes], media_type: str, drawn: pictures.Drawn | None = None) -> Variant:
        sealed = self.apart or kind in queries.UNMASKED
        stored = storage.keep(source, at=self.at, sealed=sealed, apart=self.apart)
        variant = Variant(
            kind=kind,
            key=stored.key,
            media_type=media_type,
            size=stored.size,
            sha256=stored.sha256,
            sealed=stored.sealed,
            width=drawn.width if drawn else 0,
            height=drawn.height if drawn else 0,
        )
        self.variants.append(variant)
        return variant

    def discard(self) -> None:
        for variant in self.variants:
            storage.discard(variant.key)

    def write(self, document: Document) -> None:
        for variant in self.variants:
            variant.document = document
        Variant.objects.bulk_create(self.variants)


def take_in(
    actor: Actor, *, file: Any, name: str, purpose: str, at: datetime, claim: str = "", source: str = ""
) -> Document:
    """Take in one uploaded file: counted, typed by content, scanned, drawn again, sealed, and only then a row.

    `claim` is a long random text of the sender's own; the same claim again gives the same document, so that a phone
    may repeat an upload whose answer was lost. The returned document carries `handle` to attach it with. With
    `source`, the network address at the edge, uploads are counted: 40 an hour from one address, 200 by one account.
    """
    if source:
        _slowly(actor, source, at)
    limit = limit_for(purpose)
    if limit.staff_only and not (actor.is_staff or actor.is_system):
        raise NotAllowed(purpose=purpose)
    claim = claim if len(claim) >= CLAIM_LENGTH else secrets.token_urlsafe(CLAIM_LENGTH)
    if before := _taken_before(claim):
        return before
    files = Files(at)
    try:
        with storage.workspace() as content:
            digest, size = _counted(file, content, limit)
            kind = kind_of(content, allowed=limit.kinds)
            scan(content)
            _store(files, kind, content)
        row = Document(
            kind=kind.name,
            name=_name(actor, kind, name),
            purpose=purpose,
            size=size,
            sha256=digest,
            claim_index=queries.claim_index(claim),
            account_id=actor.account_id,
            taken_at=at,
        )
        document = _written(actor, row, files, at=at)
    except IntegrityError:
        files.discard()
        if before := _taken_before(claim):
            return before
        raise
    except BaseException:
        files.discard()
        raise
    return _with_handle(document, claim)


@transaction.atomic
def attach(
    actor: Actor,
    *,
    document_ids: Sequence[int] = (),
    handles: Sequence[str] = (),
    thing: str,
    thing_id: int,
    at: datetime,
) -> list[Document]:
    """Give documents to a thing: one's own by id, anyone's by the handle that was given at upload."""
    proved = {document.pk for document in queries.by_handles(list(handles))}
    wanted = proved | set(document_ids)
    if len(proved) < len(set(handles)):
        raise NotFound(_("有照片已过期或不是您上传的，请重新选择照片。"), what="handle")
    rows = Document.objects.select_for_update().filter(pk__in=wanted).order_by("pk")
    own = set(
        rules.permitted(actor, to="attach", rows=Document.objects.filter(pk__in=wanted)).values_list("pk", flat=True)
    )
    found = [row for row in rows if row.attached_at is None and (row.pk in proved or row.pk in own)]
    if len(found) < len(wanted):
        raise NotFound(_("有照片已过期或不是您上传的，请重新选择照片。"), what="document")
    _count(found, thing, thing_id)
    for row in found:
        row.thing, row.thing_id, row.attached_at = thing, thing_id, at
        row.save(update_fields=["thing", "thing_id", "attached_at"])
        announce(events.DocumentAttached(document_id=row.pk, to_thing=thing, to_id=thing_id), by=actor, at=at)
    return found


def mask(actor: Actor, *, document_id: int, boxes: list[Box], at: datetime) -> Document:
    """Cover faces and plates by hand into a new file. No box is a statement too: someone looked, nothing to cover.

    From now on others see the masked file; the sealed original is kept 30 more days for who handles it.
    """
    document = document_for(actor, document_id, to="handle", at=at)
    DOCUMENT_FLOW.after("mask", document.state)
    fitting = pictures.checked(boxes)
    if fitting and not KINDS[document.kind].picture:
        raise Invalid(_("只有照片可以画遮挡框。"), reason="not_a_picture")
    original = document.variants.filter(kind=V.ORIGINAL).first()
    if original is None:
        raise Conflict(_("原件已过保存期限，不能再改遮挡。"), document=document_id)
    files = Files(at, apart=document.apart)
    try:
        _store_masked(files, original, fitting, picture=KINDS[document.kind].picture)
        return _mask_written(actor, document_id, files, boxes=fitting, at=at)
    except BaseException:
        files.discard()
        raise


@transaction.atomic
def remove(actor: Actor, *, document_id: int, reason: str, at: datetime) -> Document:
    """Delete the files of a document; the row stays as a trace. `reason` is a code."""
    document = document_for(actor, document_id, to="handle", at=at, lock=True)
    return _removed(actor, document, reason=reason, at=at)


@transaction.atomic
def take_back(actor: Actor, *, handles: Sequence[str], at: datetime) -> int:
    """Whoever holds the handle removes an upload before it is attached."""
    found = queries.by_handles(list(handles))
    for document in found:
        remove(SYSTEM, document_id=document.pk, reason="taken_back", at=at)
    return len(found)


def purge_originals(at: datetime, *, limit: int = 500) -> int:
    """Delete sealed originals whose 30 days are over; each in its own transaction."""
    ids = list(queries.originals_to_purge(at=at).order_by("purge_at", "pk").values_list("pk", flat=True)[:limit])
    return sum(_purge_one(document_id, at) for document_id in ids)


def purge_orphans(at: datetime, *, limit: int = 500) -> int:
    """Remove uploads that belong to nothing after 24 hours."""
    ids = list(queries.orphans(at=at, hours=ORPHAN_HOURS).order_by("pk").values_list("pk", flat=True)[:limit])
    return sum(_remove_orphan(document_id, at) for document_id in ids)


@transaction.atomic
def close_documents(actor: Actor, *, thing: str, thing_id: int, at: datetime) -> int:
    """When a thing is archived: what was never masked is removed, and originals go, whatever is left of their days."""
    rows = Document.objects.select_for_update().filter(thing=thing, thing_id=thing_id)
    found = list(rows.exclude(state=DocumentState.REMOVED).order_by("pk"))
    for document in found:
        if document.state == DocumentState.PRIVATE:
            _removed(actor, document, reason="archived", at=at)
        elif document.purged_at is None:
            _purge(document, at)
    return len(found)


@transaction.atomic
def set_limit(
    actor: Actor, *, purpose: str, kinds: Sequence[str], max_bytes: int, max_count: int, reason: str, at: datetime
) -> UploadLimit:
    """Change what one purpose may hold, with the reason."""
    rules.enter(actor, to="set_limits")
    limit_for(purpose)
    wrong = {
        "kinds": _("至少选一种文件。") if not kinds or set(kinds) - set(KINDS) else "",
        "max_bytes": _("大小要在 1 KB 到 200 MB 之间。") if not 1024 <= max_bytes <= 200 * 1024 * 1024 else "",
        "max_count": _("数量要在 1 到 100 之间。") if not 1 <= max_count <= 100 else "",
        "reason": _("请写明为什么修改。") if not reason.strip() else "",
    }
    if any(wrong.values()):
        raise Invalid(fields={name: text for name, text in wrong.items() if text})
    row = UploadLimit.objects.create(
        purpose=purpose,
        kinds=list(kinds),
        max_bytes=max_bytes,
        max_count=max_count,
        reason=reason.strip(),
        account_id=actor.account_id,
        at=at,
    )
    announce(
        events.UploadLimitSet(limit_id=row.pk, purpose=purpose, max_bytes=max_bytes, max_count=max_count),
        by=actor,
        at=at,
    )
    return row


def _slowly(actor: Actor, source: str, at: datetime) -> None:
    who = f"account:{actor.account_id}" if actor.account_id else f"address:{source}"
    throttle.check(f"documents.upload:{who}", BY_ACCOUNT if actor.account_id else BY_ADDRESS, timedelta(hours=1), at)


def _counted(file: Any, into: IO[bytes], limit: Limit) -> tuple[str, int]:
    """Pour the upload into a temporary file, counting; stops as soon as it is too big."""
    digest, size = sha256(), 0
    for chunk in storage.chunks_of(file):
        size += len(chunk)
        if size > limit.max_bytes:
            megabytes = limit.max_bytes // (1024 * 1024)
            text = _("文件超过 %(megabytes)s MB，请压缩或另选一个。") % {"megabytes": megabytes or 1}
            raise TooBig(text, max_bytes=limit.max_bytes)
        digest.update(chunk)
        into.write(chunk)
    if size == 0:
        raise Unreadable(_("这是一个空文件，请重新选择。"))
    return digest.hexdigest(), size


def _store(files: Files, kind: Kind, source: IO[bytes]) -> None:
    if not kind.picture:
        files.keep(V.ORIGINAL, source, kind.media_type)
        return
    with storage.workspace() as clean, storage.workspace() as small:
        drawn = pictures.redraw(source, kind.name, into=clean)
        files.keep(V.ORIGINAL, clean, drawn.media_type, drawn)
        thumb = pictures.shrink(clean, into=small)
        files.keep(V.THUMB, small, thumb.media_type, thumb)


def _store_masked(files: Files, original: Variant, boxes: list[Box], *, picture: bool) -> None:
    with storage.workspace() as clear, storage.workspace() as covered, storage.workspace() as small:
        storage.copied(original.key, sealed=original.sealed, into=clear)
        if not picture:
            files.keep(V.MASKED, clear, original.media_type)
            return
        drawn = pictures.cover(clear, boxes, into=covered)
        files.keep(V.MASKED, covered, drawn.media_type, drawn)
        thumb = pictures.shrink(covered, into=small)
        files.keep(V.MASKED_THUMB, small, thumb.media_type, thumb)


def _name(actor: Actor, kind: Kind, name: str) -> str:
    """Names of residents' files are dropped, since they may name people; staff's papers keep theirs, cleaned."""
    if kind.picture or not actor.is_staff:
        return f"{'photo' if kind.picture else 'file'}.{'jpg' if kind.picture else kind.name}"
    stem = name.replace("\\", "/").rpartition("/")[2].rpartition(".")[0] or "file"
    safe = "".join(sign for sign in stem if sign.isprintable() and sign not in '<>:"|?*')
    return f"{safe[:100] or 'file'}.{kind.name}"


@transaction.atomic
def _written(actor: Actor, document: Document, files: Files, *, at: datetime) -> Document:
    document.save(force_insert=True)
    files.write(document)
    fact = events.DocumentTakenIn(
        document_id=document.pk,
        kind=document.kind,
        purpose=document.purpose,
        size=document.size,
        sha256=document.sha256,
    )
    announce(fact, by=actor, at=at)
    return document


@transaction.atomic
def _mask_written(actor: Actor, document_id: int, files: Files, *, boxes: list[Box], at: datetime) -> Document:
    document = document_for(actor, document_id, to="handle", at=at, lock=True)
    hide(actor, document, at=at)  # what is covered now is another photo: fit for everybody or not is decided again
    document.state = DOCUMENT_FLOW.after("mask", document.state)
    document.masked_at = document.masked_at or at
    document.purge_at = document.purge_at or at + timedelta(days=ORIGINAL_DAYS)
    document.boxes = [asdict(box) for box in boxes]
    document.save(update_fields=["state", "masked_at", "purge_at", "boxes"])
    _drop(document, (V.MASKED, V.MASKED_THUMB))
    files.write(document)
    sha = next(variant.sha256 for variant in files.variants if variant.kind == V.MASKED)
    announce(events.DocumentMasked(document_id=document.pk, boxes=len(boxes), sha256=sha), by=actor, at=at)
    return document


def _removed(actor: Actor, document: Document, *, reason: str, at: datetime) -> Document:
    hide(actor, document, at=at)
    document.state = DOCUMENT_FLOW.after("remove", document.state)
    document.name, document.boxes, document.purged_at = "", [], document.purged_at or at
    document.save(update_fields=["state", "name", "boxes", "purged_at"])
    _drop(document, tuple(V.values))
    announce(events.DocumentRemoved(document_id=document.pk, reason=reason), by=actor, at=at)
    return document


def _drop(document: Document, kinds: Sequence[str]) -> None:
    """Rows now, files after the commit; a file that will not go is found by the sweeper."""
    rows = document.variants.filter(kind__in=kinds)
    for key in rows.values_list("key", flat=True):
        transaction.on_commit(partial(storage.discard, key))
    rows.delete()


def _purge(document: Document, at: datetime) -> None:
    document.purged_at = at
    document.save(update_fields=["purged_at"])
    _drop(document, queries.UNMASKED)
    announce(events.OriginalPurged(document_id=document.pk), by=SYSTEM, at=at)


@transaction.atomic
def _purge_one(document_id: int, at: datetime) -> bool:
    rows = queries.originals_to_purge(at=at).select_for_update(skip_locked=True)
    document = rows.filter(pk=document_id).first()
    if document is not None:
        _purge(document, at)
    return document is not None


@transaction.atomic
def _remove_orphan(document_id: int, at: datetime) -> bool:
    rows = queries.orphans(at=at, hours=ORPHAN_HOURS).select_for_update(skip_locked=True)
    if not rows.filter(pk=document_id).exists():
        return False
    remove(SYSTEM, document_id=document_id, reason="never_attached", at=at)
    return True


def _count(found: list[Document], thing: str, thing_id: int) -> None:
    for purpose in {row.purpose for row in found}:
        limit = limit_for(purpose)
        there = Document.objects.filter(thing=thing, thing_id=thing_id, purpose=purpose).exclude(
            state=DocumentState.REMOVED
        )
        if there.count() + sum(row.purpose == purpose for row in found) > limit.max_count:
            text = _("最多 %(count)s 个文件，请去掉几个。") % {"count": limit.max_count}
            raise TooManyFiles(text, max_count=limit.max_count)


def _taken_before(claim: str) -> Document | None:
    row = Document.objects.filter(claim_index=queries.claim_index(claim), attached_at=None).first()
    if row is None or row.state == DocumentState.REMOVED:
        return None
    return _with_handle(row, claim)


def _with_handle(document: Document, claim: str) -> Document:
    document.handle = f"{document.pk}.{claim}"
    return document
