"""The resident judges: call-back tries, ratings by link, requests to reopen, objections."""

from django.db import models
from django.db.models import Q

from huying.cases.models.case import Case, Reporter
from huying.cases.models.told import Telling, Told, lies_sealed
from huying.kernel.prepared import PreparedRow


class CallTry(models.Model):
    """One try to call back, by somebody outside the handling unit."""

    case = models.ForeignKey(Case, models.CASCADE, related_name="call_tries", db_index=False)
    round = models.PositiveSmallIntegerField()
    nth = models.PositiveSmallIntegerField()
    way = models.CharField(max_length=8)
    reached = models.BooleanField()
    by = models.ForeignKey("people.Account", models.PROTECT, null=True, related_name="+")
    at = models.DateTimeField()
    on = models.DateField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["case", "round", "nth"], name="call_try_counted"),
            models.CheckConstraint(condition=Q(nth__gte=1, nth__lte=3), name="at_most_three_tries"),
        ]


class Rating(Telling):
    """What the resident said of one round; "not rated" is outside all rates and never counts as satisfied."""

    case = models.ForeignKey(Case, models.CASCADE, related_name="ratings", db_index=False)
    round = models.PositiveSmallIntegerField()
    rated = models.BooleanField(default=True)
    contacted = models.BooleanField(null=True)
    solved = models.CharField(max_length=6, blank=True)
    satisfied = models.CharField(max_length=6, blank=True)
    reasons = models.JSONField(default=list)
    words = Told(blank=True)
    way = models.CharField(max_length=8)
    accepted_explanation = models.BooleanField(default=False)
    by = models.ForeignKey("people.Account", models.PROTECT, null=True, related_name="+")
    at = models.DateTimeField()
    excluded = models.CharField(max_length=20, blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["case", "round"], name="one_rating_a_round"),
            models.CheckConstraint(
                condition=Q(rated=False, solved="", satisfied="")
                | Q(rated=True, solved__in=["yes", "partly", "no"], satisfied__in=["yes", "mostly", "no"]),
                name="rating_whole_or_not_rated",
            ),
            models.CheckConstraint(condition=lies_sealed("words"), name="rating_apart_lies_sealed"),
        ]


class Voice(Telling):
    """What somebody who said “me too” answers in one round. It stands beside the rating of the first reporter: an order
    counts once in the rates. Who is not content gets a case of their own, which is judged by itself."""

    case = models.ForeignKey(Case, models.CASCADE, related_name="heard")
    round = models.PositiveSmallIntegerField()
    reporter = models.ForeignKey(Reporter, models.CASCADE, related_name="+", db_index=False)
    solved = models.CharField(max_length=6)
    satisfied = models.CharField(max_length=6)
    reasons = models.JSONField(default=list)
    words = Told(blank=True)
    way = models.CharField(max_length=8)
    at = models.DateTimeField()
    own_case = models.ForeignKey(Case, models.PROTECT, null=True, related_name="+")

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["reporter", "case", "round"], name="one_voice_of_a_reporter_a_round"),
            models.CheckConstraint(
                condition=Q(solved__in=["yes", "partly", "no"], satisfied__in=["yes", "mostly", "no"]),
                name="voice_whole",
            ),
            models.CheckConstraint(condition=lies_sealed("words"), name="voice_apart_lies_sealed"),
        ]


class RatingLink(PreparedRow):
    """A link with which one reporter rates one round without an account; good once."""

    case = models.ForeignKey(Case, models.CASCADE, related_name="rating_links", db_index=False)
    reporter = models.ForeignKey(Reporter, models.CASCADE, null=True, related_name="+")
    """Null: of the time before every reporter had a link of their own; then the first one is meant."""
    round = models.PositiveSmallIntegerField()
    token_index = models.CharField(max_length=128, unique=True)
    made_at = models.DateTimeField()
    expires_at = models.DateTimeField()
    used_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["case", "round", "reporter"], nulls_distinct=False, name="one_rating_link_a_reporter_a_round"
            )
        ]


class ReopenRequest(models.Model):
    """A second or third “not solved”, waiting for the dispatcher."""

    case = models.ForeignKey(Case, models.CASCADE, related_name="reopen_requests", db_index=False)
    round = models.PositiveSmallIntegerField()
    asked_at = models.DateTimeField()
    decided_at = models.DateTimeField(null=True)
    decision = models.CharField(max_length=12, blank=True)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["case", "round"], name="one_reopen_request_a_round")]


class Objection(Telling):
    """The resident does not agree that the case is not accepted or was ended."""

    case = models.ForeignKey(Case, models.CASCADE, related_name="objections")
    against = models.CharField(max_length=3)
    words = Told()
    at = models.DateTimeField()
    decided_at = models.DateTimeField(null=True)
    upheld = models.BooleanField(null=True)
    decision_words = models.TextField(blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["case"], condition=Q(decided_at__isnull=True), name="one_objection_pending"
            ),
            models.CheckConstraint(condition=lies_sealed("words"), name="objection_apart_lies_sealed"),
        ]
