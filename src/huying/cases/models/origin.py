"""Where a case came from when another system had it first, and how far the loading of the past has come."""

from django.db import models
from django.db.models import F, Q

from huying.cases.models.case import Case


class CaseOrigin(models.Model):
    """The number under which another system knows a case. The same number of the same source is never taken twice."""

    case = models.ForeignKey(Case, models.CASCADE, related_name="origins")
    source = models.CharField(max_length=40)
    number = models.CharField(max_length=64)
    digest = models.CharField(max_length=64, blank=True)
    """A hash of what came last, so that the same again changes nothing."""
    at = models.DateTimeField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["source", "number"], name="case_origin_once")]


class HistoryLoad(models.Model):
    """One loading of past cases: how many rows are behind it. It goes on where it stopped."""

    key = models.CharField(max_length=80, unique=True)
    source = models.CharField(max_length=40)
    position = models.BigIntegerField(default=0)
    loaded = models.BigIntegerField(default=0)
    known = models.BigIntegerField(default=0)
    refused = models.BigIntegerField(default=0)
    set_aside = models.JSONField(default=list)
    """How to put back the indexes that were taken off meanwhile."""
    started_at = models.DateTimeField()
    finished_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(position=F("loaded") + F("known") + F("refused")), name="history_load_adds_up"
            ),
            models.CheckConstraint(condition=Q(finished_at=None) | Q(set_aside=[]), name="history_load_left_tidy"),
        ]
