"""Whoever is given an alert gets a message: what it is, why, by when, and what to do."""

from datetime import datetime

from django.utils.functional import lazy
from django.utils.translation import get_language

from huying.evaluation.models import Alert
from huying.evaluation.queries.alerts import alert_words
from huying.notices.public import Recipient, send


def _said(one: Alert, name: str) -> str:
    return alert_words(one, name, get_language() or "")


_lazily = lazy(_said, str)
"""In the language of whoever reads it."""


def tell_owner(one: Alert, *, at: datetime) -> None:
    facts = {
        "kind": _lazily(one, "name"), "reason": _lazily(one, "why"), "task": _lazily(one, "next"), "until": one.due_on,
    }  # fmt: skip
    send(
        to=Recipient(account_id=one.owner_id),
        template="staff.figure_alert",
        facts=facts,
        about=("alert", one.pk),
        at=at,
    )
