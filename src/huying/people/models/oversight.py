"""Requests of people about their data, tokens of systems, and approvals by a second person."""

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import F, Q

from huying.people.models.accounts import Account
from huying.people.states import ApprovalState, RequestState, admin_steps, approval_states, request_states, right_kinds


class RightsRequest(models.Model):
    """Somebody asks for their rights over their own data; answered within 15 working days, reasons when refused."""

    account = models.ForeignKey(Account, on_delete=models.PROTECT, related_name="rights_requests")
    kind = models.CharField(max_length=10, choices=right_kinds)
    record_id = models.BigIntegerField(null=True)
    sealed_words_id = models.BigIntegerField(null=True)
    state = models.CharField(max_length=10, choices=request_states, default=RequestState.OPEN)
    asked_at = models.DateTimeField()
    due_at = models.DateTimeField()
    answered_at = models.DateTimeField(null=True)
    answered_by = models.ForeignKey(Account, on_delete=models.PROTECT, null=True, related_name="answered_requests")
    answer = models.TextField(blank=True, default="")

    class Meta:
        indexes = [models.Index(fields=["due_at", "id"], condition=Q(state="open"), name="rights_request_open")]
        constraints = [
            models.CheckConstraint(
                condition=Q(state=RequestState.OPEN, answered_at__isnull=True)
                | (~Q(state=RequestState.OPEN) & Q(answered_at__isnull=False) & ~Q(answer="")),
                name="rights_answer_has_reason",
            ),
            models.UniqueConstraint(
                fields=["account", "kind", "record_id"],
                condition=Q(state="open"),
                nulls_distinct=False,
                name="rights_one_open_per_kind",
            ),
        ]


class ApiToken(models.Model):
    """A key for another system. The key itself is shown once; only its keyed hash is kept."""

    name = models.CharField(max_length=80)
    account = models.ForeignKey(Account, on_delete=models.PROTECT, null=True, related_name="tokens")
    body_id = models.BigIntegerField(null=True)
    token_hash = models.CharField(max_length=160, unique=True)
    hint = models.CharField(max_length=8)
    scopes = ArrayField(models.CharField(max_length=60), default=list)
    per_minute = models.PositiveIntegerField(default=60)
    made_at = models.DateTimeField()
    made_by = models.ForeignKey(Account, on_delete=models.PROTECT, null=True, related_name="made_tokens")
    valid_to = models.DateTimeField()
    revoked_at = models.DateTimeField(null=True)
    last_used_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.CheckConstraint(condition=Q(valid_to__gt=F("made_at")), name="token_is_valid_for_a_while"),
            models.CheckConstraint(
                condition=Q(account__isnull=False) | Q(body_id__isnull=False), name="token_is_somebodys"
            ),
            models.CheckConstraint(condition=Q(per_minute__gte=1), name="token_has_a_limit"),
        ]


class ExportApproval(models.Model):
    """Rows with personal data leave the system only when a second person agreed, once, within a day."""

    what = models.CharField(max_length=60)
    filter_hash = models.CharField(max_length=64)
    row_count = models.PositiveIntegerField()
    reason = models.CharField(max_length=200)
    state = models.CharField(max_length=10, choices=approval_states, default=ApprovalState.ASKED)
    asked_by = models.ForeignKey(Account, on_delete=models.PROTECT, related_name="asked_exports")
    asked_at = models.DateTimeField()
    decided_by = models.ForeignKey(Account, on_delete=models.PROTECT, null=True, related_name="decided_exports")
    decided_at = models.DateTimeField(null=True)
    decision_reason = models.CharField(max_length=200, blank=True, default="")
    expires_at = models.DateTimeField(null=True)
    used_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(decided_by__isnull=True) | ~Q(decided_by=F("asked_by")), name="export_needs_two_people"
            ),
            models.CheckConstraint(
                condition=Q(state=ApprovalState.ASKED, decided_by__isnull=True)
                | (~Q(state=ApprovalState.ASKED) & Q(decided_by__isnull=False, decided_at__isnull=False)),
                name="export_decision_has_a_person",
            ),
            models.CheckConstraint(
                condition=Q(used_at__isnull=True) | Q(state=ApprovalState.USED), name="export_used_is_used"
            ),
            models.CheckConstraint(condition=~Q(reason=""), name="export_has_a_reason"),
        ]


class AccountStep(models.Model):
    """What an administrator did to an account, when and why; the journal holds the hash of the reason."""

    account = models.ForeignKey(Account, on_delete=models.PROTECT, related_name="steps")
    step = models.CharField(max_length=30, choices=admin_steps)
    reason = models.CharField(max_length=200)
    by = models.ForeignKey(Account, on_delete=models.PROTECT, null=True, related_name="+")
    at = models.DateTimeField()

    class Meta:
        constraints = [models.CheckConstraint(condition=~Q(reason=""), name="account_step_has_a_reason")]
