"""What of a case can be compared with others: hashes of what it says, never words. Nothing of confidential ones."""

from django.contrib.postgres.fields import ArrayField
from django.contrib.postgres.indexes import GinIndex
from django.db import models
from django.db.models import Q

from huying.cases.models.case import Case


class CasePrint(models.Model):
    """Written after the commit from what the journal says; taken away when it is too old to be compared.

    `matter` is its category of the second level, `place` the community it lies in (else what was known of its place),
    `bands` lead from one text to much alike ones anywhere.
    """

    case = models.OneToOneField(Case, models.CASCADE, primary_key=True, related_name="case_print")
    filed_at = models.DateTimeField()
    matter = models.CharField(max_length=4)
    place = models.ForeignKey("territory.Area", models.PROTECT, db_index=False, related_name="+")
    sketch = models.BinaryField()
    bands = ArrayField(models.IntegerField())

    class Meta:
        indexes = [
            GinIndex(fields=["bands"], name="case_print_bands"),
            models.Index(fields=["filed_at", "case"], name="case_print_oldest"),
            models.Index(fields=["matter", "filed_at", "case"], name="case_print_of_matter"),
            models.Index(fields=["matter", "place", "filed_at", "case"], name="case_print_near"),
        ]


class AnswerPrint(models.Model):
    """The same of an answer that a unit handed in, to notice one that is given again and again."""

    result = models.OneToOneField("cases.Result", models.CASCADE, primary_key=True, related_name="answer_print")
    case = models.ForeignKey(Case, models.CASCADE, related_name="answer_prints")
    handed_in_at = models.DateTimeField()
    sketch = models.BinaryField()
    bands = ArrayField(models.IntegerField())

    class Meta:
        indexes = [
            GinIndex(fields=["bands"], name="answer_print_bands"),
            models.Index(fields=["handed_in_at", "result"], name="answer_print_oldest"),
        ]


class LikenessRule(models.Model):
    """From when two cases count as candidates for the same matter, and many people as one topic (C.8)."""

    valid_from = models.DateField(unique=True)
    metres = models.PositiveIntegerField(default=200)
    days = models.PositiveIntegerField(default=30)
    near_percent = models.PositiveSmallIntegerField(default=12)
    """Near by, from so much likeness of the words on; distance and kind say the rest."""
    far_percent = models.PositiveSmallIntegerField(default=35)
    """Anywhere, from so much likeness on."""
    topic_people = models.PositiveSmallIntegerField(default=5)
    topic_days = models.PositiveSmallIntegerField(default=7)
    topic_metres = models.PositiveIntegerField(default=500)

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(near_percent__lte=100, far_percent__lte=100, days__gte=1, days__lte=90, topic_days__gte=1),
                name="likeness_in_bounds",
            ),
        ]
