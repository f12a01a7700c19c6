"""The security administrator keeps bodies, posts and roles in their area."""

from django.db.models import Q

from huying.kernel.actor import Actor
from huying.kernel.errors import NotAllowed
from huying.kernel.rulebook import EVERYTHING, NOBODY, within

KEEPER = "security_admin"


def kept_by(actor: Actor, field: str) -> Q:
    """Rows whose area lies where the actor is security administrator; the system keeps everything."""
    return EVERYTHING if actor.is_system else within(actor.areas_as(KEEPER), field)


def any_colleague(actor: Actor) -> Q:
    return EVERYTHING if actor.is_staff or actor.is_system else NOBODY


def demand_keeper(actor: Actor, *, area_path: str) -> None:
    """For what does not exist yet: the actor keeps the organisations of this area."""
    if actor.is_system or any(area_path.startswith(path) for path in actor.areas_as(KEEPER)):
        return
    raise NotAllowed(to="manage")
