"""What is told of the months that are over: values, what everybody may see, and what needs a look."""

from datetime import datetime

from huying.evaluation.actions import load_definitions, raise_alerts, take_values
from huying.evaluation.publishing import publish_months
from huying.kernel.actor import SYSTEM


def tell_months(*, at: datetime) -> None:
    """Every night; each part tells only what is new."""
    load_definitions(SYSTEM, at=at)
    take_values(SYSTEM, at=at)
    publish_months(SYSTEM, at=at)
    raise_alerts(SYSTEM, at=at)
