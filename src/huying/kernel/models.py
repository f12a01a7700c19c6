"""Tables of the kernel: the journal and its deliveries."""

from django.db import models

from huying.kernel.beat import WorkerBeat

__all__ = ["Delivery", "JournalRow", "WorkerBeat"]


class JournalRow(models.Model):
    """One fact about one thing."""

    thing = models.CharField(max_length=64)
    thing_id = models.BigIntegerField()
    code = models.CharField(max_length=64)
    at = models.DateTimeField()
    by = models.BigIntegerField(null=True)
    task = models.CharField(max_length=64, blank=True)
    facts = models.JSONField()


class Delivery(models.Model):
    """One handler's share of one fact, kept apart so that the journal itself never changes."""

    row_id = models.BigIntegerField()
    handler = models.CharField(max_length=200)
    done_at = models.DateTimeField(null=True)
