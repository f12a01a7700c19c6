"""Who may do what with other systems."""

from django.db.models import Q

from huying.kernel.actor import Actor
from huying.kernel.rulebook import EVERYTHING, NOBODY, RuleBook, office

rules = RuleBook()
POSTING = "exchange:write"
DICTIONARY_READERS = ("system_admin", "audit_admin", "list_keeper", "dpo")


@rules.add
def may_post(actor: Actor) -> Q:
    """A system whose token has the scope for it."""
    return EVERYTHING if actor.kind == "token" and POSTING in actor.scopes else NOBODY


@rules.add
def may_keep_questions(actor: Actor) -> Q:
    """What is asked about a kind of matter: whoever keeps the lists, and the system administrator."""
    return office(actor, "list_keeper", "system_admin")


@rules.add
def may_import(actor: Actor) -> Q:
    """Files of other systems are taken in by the system administrator."""
    return office(actor, "system_admin")


@rules.add
def may_keep_webhooks(actor: Actor) -> Q:
    """Who is told of what, under which secret: the system administrator."""
    return office(actor, "system_admin")


@rules.add
def may_read_dictionary(actor: Actor) -> Q:
    """Those who answer for the machinery, the traces, the lists and the personal data."""
    return office(actor, *DICTIONARY_READERS)
