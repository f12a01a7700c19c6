"""Work orders and everything a unit does with them: parts, contacts, returns, extensions, suspensions, endings."""

from django.db import models
from django.db.models import F, Q

from huying.cases.models.case import Case
from huying.cases.models.told import Telling, Told, lies_sealed


class WorkOrder(Telling):
    """That one unit was asked to answer, why this one, and until when. One is open at a time."""

    case = models.ForeignKey(Case, models.CASCADE, related_name="orders", db_index=False)
    body = models.ForeignKey("organisations.Body", models.PROTECT, related_name="+", db_index=False)
    round = models.PositiveSmallIntegerField(default=1)
    hop = models.PositiveSmallIntegerField(default=1)
    sent_at = models.DateTimeField()
    sent_by = models.ForeignKey("people.Account", models.PROTECT, null=True, related_name="+")
    by_phone = models.BooleanField(default=False)
    limit_text = models.CharField(max_length=60)
    """The limit as written on the order, e.g. "5 work_day"."""
    finish_due_at = models.DateTimeField(null=True)
    reason = models.CharField(max_length=300)
    why = models.JSONField(default=dict)
    """The matched rule and why the others did not match, as `duties` said it at that moment."""
    list_item_id = models.BigIntegerField(null=True)
    instructions = Told(blank=True)
    signed_at = models.DateTimeField(null=True)
    signed_by = models.ForeignKey("people.Account", models.PROTECT, null=True, related_name="+")
    auto_signed = models.BooleanField(default=False)
    closed_at = models.DateTimeField(null=True)
    end_code = models.CharField(max_length=16, blank=True)

    class Meta:
        constraints = [
            models.CheckConstraint(condition=lies_sealed("instructions"), name="work_order_apart_lies_sealed"),
            models.UniqueConstraint(fields=["case"], condition=Q(closed_at__isnull=True), name="one_open_order"),
            models.UniqueConstraint(fields=["case", "hop"], name="order_hops_are_counted"),
            models.CheckConstraint(
                condition=Q(closed_at__isnull=True) | Q(end_code__gt=""), name="closed_order_says_why"
            ),
        ]
        indexes = [models.Index(fields=["body", "-sent_at"], name="order_of_body")]


class OrderPart(Telling):
    """A co-handler's share, with its own limit; the lead stays answerable."""

    order = models.ForeignKey(WorkOrder, models.CASCADE, related_name="parts")
    case = models.ForeignKey(Case, models.CASCADE, related_name="parts")
    body = models.ForeignKey("organisations.Body", models.PROTECT, related_name="+")
    task = Told()
    asked_at = models.DateTimeField()
    due_at = models.DateTimeField()
    returned_at = models.DateTimeField(null=True)
    result = Told(blank=True)
    cancelled_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.CheckConstraint(condition=lies_sealed("task", "result"), name="part_apart_lies_sealed"),
            models.UniqueConstraint(
                fields=["order", "body"],
                condition=Q(returned_at__isnull=True, cancelled_at__isnull=True),
                name="one_open_part_of_a_body",
            ),
            models.CheckConstraint(condition=Q(due_at__gt=F("asked_at")), name="part_due_after_asking"),
        ]
        indexes = [
            models.Index(
                fields=["body", "due_at"],
                name="part_open_of_body",
                condition=Q(returned_at__isnull=True, cancelled_at__isnull=True),
            )
        ]


class ContactLog(Telling):
    """One try to reach the resident first (先行联系)."""

    case = models.ForeignKey(Case, models.CASCADE, related_name="contacts")
    round = models.PositiveSmallIntegerField()
    way = models.CharField(max_length=8)
    reached = models.BooleanField()
    words = Told(blank=True)
    by = models.ForeignKey("people.Account", models.PROTECT, null=True, related_name="+")
    body = models.ForeignKey("organisations.Body", models.PROTECT, related_name="+")
    at = models.DateTimeField()

    class Meta:
        constraints = [
            models.CheckConstraint(condition=lies_sealed("words"), name="contact_apart_lies_sealed"),
        ]


class ReturnCase(models.Model):
    """A unit says: not ours. With reason, clause and the unit that it suggests."""

    case = models.ForeignKey(Case, models.CASCADE, related_name="return_cases", db_index=False)
    order = models.ForeignKey(WorkOrder, models.PROTECT, related_name="return_cases")
    nth = models.PositiveSmallIntegerField()
    body = models.ForeignKey("organisations.Body", models.PROTECT, related_name="+")
    reason = models.CharField(max_length=20)
    clause = models.CharField(max_length=120)
    words = models.TextField()
    suggested_body = models.ForeignKey("organisations.Body", models.PROTECT, null=True, related_name="+")
    at = models.DateTimeField()
    decided_at = models.DateTimeField(null=True)
    decision = models.CharField(max_length=12, blank=True)
    decision_words = models.TextField(blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["case", "nth"], name="return_counted_once"),
            models.CheckConstraint(condition=Q(nth__gte=1, nth__lte=2), name="at_most_two_returns"),
            models.CheckConstraint(
                condition=Q(decided_at__isnull=True) | Q(decision__in=["accepted", "rejected", "referred"]),
                name="return_decision_known",
            ),
            models.CheckConstraint(
                condition=Q(suggested_body__isnull=False) | Q(reason__in=["outside_government", "wrong_class"]),
                name="return_suggests_a_unit",
            ),
        ]


class Extension(models.Model):
    """More time, asked once a round before the limit ends, and told to the resident."""

    case = models.ForeignKey(Case, models.CASCADE, related_name="extensions", db_index=False)
    order = models.ForeignKey(WorkOrder, models.PROTECT, related_name="+")
    round = models.PositiveSmallIntegerField()
    days = models.PositiveSmallIntegerField()
    words = models.TextField()
    old_due_at = models.DateTimeField()
    new_due_at = models.DateTimeField()
    asked_at = models.DateTimeField()
    asked_by = models.ForeignKey("people.Account", models.PROTECT, null=True, related_name="+")
    decided_at = models.DateTimeField(null=True)
    agreed = models.BooleanField(null=True)
    decision_words = models.TextField(blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["case", "round"], name="one_extension_a_round"),
            models.CheckConstraint(condition=Q(new_due_at__gt=F("old_due_at")), name="extension_moves_forward"),
        ]


class Suspension(models.Model):
    """The clock stands still for a listed reason until a review date, 180 days at most in all."""

    case = models.ForeignKey(Case, models.CASCADE, related_name="suspensions")
    reason = models.CharField(max_length=16)
    words = models.TextField()
    condition = models.CharField(max_length=200)
    asked_at = models.DateTimeField()
    asked_by = models.ForeignKey("people.Account", models.PROTECT, null=True, related_name="+")
    review_on = models.DateField()
    started_at = models.DateTimeField(null=True)
    refused_at = models.DateTimeField(null=True)
    ended_at = models.DateTimeField(null=True)
    decision_words = models.TextField(blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["case"],
                condition=Q(ended_at__isnull=True, refused_at__isnull=True),
                name="one_suspension_at_a_time",
            ),
        ]


class Termination(Telling):
    """A written application to end the work, and its review (T35)."""

    case = models.ForeignKey(Case, models.CASCADE, related_name="terminations")
    reason = models.CharField(max_length=16)
    ground = models.CharField(max_length=2, blank=True)
    words = Told()
    asked_at = models.DateTimeField()
    asked_by = models.ForeignKey("people.Account", models.PROTECT, null=True, related_name="+")
    decided_at = models.DateTimeField(null=True)
    agreed = models.BooleanField(null=True)
    decision_words = models.TextField(blank=True)

    class Meta:
        constraints = [
            models.CheckConstraint(condition=lies_sealed("words"), name="termination_apart_lies_sealed"),
            models.UniqueConstraint(
                fields=["case"], condition=Q(decided_at__isnull=True), name="one_termination_pending"
            ),
        ]
