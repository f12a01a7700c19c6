"""What the worker does for the figures by itself."""

from procrastinate.contrib.django import app

from huying.evaluation.actions import load_definitions, raise_alerts, take_values
from huying.evaluation.keeping import FACTS_AT_ONCE, read_on
from huying.evaluation.publishing import publish_months
from huying.kernel.actor import SYSTEM
from huying.kernel.clock import now


@app.periodic(cron="* * * * * */15")
@app.task(name="evaluation.read_on", queueing_lock="evaluation.read_on")
def keep_figures(timestamp: int) -> None:
    """Every quarter of a minute; goes on until the journal has nothing new."""
    while read_on(at=now()) == FACTS_AT_ONCE:
        pass


@app.periodic(cron="40 3 * * *")
@app.task(name="evaluation.take_values", queueing_lock="evaluation.take_values")
def take_values_of_months(timestamp: int) -> None:
    """Every night: definitions that came with an update, then what is told of the months that are over."""
    at = now()
    load_definitions(SYSTEM, at=at)
    take_values(SYSTEM, at=at)
    publish_months(SYSTEM, at=at)
    raise_alerts(SYSTEM, at=at)
