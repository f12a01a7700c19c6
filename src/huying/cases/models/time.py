"""Time: limits as data, the clocks of a case, and the timers that fire when a moment has come."""

from django.db import models
from django.db.models import F, Q

from huying.cases.models.case import Case
from huying.kernel.prepared import PreparedRow


class SlaRule(models.Model):
    """The limits of a class, narrowed to a category or an area when given; all numbers are data with a version."""

    klass = models.CharField(max_length=1)
    category_code = models.CharField(max_length=6, blank=True)
    area = models.ForeignKey("territory.Area", models.PROTECT, null=True, related_name="+")
    version = models.PositiveIntegerField(default=1)
    limits = models.JSONField()
    """Kind of clock → [amount, unit]; see `limits.py` for the kinds and the defaults."""
    valid_from = models.DateField()
    valid_to = models.DateField(null=True)
    reason = models.CharField(max_length=200, blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["klass", "category_code", "area", "version"], nulls_distinct=False, name="sla_version_once"
            ),
            models.UniqueConstraint(
                fields=["klass", "category_code", "area"],
                condition=Q(valid_to__isnull=True),
                nulls_distinct=False,
                name="sla_one_open_version",
            ),
            models.CheckConstraint(
                condition=Q(valid_to__isnull=True) | Q(valid_to__gte=F("valid_from")), name="sla_period_forward"
            ),
        ]


class Clock(PreparedRow):
    """One time limit of a case: running, stopped with its seconds kept, met, or cancelled."""

    case = models.ForeignKey(Case, models.CASCADE, db_index=False, related_name="clocks")
    kind = models.CharField(max_length=20)
    ref = models.CharField(max_length=24, blank=True)
    """What it belongs to besides the case, e.g. "part:7"."""
    round = models.PositiveSmallIntegerField(default=1)
    body = models.ForeignKey("organisations.Body", models.PROTECT, null=True, db_index=False, related_name="+")
    limit_amount = models.PositiveIntegerField()
    limit_unit = models.CharField(max_length=10)
    rule = models.ForeignKey(SlaRule, models.PROTECT, null=True, db_index=False, related_name="+")
    basis = models.CharField(max_length=120, blank=True)
    started_at = models.DateTimeField()
    due_at = models.DateTimeField(null=True)
    warn_at = models.DateTimeField(null=True)
    counted_from = models.DateTimeField()
    counted_amount = models.BigIntegerField()
    counted_unit = models.CharField(max_length=12)
    """From when and how much is counted now; differs from the limit after a stop or an extension."""
    total_seconds = models.BigIntegerField()
    generation = models.PositiveSmallIntegerField(default=0)
    provisional = models.BooleanField(default=False)
    running = models.BooleanField(default=True)
    stopped_at = models.DateTimeField(null=True)
    seconds_left = models.BigIntegerField(null=True)
    met_at = models.DateTimeField(null=True)
    late = models.BooleanField(default=False)
    cancelled_at = models.DateTimeField(null=True)
    origin_due_at = models.DateTimeField()
    """The due time when it started, before any stop or extension."""

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(due_at__isnull=True) | Q(due_at__gt=F("started_at")), name="clock_due_after_start"
            ),
            models.CheckConstraint(
                condition=Q(running=False) | Q(due_at__isnull=False, met_at__isnull=True, cancelled_at__isnull=True),
                name="clock_running_has_a_due_time",
            ),
            models.CheckConstraint(
                condition=Q(running=True)
                | Q(met_at__isnull=False)
                | Q(cancelled_at__isnull=False)
                | Q(stopped_at__isnull=False, seconds_left__isnull=False),
                name="clock_stopped_keeps_its_seconds",
            ),
            models.UniqueConstraint(
                fields=["case", "kind", "ref"],
                condition=Q(met_at__isnull=True, cancelled_at__isnull=True),
                name="one_live_clock_of_a_kind",
            ),
        ]
        indexes = [
            models.Index(fields=["due_at", "id"], name="clock_running_by_due", condition=Q(running=True)),
            models.Index(fields=["case", "kind"], name="clock_of_case"),
            models.Index(fields=["id"], name="clock_provisional", condition=Q(provisional=True, running=True)),
        ]


class Timer(PreparedRow):
    """Something that must happen at a moment, once. Found by due time, oldest first, whatever the case's state."""

    case = models.ForeignKey(Case, models.CASCADE, db_index=False, related_name="timers")
    kind = models.CharField(max_length=24)
    ref = models.CharField(max_length=24)
    """What it belongs to, e.g. "clock:17" or "round:2"; a timer exists once for case, kind and ref."""
    due_at = models.DateTimeField(null=True)
    fired_at = models.DateTimeField(null=True)
    attempts = models.PositiveSmallIntegerField(default=0)
    failed_at = models.DateTimeField(null=True)
    failure = models.CharField(max_length=80, blank=True)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["case", "kind", "ref"], name="timer_once")]
        indexes = [
            models.Index(
                fields=["due_at", "id"],
                name="timer_waiting_by_due",
                condition=Q(fired_at__isnull=True, due_at__isnull=False),
            ),
            models.Index(fields=["failed_at"], name="timer_failed", condition=Q(failed_at__isnull=False)),
        ]
