"""That rows left is written down before the first of them does."""

from datetime import datetime

from django.db import transaction

from huying.cases.public import Leaving, exporter
from huying.exchange.events import CasesExported
from huying.kernel.actor import Actor
from huying.kernel.journal import announce


@transaction.atomic
def note_export(actor: Actor, *, which: Leaving, words: bool, at: datetime) -> None:
    fact = CasesExported(account_id=exporter(actor), since=which.since, until=which.until, words=words)
    announce(fact, by=actor, at=at)
