"""When one unit is not enough: the whistle, the departments that are called, and the decision of the round."""

from django.db import models
from django.db.models import Q

from huying.cases.models.case import Case
from huying.cases.models.told import Telling, Told, lies_sealed


class Whistle(Telling):
    """A call for departments (吹哨): W1 resident's matter, W2 joint enforcement, W3 emergency, W4 key work."""

    case = models.ForeignKey(Case, models.CASCADE, related_name="whistles")
    kind = models.CharField(max_length=2)
    cause = models.CharField(max_length=12)
    place = Told()
    facts = Told()
    legal_basis = models.CharField(max_length=200)
    needed_power = models.CharField(max_length=200, blank=True)
    meet_at = models.DateTimeField()
    blown_at = models.DateTimeField()
    blown_by = models.ForeignKey("people.Account", models.PROTECT, null=True, related_name="+")
    ended_at = models.DateTimeField(null=True)
    caller_rating = models.PositiveSmallIntegerField(null=True)
    """What the called units say of the caller, 1–5, the mean rounded; both sides are rated (双考核)."""

    class Meta:
        constraints = [
            models.CheckConstraint(condition=lies_sealed("place", "facts"), name="whistle_apart_lies_sealed"),
            models.UniqueConstraint(fields=["case"], condition=Q(ended_at__isnull=True), name="one_whistle_at_a_time"),
            models.CheckConstraint(condition=Q(kind__in=["W1", "W2", "W3", "W4"]), name="whistle_kind_known"),
        ]


class Arrival(models.Model):
    """One called department: when it answered, when it was there, how each side found the other."""

    whistle = models.ForeignKey(Whistle, models.CASCADE, related_name="arrivals", db_index=False)
    body = models.ForeignKey("organisations.Body", models.PROTECT, related_name="+")
    answer_due_at = models.DateTimeField()
    arrive_due_at = models.DateTimeField()
    answered_at = models.DateTimeField(null=True)
    refused = models.BooleanField(default=False)
    words = models.TextField(blank=True)
    arrived_at = models.DateTimeField(null=True)
    rating_by_caller = models.PositiveSmallIntegerField(null=True)
    rating_of_caller = models.PositiveSmallIntegerField(null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["whistle", "body"], name="department_called_once"),
            models.CheckConstraint(
                condition=(Q(rating_by_caller__isnull=True) | Q(rating_by_caller__range=(1, 5)))
                & (Q(rating_of_caller__isnull=True) | Q(rating_of_caller__range=(1, 5))),
                name="arrival_ratings_one_to_five",
            ),
        ]


class Escalation(models.Model):
    """The escalated round: at which level it lies, and what was decided, with units, tasks and dates."""

    case = models.ForeignKey(Case, models.CASCADE, related_name="escalations")
    whistle = models.OneToOneField(Whistle, models.PROTECT, null=True, related_name="escalation")
    cause = models.CharField(max_length=16)
    level = models.CharField(max_length=8, default="street")
    opened_at = models.DateTimeField()
    decided_at = models.DateTimeField(null=True)
    decision = models.TextField(blank=True)
    tasks = models.JSONField(default=list)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["case"], condition=Q(decided_at__isnull=True), name="one_escalation_at_a_time"
            ),
            models.CheckConstraint(
                condition=Q(level__in=["street", "county", "meeting"]), name="escalation_level_known"
            ),
        ]
