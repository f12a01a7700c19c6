"""Who may do what with other systems."""

from huying.kernel.actor import Actor
from huying.kernel.errors import NotAllowed

POSTING = "exchange:write"


def demand_scope(actor: Actor, scope: str) -> None:
    if actor.kind != "token" or scope not in actor.scopes:
        raise NotAllowed(to=scope)


def demand_keeper(actor: Actor) -> None:
    """Questions of kinds belong to whoever keeps the lists, and to the system administrator."""
    if not (actor.is_system or actor.holds("list_keeper", "system_admin")):
        raise NotAllowed(to="keep_attributes")


def demand_importer(actor: Actor) -> None:
    """Files of other systems are taken in by the system administrator."""
    if not (actor.is_system or actor.holds("system_admin")):
        raise NotAllowed(to="import_files")
