"""What was done, and whether it was seen on the spot."""

from django.db import models
from django.db.models import Q

from huying.cases.models.case import Case
from huying.cases.models.orders import WorkOrder
from huying.cases.models.told import Telling, Told, lies_sealed


class Result(Telling):
    """A result as handed in by the lead unit, and what the dispatcher found."""

    case = models.ForeignKey(Case, models.CASCADE, related_name="results")
    order = models.ForeignKey(WorkOrder, models.PROTECT, related_name="results")
    round = models.PositiveSmallIntegerField()
    kind = models.CharField(max_length=16)
    text = Told()
    done = Told()
    talk = Told()
    basis = models.CharField(max_length=200, blank=True)
    handed_in_at = models.DateTimeField()
    handed_in_by = models.ForeignKey("people.Account", models.PROTECT, null=True, related_name="+")
    decided_at = models.DateTimeField(null=True)
    approved = models.BooleanField(null=True)
    rejection = models.CharField(max_length=12, blank=True)
    decision_words = models.TextField(blank=True)

    class Meta:
        constraints = [
            models.CheckConstraint(condition=lies_sealed("text", "done", "talk"), name="result_apart_lies_sealed"),
            models.UniqueConstraint(fields=["case"], condition=Q(decided_at__isnull=True), name="one_result_pending"),
            models.CheckConstraint(condition=~Q(approved=False) | Q(rejection__gt=""), name="rejected_result_says_why"),
        ]


class SiteCheck(Telling):
    """A grid worker looks at the place: was it done?"""

    case = models.ForeignKey(Case, models.CASCADE, related_name="site_checks")
    result = models.ForeignKey(Result, models.PROTECT, related_name="checks")
    ordered_at = models.DateTimeField()
    due_at = models.DateTimeField()
    done_at = models.DateTimeField(null=True)
    done_by = models.ForeignKey("people.Account", models.PROTECT, null=True, related_name="+")
    passed = models.BooleanField(null=True)
    words = Told(blank=True)

    class Meta:
        constraints = [
            models.CheckConstraint(condition=lies_sealed("words"), name="check_apart_lies_sealed"),
            models.UniqueConstraint(fields=["case"], condition=Q(done_at__isnull=True), name="one_site_check_open"),
        ]
