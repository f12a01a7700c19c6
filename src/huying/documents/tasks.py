"""Timers of documents: originals after 30 days, uploads that belong to nothing, files without a row."""

from procrastinate.contrib.django import app

from huying.documents import actions, sweeping
from huying.kernel import clock


@app.periodic(cron="17 * * * *")
@app.task(queueing_lock="documents.purge", pass_context=False)
def purge_documents(timestamp: int) -> None:
    """Hourly: what must go, goes."""
    at = clock.now()
    actions.purge_originals(at)
    actions.purge_orphans(at)


@app.periodic(cron="41 3 * * *")
@app.task(queueing_lock="documents.sweep", pass_context=False)
def sweep_storage(timestamp: int) -> None:
    """Nightly: files whose row was rolled back or whose deletion failed."""
    sweeping.sweep(clock.now())
