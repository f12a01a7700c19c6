"""Why personal data is processed, and what the person said about it."""

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import Q

from huying.people.models.accounts import Account
from huying.people.states import legal_bases


class ProcessingPurpose(models.Model):
    """One version of one purpose: basis, words shown to the person, times, recipients."""

    code = models.CharField(max_length=40)
    version = models.CharField(max_length=20)
    basis = models.CharField(max_length=20, choices=legal_bases)
    law = models.CharField(max_length=200, blank=True, default="")
    name = models.CharField(max_length=80)
    name_en = models.CharField(max_length=120)
    text = models.TextField()
    text_en = models.TextField()
    fields = ArrayField(models.CharField(max_length=20), default=list)
    recipients = models.CharField(max_length=200)
    recipients_en = models.CharField(max_length=200, blank=True, default="")
    open_days = models.PositiveIntegerField(default=365)
    retention_days = models.PositiveIntegerField(default=730)
    sensitive = models.BooleanField(default=False)
    valid_from = models.DateTimeField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["code", "version"], name="purpose_one_per_version")]

    def __str__(self) -> str:
        return f"{self.code} {self.version}"


class ConsentRecord(models.Model):
    """What one person answered to one version of one purpose; withdrawn and refused answers stay."""

    account = models.ForeignKey(Account, on_delete=models.PROTECT, null=True, related_name="consents")
    record_id = models.BigIntegerField(null=True)
    purpose = models.ForeignKey(ProcessingPurpose, on_delete=models.PROTECT, related_name="consents")
    given_at = models.DateTimeField(null=True)
    refused_at = models.DateTimeField(null=True)
    withdrawn_at = models.DateTimeField(null=True)
    ask_again_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(account__isnull=False) | Q(record_id__isnull=False), name="consent_is_somebodys"
            ),
            models.CheckConstraint(
                condition=Q(given_at__isnull=False, refused_at__isnull=True)
                | Q(given_at__isnull=True, refused_at__isnull=False, withdrawn_at__isnull=True),
                name="consent_given_or_refused",
            ),
            models.CheckConstraint(
                condition=Q(refused_at__isnull=True, withdrawn_at__isnull=True) | Q(ask_again_at__isnull=False),
                name="consent_no_has_its_rest",
            ),
            models.UniqueConstraint(
                fields=["account", "purpose"],
                condition=Q(given_at__isnull=False, withdrawn_at__isnull=True, account__isnull=False),
                name="consent_one_open_per_account",
            ),
            models.UniqueConstraint(
                fields=["record_id", "purpose"],
                condition=Q(given_at__isnull=False, withdrawn_at__isnull=True, record_id__isnull=False),
                name="consent_one_open_per_record",
            ),
        ]


class GuardianConsent(models.Model):
    """A guardian's yes for a child under fourteen (PIPL art. 31), proved by a code sent to the guardian's phone."""

    minor = models.ForeignKey(Account, on_delete=models.PROTECT, related_name="guardian_consents")
    guardian_record_id = models.BigIntegerField()
    relation = models.CharField(max_length=20)
    purpose = models.ForeignKey(ProcessingPurpose, on_delete=models.PROTECT, related_name="guardian_consents")
    given_at = models.DateTimeField()
    withdrawn_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["minor", "purpose"],
                condition=Q(withdrawn_at__isnull=True),
                name="guardian_consent_one_open",
            )
        ]
