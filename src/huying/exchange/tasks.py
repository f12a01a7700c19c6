"""What the worker does for exchange by itself."""

from procrastinate.contrib.django import app

from huying.exchange.actions import forget_tracking, go_on, tell_webhooks
from huying.exchange.actions.importing import TASK
from huying.kernel.clock import now


@app.periodic(cron="*/15 * * * *")
@app.task(name="exchange.forget", queueing_lock="exchange.forget")
def forget(timestamp: int) -> None:
    forget_tracking(at=now())


@app.task(name=TASK)
def import_file(run_id: int) -> None:
    go_on(run_id, at=now())


@app.periodic(cron="* * * * *")
@app.task(name="exchange.tell_webhooks", queue="deliveries", queueing_lock="exchange.tell_webhooks")
def webhooks(timestamp: int) -> None:
    tell_webhooks(at=now())
