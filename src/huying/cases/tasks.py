"""What the worker does for cases by itself."""

from procrastinate.contrib.django import app

from huying.cases.firing import fire_due_timers
from huying.cases.holding import timers_free
from huying.kernel.clock import now


@app.periodic(cron="* * * * *")
@app.task(name="cases.fire_due_timers", queueing_lock="cases.fire_due_timers")
def fire_timers(timestamp: int) -> None:
    """Every minute; goes on until nothing is due."""
    while timers_free() and fire_due_timers(at=now()):
        pass
