"""What the worker does for the figures by itself."""

from procrastinate.contrib.django import app

from huying.evaluation.keeping import read_all
from huying.evaluation.monthly import tell_months
from huying.kernel.clock import now


@app.periodic(cron="* * * * * */15")
@app.task(name="evaluation.read_on", queueing_lock="evaluation.read_on")
def keep_figures(timestamp: int) -> None:
    """Every quarter of a minute; goes on until the journal has nothing new."""
    read_all(at=now())


@app.periodic(cron="40 3 * * *")
@app.task(name="evaluation.take_values", queueing_lock="evaluation.take_values")
def take_values_of_months(timestamp: int) -> None:
    """Every night: definitions that came with an update, then what is told of the months that are over."""
    tell_months(at=now())
