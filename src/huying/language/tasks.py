"""What the worker does for the words: train again when enough was confirmed."""

from procrastinate.contrib.django import app

from huying.kernel.clock import now
from huying.language.actions import train_due


@app.periodic(cron="37 * * * *")
@app.task(name="language.train", queueing_lock="language.train", lock="language.train")
def train_models(timestamp: int) -> None:
    """Every hour; trains only where enough was confirmed since the last time."""
    train_due(at=now())
