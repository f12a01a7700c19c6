"""That rows left is written down before the first of them does."""

from datetime import datetime

from django.db import transaction

from huying.cases.public import MAY_EXPORT, Leaving
from huying.exchange.events import CasesExported
from huying.kernel.actor import Actor
from huying.kernel.errors import NotAllowed
from huying.kernel.journal import announce


@transaction.atomic
def note_export(actor: Actor, *, which: Leaving, words: bool, at: datetime) -> None:
    if actor.account_id is None or not actor.holds(*MAY_EXPORT):
        raise NotAllowed(to="export_cases")
    fact = CasesExported(account_id=actor.account_id, since=which.since, until=which.until, words=words)
    announce(fact, by=actor, at=at)
