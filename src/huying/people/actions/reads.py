"""The read log: written first, by itself, so that a refusal or a later failure leaves its line."""

from datetime import datetime

from huying.kernel.actor import Actor
from huying.people.actions.apart import apart
from huying.people.errors import TaskNeeded
from huying.people.states import ReadOutcome

INSERT = (
    "INSERT INTO people_readlog (account_id, actor_kind, thing, thing_id, fields, task, outcome, at)"
    " VALUES (%s, %s, %s, %s, %s, %s, %s, %s)"
)


def note_look(
    actor: Actor, *, thing: str, thing_id: int, fields: tuple[str, ...], task: str, outcome: ReadOutcome, at: datetime
) -> None:
    """One line of the read log. A look without a task is not possible."""
    if not task.strip():
        raise TaskNeeded(fields={"task": TaskNeeded.message})
    row = [actor.account_id, actor.kind, thing, thing_id, list(fields), task.strip()[:64], outcome.value, at]
    with apart() as connection, connection.cursor() as cursor:
        cursor.execute(INSERT, row)


def log_refused(
    actor: Actor, *, task: str, at: datetime, record_id: int | None = None, thing: tuple[str, int] | None = None
) -> None:
    """A refused look at a sealed record, or at a sealed thing such as ("case", 17); kept although all rolls back."""
    name, number = thing or ("sealed_record", int(record_id or 0))
    note_look(actor, thing=name, thing_id=number, fields=(), task=task or "unnamed", outcome=ReadOutcome.REFUSED, at=at)
