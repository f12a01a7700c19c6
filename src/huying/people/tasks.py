"""What people does by the clock: erase what is due, forget old codes, sweep sessions that are over."""

import logging

from procrastinate.contrib.django import app

from huying.kernel.actor import SYSTEM
from huying.kernel.clock import now
from huying.people.actions.sealing import purge_due
from huying.people.actions.sign_in import forget_old_codes
from huying.people.models import Session

log = logging.getLogger(__name__)


@app.periodic(cron="17 2 * * *")
@app.task(queueing_lock="people.purge", name="people.purge")
def purge(timestamp: int) -> dict[str, int]:
    """Every night. The report is counts by purpose; each erased record has its own fact in the journal."""
    report = purge_due(SYSTEM, at=now())
    log.info(
        "people: erased %s", " ".join(f"{purpose}={count}" for purpose, count in sorted(report.items())) or "nothing"
    )
    return report


@app.periodic(cron="41 * * * *")
@app.task(queueing_lock="people.sweep", name="people.sweep")
def sweep(timestamp: int) -> None:
    """Every hour: codes of yesterday and sessions that are over."""
    forget_old_codes(at=now())
    Session.objects.filter(expire_date__lt=now()).delete()
