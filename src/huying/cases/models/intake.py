"""Intake: questions back, refusals under two eyes, and what guards the anonymous door."""

from django.db import models
from django.db.models import F, Q

from huying.cases.models.case import Case, Reporter
from huying.cases.models.told import Telling, Told, lies_sealed


class Question(Telling):
    """The one list of what is missing; asked once."""

    case = models.OneToOneField(Case, models.CASCADE, related_name="question")
    text = Told()
    asked_at = models.DateTimeField()
    reminded_at = models.DateTimeField(null=True)
    answered_at = models.DateTimeField(null=True)
    answer = Told(blank=True)

    class Meta:
        constraints = [
            models.CheckConstraint(condition=lies_sealed("text", "answer"), name="question_apart_lies_sealed")
        ]


class Refusal(Telling):
    """A proposal not to accept, read by a second person before it is true (T03)."""

    case = models.ForeignKey(Case, models.CASCADE, related_name="refusals")
    ground = models.CharField(max_length=2)
    words = Told()
    earlier_case = models.ForeignKey(Case, models.PROTECT, null=True, related_name="+")
    joined = models.ForeignKey(Reporter, models.PROTECT, null=True, related_name="+")
    """As whom the reporter was joined to the earlier case, if they wished."""
    proposed_by = models.ForeignKey("people.Account", models.PROTECT, related_name="+")
    proposed_at = models.DateTimeField()
    read_by = models.ForeignKey("people.Account", models.PROTECT, null=True, related_name="+")
    decided_at = models.DateTimeField(null=True)
    agreed = models.BooleanField(null=True)

    class Meta:
        constraints = [
            models.CheckConstraint(condition=lies_sealed("words"), name="refusal_apart_lies_sealed"),
            models.UniqueConstraint(fields=["case"], condition=Q(decided_at__isnull=True), name="one_refusal_pending"),
            models.CheckConstraint(
                condition=Q(read_by__isnull=True) | ~Q(read_by=F("proposed_by")), name="refusal_read_by_another"
            ),
            models.CheckConstraint(
                condition=~Q(agreed=True) | Q(read_by__isnull=False), name="refusal_has_a_second_reader"
            ),
        ]


class Challenge(models.Model):
    """A proof-of-effort task handed to an anonymous visitor; each is good for one filing."""

    token = models.CharField(max_length=64, unique=True)
    bits = models.PositiveSmallIntegerField()
    made_at = models.DateTimeField()
    expires_at = models.DateTimeField()
    used_at = models.DateTimeField(null=True)

    class Meta:
        indexes = [models.Index(fields=["expires_at"], name="challenge_by_expiry")]
