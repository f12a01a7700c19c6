"""What is told of the months that are over: values, what everybody may see, and what needs a look."""

from datetime import datetime, timedelta

from huying.evaluation.actions import load_definitions, raise_alerts, take_values
from huying.evaluation.keeping import read_all
from huying.evaluation.publishing import publish_months
from huying.evaluation.queries.sums import read_up_to
from huying.kernel.actor import SYSTEM

FRESH = timedelta(hours=1)
"""Whoever became confidential since the journal was last read would be counted among the public ones."""


def tell_months(*, at: datetime) -> None:
    """Every night; each part tells only what is new."""
    load_definitions(SYSTEM, at=at)
    take_values(SYSTEM, at=at)
    if _up_to_date(at):
        publish_months(SYSTEM, at=at)
    raise_alerts(SYSTEM, at=at)


def _up_to_date(at: datetime) -> bool:
    """Else the months are told another night."""
    read_all(at=at)
    read = read_up_to()
    return not read.rebuilding and read.read_at is not None and at - read.read_at < FRESH
