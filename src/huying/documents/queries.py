"""Every read of documents."""

from collections.abc import Collection, Sequence
from dataclasses import asdict, dataclass
from datetime import datetime, timedelta
from hashlib import sha256
from typing import Any

from django.core import signing
from django.db.models import F, QuerySet, prefetch_related_objects
from django.urls import reverse

from huying.documents import guards
from huying.documents.errors import NotMasked
from huying.documents.kinds import KINDS
from huying.documents.models import Document, UploadLimit, Variant
from huying.documents.states import DocumentState, VariantKind
from huying.kernel.errors import NotFound
from huying.kernel.prepared import Among, Given, Question

SALT = "huying.documents.link"
MINUTES = 15
UNMASKED = (VariantKind.ORIGINAL, VariantKind.THUMB)
FALL_BACK = {VariantKind.ORIGINAL: VariantKind.MASKED, VariantKind.THUMB: VariantKind.MASKED_THUMB}


@dataclass(frozen=True, slots=True)
class DocumentBrief:
    """What a page shows of a document. `href` and `thumb` are signed links, "" when the reader may see nothing yet."""

    id: int
    kind: str
    name: str
    size: int
    state: str
    thumb: str
    href: str
    picture: bool
    original_kept: bool
    purpose: str


@dataclass(frozen=True, slots=True)
class Linked:
    """What a signed link leads to."""

    document: Document
    variant: Variant


_OF_THINGS = Question[Document](
    lambda: (
        Document.objects.filter(Among(F("thing"), Given("things")), Among(F("thing_id"), Given("ids")))
        .exclude(state=DocumentState.REMOVED.value)
        .order_by("pk")
    )
)


def documents_of(
    thing: str, thing_id: int, *, at: datetime, unmasked: bool = False, purpose: str = ""
) -> list[DocumentBrief]:
    """The documents of a thing, oldest first. Only who handles it, or sent it in, may be given `unmasked=True`."""
    found = documents_of_each([(thing, thing_id)], at=at, unmasked=unmasked)[thing, thing_id]
    return [one for one in found if purpose in ("", one.purpose)]


def documents_of_each(
    things: Sequence[tuple[str, int]], *, at: datetime, unmasked: bool = False
) -> dict[tuple[str, int], list[DocumentBrief]]:
    """The same of several things at once."""
    found: dict[tuple[str, int], list[DocumentBrief]] = {one: [] for one in things}
    asked = _OF_THINGS.all(things=sorted({thing for thing, _id in things}), ids=sorted({one for _thing, one in things}))
    rows = {row: of for row in asked if (of := found.get((row.thing, row.thing_id or 0))) is not None}
    if rows:
        prefetch_related_objects([*rows], "variants")
    for row, of in rows.items():
        said = brief(row, at=at, unmasked=unmasked)
        if unmasked or said.href:
            of.append(said)
    return found


def brief(document: Document, *, at: datetime, unmasked: bool) -> DocumentBrief:
    kinds = {variant.kind for variant in document.variants.all()}
    full = _best(VariantKind.ORIGINAL if unmasked else VariantKind.MASKED, kinds)
    small = _best(VariantKind.THUMB if unmasked else VariantKind.MASKED_THUMB, kinds)
    return DocumentBrief(
        id=document.pk,
        kind=document.kind,
        name=document.name,
        size=document.size,
        state=document.state,
        thumb=_signed(document.pk, small, at, MINUTES) if small else "",
        href=_signed(document.pk, full, at, MINUTES) if full else "",
        picture=KINDS[document.kind].picture,
        original_kept=VariantKind.ORIGINAL in kinds,
        purpose=document.purpose,
    )


def as_taken(document: Document, *, at: datetime) -> dict[str, Any]:
    """What the sender of a fresh upload is told."""
    return asdict(brief(document, at=at, unmasked=True)) | {"handle": document.handle}


def link(document_id: int, *, variant: str, at: datetime, minutes: int = MINUTES) -> str:
    """A signed link that ends. The caller has asked its own rules; "masked" exists only after masking."""
    document = Document.objects.exclude(state=DocumentState.REMOVED).filter(pk=document_id).first()
    if document is None:
        raise NotFound(document=document_id)
    kinds = set(document.variants.values_list("kind", flat=True))
    found = _best(variant, kinds)
    if found is None:
        if variant in (VariantKind.MASKED, VariantKind.MASKED_THUMB) and document.state == DocumentState.PRIVATE:
            raise NotMasked(document=document_id)
        raise NotFound(document=document_id)
    return _signed(document_id, found, at, minutes)


def linked(token: str, *, at: datetime) -> Linked:
    """What the link leads to, while it lasts and the file is still there."""
    try:
        said: dict[str, Any] = signing.loads(token, salt=SALT)
    except signing.BadSignature as error:
        raise NotFound from error
    if said["until"] < at.timestamp():
        raise NotFound(reason="link_expired")
    rows = Variant.objects.select_related("document").exclude(document__state=DocumentState.REMOVED)
    variant = rows.filter(document_id=said["document"], kind=said["variant"]).first()
    if variant is None:
        raise NotFound
    return Linked(variant.document, variant)


def shown_photos(thing: str, ids: Collection[int] | QuerySet[Any, int]) -> dict[int, list[str]]:
    """The addresses at which everybody sees photos of these things, oldest first. The caller has asked whether
    everybody may know of them; the address itself asks again."""
    rows = Document.objects.filter(thing=thing, thing_id__in=ids, public_key__isnull=False).order_by("pk")
    found: dict[int, list[str]] = {}
    for thing_id, key in rows.values_list("thing_id", "public_key"):
        found.setdefault(thing_id or 0, []).append(shown_address(key or ""))
    return found


def shown_address(key: str) -> str:
    return reverse("documents:shown", args=[key])


def shown(key: str) -> Variant:
    """The masked photo behind an address for everybody, while everybody may know of what it belongs to."""
    rows = Variant.objects.select_related("document").filter(kind=VariantKind.MASKED.value)
    variant = rows.filter(document__public_key=key, document__state=DocumentState.MASKED.value).first()
    document = variant.document if variant else None
    if (
        variant is None
        or document is None
        or document.thing_id not in guards.open_ones(document.thing, [document.thing_id or 0])
    ):
        raise NotFound
    return variant


def by_handles(handles: list[str]) -> list[Document]:
    """The unattached documents that these handles prove; a wrong handle proves nothing."""
    proved = {claim_index(handle.partition(".")[2]): handle for handle in handles if "." in handle}
    rows = Document.objects.filter(claim_index__in=proved, attached_at=None).exclude(state=DocumentState.REMOVED)
    return [row for row in rows.order_by("pk") if proved[row.claim_index].partition(".")[0] == str(row.pk)]


def claim_index(claim: str) -> str:
    """What is kept of a claim; claims are long and random, so a plain hash hides them."""
    return sha256(claim.encode()).hexdigest()


def originals_to_purge(*, at: datetime) -> QuerySet[Document]:
    return Document.objects.filter(purged_at=None, purge_at__lte=at).exclude(state=DocumentState.REMOVED)


def orphans(*, at: datetime, hours: int) -> QuerySet[Document]:
    left = Document.objects.filter(attached_at=None, taken_at__lte=at - timedelta(hours=hours))
    return left.exclude(state=DocumentState.REMOVED)


def limit_history(purpose: str) -> list[UploadLimit]:
    """Every change of one limit, newest first."""
    return list(UploadLimit.objects.filter(purpose=purpose).order_by("-pk"))


def _best(variant: str, kinds: set[str]) -> str | None:
    """The variant asked for; the masked one in place of an original that is gone. Never the other way round."""
    if variant in kinds:
        return variant
    instead = FALL_BACK.get(VariantKind(variant))
    return instead if instead in kinds else None


def _signed(document_id: int, variant: str, at: datetime, minutes: int) -> str:
    until = int((at + timedelta(minutes=minutes)).timestamp())
    said = {"document": document_id, "variant": str(variant), "until": until}
    return reverse("documents:open", args=[signing.dumps(said, salt=SALT)])
