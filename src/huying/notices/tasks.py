"""Timers of notices: carry out what is due, empty what is old."""

from procrastinate.contrib.django import app

from huying.kernel import clock
from huying.notices import actions, worker


@app.periodic(cron="* * * * *")
@app.task(name=worker.TASK, queueing_lock=worker.TASK, lock=worker.TASK)
def deliver(timestamp: int) -> None:
    """Every minute and whenever a message was made; goes on until nothing is due."""
    while worker.deliver_due(at=clock.now()):
        pass


@app.periodic(cron="23 4 * * *")
@app.task(name="notices.reduce", queueing_lock="notices.reduce")
def reduce_messages(timestamp: int) -> None:
    """Nightly."""
    while actions.reduce_messages(at=clock.now()):
        pass
