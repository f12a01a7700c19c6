"""What many people bring at the same time: topics made by the worker. Counts only; nobody is kept in them."""

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import Q

from huying.cases.models.case import Case


class Topic(models.Model):
    """Cases of one kind in alike words around one place. Made anew whenever one of its kind comes in."""

    matter = models.CharField(max_length=4)
    core = models.ForeignKey(Case, models.CASCADE, related_name="+")
    area = models.ForeignKey("territory.Area", models.PROTECT, related_name="+")
    """The area of its core."""
    keywords = ArrayField(models.CharField(max_length=20), default=list)
    cases = models.PositiveIntegerField()
    people = models.PositiveIntegerField()
    """Distinct people within the last days that the rule names; anonymous ones cannot be told apart: left out."""
    people_before = models.PositiveIntegerField()
    """The same for as many days before: growth."""
    gathered = models.BooleanField(default=False)
    """集中诉求: as many distinct people as the rule asks for, within its days."""
    first_at = models.DateTimeField()
    last_at = models.DateTimeField()
    lon = models.FloatField(null=True)
    lat = models.FloatField(null=True)
    radius_m = models.PositiveIntegerField()
    """The stated radius: nothing farther from its core is in it."""
    heat = models.FloatField()
    made_at = models.DateTimeField()

    class Meta:
        constraints = [
            models.CheckConstraint(condition=Q(cases__gte=2), name="topic_of_two_at_least"),
            models.CheckConstraint(
                condition=Q(lon__isnull=True, lat__isnull=True) | Q(lon__isnull=False, lat__isnull=False),
                name="topic_point_whole",
            ),
        ]
        indexes = [
            models.Index(fields=["-heat", "-id"], name="topics_hottest_first"),
            models.Index(fields=["matter"], name="topics_of_matter"),
            models.Index(fields=["last_at"], name="topics_oldest"),
        ]


class TopicRun(models.Model):
    """When the topics of a kind of matter were made, and of how many cases up to which."""

    matter = models.CharField(max_length=4, unique=True)
    prints = models.PositiveIntegerField()
    last_case = models.BigIntegerField()
    made_at = models.DateTimeField()


class TopicCase(models.Model):
    """That a case belongs to a topic, and how alike it is to the core in per cent."""

    topic = models.ForeignKey(Topic, models.CASCADE, related_name="members")
    case = models.OneToOneField(Case, models.CASCADE, related_name="in_topic")
    likeness = models.PositiveSmallIntegerField()
