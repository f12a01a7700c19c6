"""Where an alert leads, and that it is among what somebody owes today."""

from datetime import datetime

from django.urls import reverse

from huying.cases.public import OwedBeside, register_owed
from huying.evaluation.public import alert_words, owed_alerts
from huying.kernel.actor import Actor
from huying.notices.public import page_of_thing


def alerts_page(actor: Actor, alert_id: int) -> str:
    return f"{reverse('dashboards:alerts')}#alert-{alert_id}"


def alerts_owed(actor: Actor, at: datetime) -> list[OwedBeside]:
    return [
        OwedBeside(
            title=alert_words(one, "name"), text=alert_words(one, "why"), href=alerts_page(actor, one.pk),
            due_on=one.due_on, late=bool(one.due_on and one.due_on < at.date()),
        )
        for one in owed_alerts(actor)
    ]  # fmt: skip


def tell_others() -> None:
    """When the apps are ready."""
    page_of_thing("alert", alerts_page)
    register_owed("alerts", alerts_owed)
