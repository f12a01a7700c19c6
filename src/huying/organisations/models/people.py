"""Who holds which post, and who was given which role where."""

from django.conf import settings
from django.contrib.postgres.constraints import ExclusionConstraint
from django.contrib.postgres.fields import DateRangeField, DateTimeRangeField, RangeBoundary, RangeOperators
from django.db import models
from django.db.models import F, Func, Q, Value
from django.db.models.functions import Coalesce
from django.utils.translation import gettext_lazy as _

from huying.organisations.models.bodies import Body
from huying.organisations.states import ADMINISTRATORS, BODY_ROLES, post_kinds, roles


def _days(start: str, end: str) -> Func:
    """Both days included."""
    both = RangeBoundary(inclusive_lower=True, inclusive_upper=True)
    return Func(start, end, both, function="DATERANGE", output_field=DateRangeField())


def _moments(start: str, end: str) -> Func:
    """The end is the first moment without."""
    return Func(start, end, function="TSTZRANGE", output_field=DateTimeRangeField())


class OfficePost(models.Model):
    """A seat in a body (书记, 主任 …); people come and go by appointment."""

    body = models.ForeignKey(Body, models.CASCADE, related_name="posts")
    title = models.CharField(_("职务名称"), max_length=60)
    kind = models.CharField(_("职务类别"), max_length=20, choices=post_kinds)
    seats = models.PositiveSmallIntegerField(_("职数"), default=1)
    term_years = models.PositiveSmallIntegerField(_("任期（年）"), null=True, blank=True)
    active = models.BooleanField(_("在用"), default=True)
    close_reason = models.CharField(_("撤销原因"), max_length=300, blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["body", "title"], condition=Q(active=True), name="post_title_once_in_body"),
            models.CheckConstraint(condition=Q(seats__gte=1), name="post_has_a_seat"),
        ]

    def __str__(self) -> str:
        return self.title


class Appointment(models.Model):
    """One person in one post for one term; a part-time member keeps a remit."""

    post = models.ForeignKey(OfficePost, models.CASCADE, related_name="appointments")
    account = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    term_from = models.DateField(_("任期起"))
    term_to = models.DateField(_("任期止"), null=True, blank=True)
    part_time = models.BooleanField(_("兼职"), default=False)
    remit = models.CharField(_("分工"), max_length=200, blank=True)
    reason = models.CharField(_("依据"), max_length=300)

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(term_to__isnull=True) | Q(term_to__gte=F("term_from")), name="appointment_dates"
            ),
            ExclusionConstraint(
                name="appointment_once_at_a_time",
                expressions=[
                    ("post", RangeOperators.EQUAL),
                    ("account", RangeOperators.EQUAL),
                    (
                        _days("term_from", "term_to"),
                        RangeOperators.OVERLAPS,
                    ),
                ],
            ),
        ]


class RoleGrant(models.Model):
    """role × area subtree × line, with its days and its reason. `valid_to` is the first moment without the role."""

    account = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    role = models.CharField(_("角色"), max_length=30, choices=roles)
    area = models.ForeignKey("territory.Area", models.PROTECT, related_name="+")
    line_body = models.ForeignKey(Body, models.PROTECT, null=True, blank=True, related_name="+")
    body = models.ForeignKey(Body, models.PROTECT, null=True, blank=True, related_name="+")
    valid_from = models.DateTimeField(_("生效时间"))
    valid_to = models.DateTimeField(_("终止时间"), null=True, blank=True)
    reason = models.CharField(_("依据"), max_length=300)
    end_reason = models.CharField(_("终止原因"), max_length=300, blank=True)
    granted_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+")

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(valid_to__isnull=True) | Q(valid_to__gte=F("valid_from")), name="grant_dates"
            ),
            models.CheckConstraint(condition=~Q(granted_by=F("account")), name="grant_not_to_oneself"),
            models.CheckConstraint(
                condition=~Q(role__in=BODY_ROLES) | Q(body__isnull=False), name="grant_body_role_names_the_body"
            ),
            ExclusionConstraint(
                name="three_administrators_exclude_one_another",
                expressions=[
                    ("account", RangeOperators.EQUAL),
                    ("role", RangeOperators.NOT_EQUAL),
                    (_moments("valid_from", "valid_to"), RangeOperators.OVERLAPS),
                ],
                condition=Q(role__in=ADMINISTRATORS),
            ),
            ExclusionConstraint(
                name="grant_once_at_a_time",
                expressions=[
                    ("account", RangeOperators.EQUAL),
                    ("role", RangeOperators.EQUAL),
                    ("area", RangeOperators.EQUAL),
                    (Coalesce("body", Value(0)), RangeOperators.EQUAL),
                    (Coalesce("line_body", Value(0)), RangeOperators.EQUAL),
                    (_moments("valid_from", "valid_to"), RangeOperators.OVERLAPS),
                ],
            ),
        ]
        indexes = [models.Index(fields=["body", "role"], name="grant_by_body")]
