"""Working time of the tenant as data: weeks of hours, days that differ, years that are published."""

import uuid

from django.contrib.postgres.constraints import ExclusionConstraint
from django.contrib.postgres.fields import IntegerRangeField, RangeOperators
from django.db import models
from django.db.models import F, Func, Q

from huying.calendars.states import DAY_KINDS


class WorkWeek(models.Model):
    """The usual hours from a day on, until a later week takes over."""

    valid_from = models.DateField(unique=True)
    reason = models.TextField()


class WorkSpan(models.Model):
    """One stretch of working time on a weekday (0 is Monday), in minutes from midnight."""

    week = models.ForeignKey(WorkWeek, models.CASCADE, related_name="spans")
    weekday = models.PositiveSmallIntegerField()
    opens = models.PositiveSmallIntegerField()
    closes = models.PositiveSmallIntegerField()

    class Meta:
        constraints = [
            models.CheckConstraint(condition=Q(weekday__lte=6), name="work_span_weekday"),
            models.CheckConstraint(condition=Q(closes__gt=F("opens"), closes__lte=1440), name="work_span_in_order"),
            ExclusionConstraint(
                name="work_spans_do_not_overlap",
                expressions=[
                    ("week", RangeOperators.EQUAL),
                    ("weekday", RangeOperators.EQUAL),
                    (
                        Func("opens", "closes", function="INT4RANGE", output_field=IntegerRangeField()),
                        RangeOperators.OVERLAPS,
                    ),
                ],
            ),
        ]


class CalendarYear(models.Model):
    """A year whose holidays are published. A year without a row, or not published, is provisional."""

    year = models.PositiveSmallIntegerField(unique=True)
    source = models.CharField(max_length=200)
    published_at = models.DateTimeField()


class CalendarDay(models.Model):
    """A day that differs from its weekday: a holiday, a day worked in exchange (调休), or a day of our own.

    A day of our own stands over the published one, which stays beside it.
    `as_weekday` names the weekday whose hours a worked day takes (0 is Monday).
    """

    day = models.DateField()
    kind = models.CharField(max_length=8)
    works = models.BooleanField()
    name = models.CharField(max_length=80, blank=True)
    as_weekday = models.PositiveSmallIntegerField(default=0)
    reason = models.TextField(blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["day"], condition=Q(kind="own"), name="calendar_day_own_once"),
            models.UniqueConstraint(fields=["day"], condition=~Q(kind="own"), name="calendar_day_published_once"),
            models.CheckConstraint(condition=Q(kind__in=list(DAY_KINDS)), name="calendar_day_kind_known"),
            models.CheckConstraint(condition=Q(as_weekday__lte=6), name="calendar_day_weekday"),
            models.CheckConstraint(
                condition=Q(kind="holiday", works=False) | Q(kind="shifted", works=True) | Q(kind="own"),
                name="calendar_day_kind_fits",
            ),
        ]


class CalendarVersion(models.Model):
    """A fresh token with each change, so that a calendar kept in memory is never served stale."""

    only = models.BooleanField(default=True, unique=True)
    token = models.UUIDField(default=uuid.uuid4)

    class Meta:
        constraints = [models.CheckConstraint(condition=Q(only=True), name="one_calendar_version")]
