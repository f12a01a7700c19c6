"""The worker's beat: one row that a living worker keeps fresh, so that a dead one is seen within a minute."""

from datetime import datetime

from django.db import models
from procrastinate.contrib.django import app

from huying.kernel.clock import now


class WorkerBeat(models.Model):
    """When a worker last did a job. One row."""

    name = models.CharField(max_length=32, primary_key=True)
    at = models.DateTimeField()


def last_beat() -> datetime | None:
    return WorkerBeat.objects.filter(name="worker").values_list("at", flat=True).first()


@app.periodic(cron="* * * * * */15")
@app.task(queueing_lock="kernel.beat", priority=100, name="kernel.beat")
def beat(timestamp: int) -> None:
    """Every 15 seconds, before all other work."""
    WorkerBeat.objects.update_or_create(name="worker", defaults={"at": now()})
