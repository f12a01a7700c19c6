"""Tables of exchange: what other systems sent in, and what they are asked besides."""

from django.db import models
from django.db.models import Q

DATATYPES = ("string", "number", "datetime", "text", "singlevaluelist", "multivaluelist")


class ServiceAttribute(models.Model):
    """One more question that apps ask about matters of a kind, as Open311 has it."""

    category_code = models.CharField(max_length=6)
    code = models.CharField(max_length=24)
    variable = models.BooleanField(default=True)
    """False: only shown, nothing is answered."""
    datatype = models.CharField(max_length=16)
    required = models.BooleanField(default=False)
    description = models.CharField(max_length=120)
    hint = models.CharField(max_length=120, blank=True)
    choices = models.JSONField(default=list)
    """Pairs of key and name, for lists."""
    since = models.DateTimeField()
    until = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["category_code", "code"], condition=Q(until=None), name="service_attribute_once"
            ),
            models.CheckConstraint(condition=Q(datatype__in=DATATYPES), name="service_attribute_datatype_known"),
            models.CheckConstraint(
                condition=Q(variable=True) | Q(required=False), name="what_is_only_shown_is_not_required"
            ),
        ]


class Posting(models.Model):
    """That a system sent something in, so that the same sent again stays one case."""

    sender = models.CharField(max_length=64)
    key_index = models.CharField(max_length=64, null=True)
    digest = models.CharField(max_length=64)
    token = models.UUIDField(unique=True)
    case = models.ForeignKey("cases.Case", models.CASCADE, null=True, related_name="+")
    batch = models.BooleanField(default=False)
    """The number is told only after the intake desk has taken it."""
    tracking = models.BinaryField(null=True)
    """The tracking code, sealed, for the case that the answer was lost on its way; forgotten after a day."""
    made_at = models.DateTimeField()
    until = models.DateTimeField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["sender", "key_index"], name="posting_once_for_a_key")]
        indexes = [models.Index(fields=["until"], name="posting_to_forget", condition=Q(tracking__isnull=False))]
