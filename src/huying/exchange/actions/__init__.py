"""Every write of exchange."""

from huying.exchange.actions.attributes import NewAttribute, end_attribute, set_attribute
from huying.exchange.actions.posting import Posted, Taken, forget_tracking, post_request

__all__ = [
    "NewAttribute", "Posted", "Taken", "end_attribute", "forget_tracking", "post_request", "set_attribute",
]  # fmt: skip
