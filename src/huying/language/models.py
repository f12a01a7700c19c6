"""What was confirmed (as hashed pieces, never as words), what was suggested before, and the versions trained of it."""

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import F, Q

from huying.kernel.kept import group
from huying.kernel.prepared import PreparedRow

KEPT = group("language", "language_modelversion", "language_setting")


class ModelVersion(models.Model):
    """Weights of one training. One version of a scheme may be in use; without one its names alone suggest."""

    scheme = models.CharField(max_length=40)
    number = models.PositiveIntegerField()
    weights = models.BinaryField()
    samples = models.PositiveIntegerField()
    last_sample = models.BigIntegerField()
    """Confirmations up to this one are in the weights; later ones move them in each process."""
    figures = models.JSONField(default=dict)
    in_use = models.BooleanField(default=False)
    made_at = models.DateTimeField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["scheme", "number"], name="model_version_numbered_once"),
            models.UniqueConstraint(fields=["scheme"], condition=Q(in_use=True), name="one_model_version_in_use"),
            models.CheckConstraint(condition=Q(number__gte=1), name="model_version_from_one"),
        ]

    def __str__(self) -> str:
        return f"{self.scheme} {self.number}"


class Setting(models.Model):
    """Whether new versions are taken into use by themselves. Somebody who goes back to an older one stops that."""

    scheme = models.CharField(max_length=40, unique=True)
    follows = models.BooleanField(default=True)


class Sample(PreparedRow):
    """One confirmation: hashes of the pieces of a text and of its first words, with the label a person chose."""

    scheme = models.CharField(max_length=40)
    label = models.CharField(max_length=40)
    thing = models.CharField(max_length=40)
    thing_id = models.BigIntegerField()
    whole = models.BinaryField()
    short = models.BinaryField()
    at = models.DateTimeField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["scheme", "thing", "thing_id"], name="sample_of_a_thing_once"),
        ]
        indexes = [
            models.Index(fields=["scheme", "id"], name="samples_of_scheme"),
            models.Index(fields=["scheme", "label", "-id"], name="samples_of_label"),
        ]


class Verdict(PreparedRow):
    """What was suggested for a thing, and what a person chose in the end. Both stay."""

    scheme = models.CharField(max_length=40)
    thing = models.CharField(max_length=40)
    thing_id = models.BigIntegerField()
    version = models.PositiveIntegerField()
    predicted = ArrayField(models.CharField(max_length=40), default=list)
    """At most three labels, best first; they were kept when the model abstained, too."""
    confidence = models.FloatField(default=0)
    abstained = models.CharField(max_length=20, blank=True)
    final = models.CharField(max_length=40)
    at = models.DateTimeField()
    changed_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["scheme", "thing", "thing_id"], name="verdict_of_a_thing_once"),
            models.CheckConstraint(condition=Q(confidence__gte=0, confidence__lte=1), name="verdict_confidence_share"),
            models.CheckConstraint(
                condition=Q(changed_at__isnull=True) | Q(changed_at__gte=F("at")), name="verdict_changed_after"
            ),
        ]
        indexes = [models.Index(fields=["scheme", "at"], name="verdicts_of_scheme_by_time")]
