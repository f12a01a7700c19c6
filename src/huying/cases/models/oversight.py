"""Oversight of orders and units, never of persons: cards, supervision orders, and the list of open matters."""

from django.db import models
from django.db.models import Q

from huying.cases.models.case import Case
from huying.cases.models.orders import WorkOrder


class Card(models.Model):
    """A yellow or red card on an order and its unit. There is no column for a person, and there never will be."""

    case = models.ForeignKey(Case, models.CASCADE, related_name="cards", db_index=False)
    order = models.ForeignKey(WorkOrder, models.CASCADE, null=True, related_name="cards")
    body = models.ForeignKey("organisations.Body", models.PROTECT, related_name="+", db_index=False)
    colour = models.CharField(max_length=6)
    cause = models.CharField(max_length=16)
    ref = models.CharField(max_length=24)
    at = models.DateTimeField()
    lifted_at = models.DateTimeField(null=True)
    lifted_reason = models.CharField(max_length=20, blank=True)
    lifted_words = models.TextField(blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["case", "colour", "cause", "ref"], name="card_shown_once"),
            models.CheckConstraint(condition=Q(colour__in=["yellow", "red"]), name="card_colour_known"),
            models.CheckConstraint(
                condition=Q(lifted_at__isnull=True) | Q(lifted_reason__gt=""), name="lifted_card_says_why"
            ),
        ]
        indexes = [models.Index(fields=["body", "-at"], name="card_of_body")]


class Recusal(models.Model):
    """Somebody on the staff with an interest steps back: from then on the case is hidden from them."""

    case = models.ForeignKey(Case, models.CASCADE, related_name="recusals")
    account = models.ForeignKey("people.Account", models.PROTECT, related_name="+")
    reason = models.CharField(max_length=16)
    ordered = models.BooleanField(default=False)
    """Not by themselves: supervision decided it."""
    at = models.DateTimeField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["case", "account"], name="recused_once")]
        indexes = [models.Index(fields=["account", "case"], name="recusal_of_account")]


class SuperviseOrder(models.Model):
    """督办 with a date: everyday, listed in public, interview with the unit's lead."""

    case = models.ForeignKey(Case, models.CASCADE, related_name="supervise_orders", db_index=False)
    body = models.ForeignKey("organisations.Body", models.PROTECT, null=True, related_name="+")
    level = models.PositiveSmallIntegerField()
    cause = models.CharField(max_length=12)
    words = models.TextField()
    at = models.DateTimeField()
    due_at = models.DateTimeField()
    answered_at = models.DateTimeField(null=True)
    answer = models.TextField(blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["case", "level"], name="supervised_once_a_level"),
            models.CheckConstraint(condition=Q(level__gte=1, level__lte=3), name="supervise_level_known"),
        ]


class OpenMatter(models.Model):
    """What cannot be solved now: the plan, who answers for it, and when it is looked at again."""

    case = models.ForeignKey(Case, models.CASCADE, related_name="open_matters")
    body = models.ForeignKey("organisations.Body", models.PROTECT, related_name="+")
    reason = models.TextField()
    plan = models.TextField()
    public_text = models.CharField(max_length=300)
    listed_at = models.DateTimeField()
    review_on = models.DateField()
    ended_at = models.DateTimeField(null=True)
    end_code = models.CharField(max_length=12, blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["case"], condition=Q(ended_at__isnull=True), name="one_open_matter"),
        ]
        indexes = [
            models.Index(fields=["review_on", "id"], name="matter_by_review", condition=Q(ended_at__isnull=True))
        ]
