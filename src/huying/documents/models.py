"""Tables of documents: what was taken in, its files, and what each purpose may hold."""

from typing import Any

from django.db import models
from django.db.models import Q

from huying.documents.states import DocumentState, document_states, variant_kinds


class Document(models.Model):
    """One uploaded photo or paper. It belongs to nothing until it is attached to a thing.

    `account_id` is whoever took it in (None for a guest, who proves it by the claim instead).
    """

    kind = models.CharField(max_length=16)
    name = models.CharField(max_length=120)
    purpose = models.CharField(max_length=40)
    state = models.CharField(max_length=16, choices=document_states, default=DocumentState.PRIVATE)
    size = models.BigIntegerField()
    sha256 = models.CharField(max_length=64)
    claim_index = models.CharField(max_length=64, unique=True)
    account_id = models.BigIntegerField(null=True)
    thing = models.CharField(max_length=64, blank=True, default="")
    thing_id = models.BigIntegerField(null=True)
    taken_at = models.DateTimeField()
    attached_at = models.DateTimeField(null=True)
    masked_at = models.DateTimeField(null=True)
    boxes: Any = models.JSONField(default=list)
    purge_at = models.DateTimeField(null=True)
    purged_at = models.DateTimeField(null=True)
    apart = models.BooleanField(default=False)
    """Class L4 (it belongs to something confidential): every file of it lies sealed, under the keys of that class."""
    public_key = models.CharField(max_length=32, null=True, unique=True)
    """Part of the address under which everybody sees the masked photo; None: nobody does."""
    shown_at = models.DateTimeField(null=True)

    # Set on the returned value only, never stored: what the sender shows again to attach the document.
    handle: str = ""

    class Meta:
        indexes = [
            models.Index(fields=["thing", "thing_id"], name="document_of_thing"),
            models.Index(fields=["taken_at"], condition=Q(attached_at=None), name="document_unattached"),
            models.Index(fields=["purge_at"], condition=Q(purged_at=None), name="document_to_purge"),
        ]
        constraints = [
            models.CheckConstraint(condition=Q(state__in=[*DocumentState.values]), name="document_state_known"),
            models.CheckConstraint(
                condition=Q(attached_at=None, thing="", thing_id=None)
                | (Q(attached_at__isnull=False, thing_id__isnull=False) & ~Q(thing="")),
                name="document_attached_to_a_thing",
            ),
            models.CheckConstraint(
                condition=~Q(state=DocumentState.MASKED) | Q(masked_at__isnull=False, purge_at__isnull=False),
                name="document_masked_has_a_purge_date",
            ),
            models.CheckConstraint(
                condition=Q(public_key=None, shown_at=None)
                | Q(public_key__isnull=False, shown_at__isnull=False, state=DocumentState.MASKED.value, apart=False),
                name="document_shown_is_masked",
            ),
            models.CheckConstraint(condition=Q(size__gt=0), name="document_is_not_empty"),
        ]

    def __str__(self) -> str:
        return f"document:{self.pk}"


class Variant(models.Model):
    """One stored file of a document. `sealed` files are encrypted in chunks and opened only on the way out."""

    document = models.ForeignKey(Document, models.CASCADE, related_name="variants")
    kind = models.CharField(max_length=16, choices=variant_kinds)
    key = models.CharField(max_length=120, unique=True)
    media_type = models.CharField(max_length=100)
    size = models.BigIntegerField()
    sha256 = models.CharField(max_length=64)
    sealed = models.BooleanField()
    width = models.PositiveIntegerField(default=0)
    height = models.PositiveIntegerField(default=0)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["document", "kind"], name="variant_once_per_kind"),
            models.CheckConstraint(
                condition=Q(sealed=True) | Q(kind__in=["masked", "masked_thumb"]),
                name="variant_unmasked_is_sealed",
            ),
        ]

    def __str__(self) -> str:
        return f"variant:{self.kind}:{self.document_id}"


class UploadLimit(models.Model):
    """What one purpose may hold, from a date on; the newest row counts, the shipped default when there is none."""

    purpose = models.CharField(max_length=40)
    kinds: Any = models.JSONField()
    max_bytes = models.BigIntegerField()
    max_count = models.PositiveIntegerField()
    reason = models.CharField(max_length=200)
    account_id = models.BigIntegerField(null=True)
    at = models.DateTimeField()

    class Meta:
        constraints = [
            models.CheckConstraint(condition=Q(max_bytes__gt=0), name="upload_limit_has_bytes"),
            models.CheckConstraint(condition=~Q(reason=""), name="upload_limit_has_a_reason"),
        ]

    def __str__(self) -> str:
        return f"upload_limit:{self.purpose}"
