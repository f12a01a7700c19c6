"""Every write of exchange."""

from huying.exchange.actions.attributes import NewAttribute, end_attribute, set_attribute
from huying.exchange.actions.importing import begin_import, decide_proposal, go_on, keep_source
from huying.exchange.actions.posting import Posted, Taken, forget_tracking, post_request

__all__ = [
    "NewAttribute", "Posted", "Taken", "begin_import", "decide_proposal", "end_attribute", "forget_tracking",
    "go_on", "keep_source", "post_request", "set_attribute",
]  # fmt: skip
