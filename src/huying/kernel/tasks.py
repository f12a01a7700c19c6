"""What the worker does for the kernel, each by the minute or by the day."""

from procrastinate import JobContext
from procrastinate.contrib.django import app
from procrastinate.exceptions import UniqueViolation
from procrastinate.jobs import Status

from huying.kernel import deliveries, partitions, sealfile, sealing, throttle
from huying.kernel.clock import now


@app.task(name=deliveries.TASK, queue="deliveries", priority=10)
def deliver(row_id: int) -> None:
    deliveries.deliver_row(row_id, at=now())


@app.periodic(cron="* * * * *")
@app.task(name="kernel.sweep_deliveries", queue="deliveries", queueing_lock="kernel.sweep_deliveries")
def sweep_deliveries(timestamp: int) -> None:
    deliveries.deliver_due(at=now())


@app.periodic(cron="* * * * *")
@app.task(name="kernel.seal", queueing_lock="kernel.seal")
def seal(timestamp: int) -> None:
    """What was committed since the last minute; then the copy outside the database."""
    sealing.seal_committed(at=now())
    sealfile.write_out()


@app.periodic(cron="17 3 * * *")
@app.task(name="kernel.housekeeping", queueing_lock="kernel.housekeeping")
def housekeeping(timestamp: int) -> None:
    """Months of the journal ahead; counts and deliveries whose time is over."""
    at = now()
    partitions.ensure_months(at=at)
    throttle.sweep(at)
    deliveries.forget_done(at=at)


@app.periodic(cron="* * * * *")
@app.task(name="kernel.take_up_stalled", queueing_lock="kernel.take_up_stalled", pass_context=True)
async def take_up_stalled(context: JobContext, timestamp: int) -> None:
    """Jobs whose worker died are put back, so that no lock is held for ever."""
    await put_back_stalled()


async def put_back_stalled() -> None:
    for job in await app.job_manager.get_stalled_jobs(seconds_since_heartbeat=60):
        try:
            await app.job_manager.retry_job(job)
        except UniqueViolation:  # the next one of its kind waits already, and for the lock that this one holds
            await app.job_manager.finish_job(job, Status.FAILED, delete_job=False)
