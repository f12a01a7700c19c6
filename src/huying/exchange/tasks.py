"""What the worker does for exchange by itself."""

from procrastinate.contrib.django import app

from huying.exchange.actions import forget_tracking
from huying.kernel.clock import now


@app.periodic(cron="*/15 * * * *")
@app.task(name="exchange.forget", queueing_lock="exchange.forget")
def forget(timestamp: int) -> None:
    forget_tracking(at=now())
