"""The sealed store: the only place with personal data, and the log of every look into it."""

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import Q

from huying.people.models.accounts import Account
from huying.people.models.consent import ProcessingPurpose
from huying.people.states import read_outcomes


class SealedRecord(models.Model):
    """What one person told us for one purpose: ciphertext, masked forms for screens, and its times."""

    purpose = models.ForeignKey(ProcessingPurpose, on_delete=models.PROTECT, related_name="records")
    owner = models.ForeignKey(Account, on_delete=models.PROTECT, null=True, related_name="records")
    ciphertext = models.BinaryField(null=True)
    masked = models.JSONField(default=dict)
    phone_index = models.CharField(max_length=160, blank=True, default="", db_index=True)
    created_at = models.DateTimeField()
    closes_at = models.DateTimeField(null=True)
    erase_at = models.DateTimeField(null=True)
    erased_at = models.DateTimeField(null=True)
    erase_reason = models.CharField(max_length=40, blank=True, default="")

    class Meta:
        indexes = [
            models.Index(
                fields=["erase_at"], condition=Q(erased_at__isnull=True, erase_at__isnull=False), name="sealed_to_erase"
            )
        ]
        constraints = [
            models.CheckConstraint(
                condition=Q(erased_at__isnull=True, ciphertext__isnull=False)
                | Q(erased_at__isnull=False, ciphertext__isnull=True, masked={}, phone_index=""),
                name="sealed_erased_means_empty",
            ),
            models.CheckConstraint(
                condition=Q(closes_at__isnull=True) | Q(erase_at__isnull=True) | Q(erase_at__gte=models.F("closes_at")),
                name="sealed_erased_after_closing",
            ),
        ]

    def __str__(self) -> str:
        return f"record:{self.pk}"


class ReadLog(models.Model):
    """Who looked, when, for which task, and whether it was allowed. Append-only by trigger.

    Plain numbers, no foreign keys: a connection of its own writes the row; it must neither wait for a lock of
    the looking transaction nor need to see what that transaction has not committed.
    """

    account_id = models.BigIntegerField(null=True)
    actor_kind = models.CharField(max_length=10)
    thing = models.CharField(max_length=40)
    thing_id = models.BigIntegerField()
    fields = ArrayField(models.CharField(max_length=20), default=list)
    task = models.CharField(max_length=64)
    outcome = models.CharField(max_length=10, choices=read_outcomes)
    at = models.DateTimeField()

    class Meta:
        indexes = [
            models.Index(fields=["-at", "-id"], name="read_log_newest"),
            models.Index(fields=["thing", "thing_id", "-at"], name="read_log_by_thing"),
            models.Index(fields=["account_id", "-at"], name="read_log_by_account"),
        ]
        constraints = [models.CheckConstraint(condition=~Q(task=""), name="read_log_has_a_task")]
