"""Who may read a message and who may work on wordings and stuck messages."""

from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from huying.kernel.actor import Actor
from huying.kernel.errors import NotAllowed
from huying.kernel.rulebook import NOBODY, RuleBook, office

rules = RuleBook()

READERS_OF_A_BODY = ("handler", "unit_lead", "grid_worker", "community_secretary", "street_coordinator")


@rules.add
def may_see(actor: Actor) -> Q:
    """Whoever it is addressed to: the account, members of the body; the box by the key to its thing."""
    found = Q(account_id=actor.account_id) if actor.account_id else NOBODY
    if bodies := actor.bodies_as(*READERS_OF_A_BODY):
        found |= Q(body_id__in=bodies)
    for key in actor.keys:
        thing, _colon, thing_id = key.partition(":")
        found |= Q(box_thing=thing, box_id=int(thing_id))
    return found


@rules.add
def may_resend(actor: Actor) -> Q:
    """The system administrator, who sees that a message is stuck but not its words."""
    return office(actor, "system_admin")


@rules.add
def may_manage(actor: Actor) -> Q:
    """Wordings, channels of bodies and stuck messages belong to the system administrator."""
    return office(actor, "system_admin")


def reader(actor: Actor) -> int:
    """The account whose inbox it is."""
    if actor.account_id is None:
        raise NotAllowed(_("请先登录再看消息。"), way_out=_("没有账号的，用查询码在“查进度”里看。"), to="inbox")
    return actor.account_id
