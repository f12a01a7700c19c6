"""Every write of exchange."""

from huying.exchange.actions.attributes import NewAttribute, end_attribute, set_attribute
from huying.exchange.actions.importing import begin_import, by_the_worker, go_on, judge_proposal, keep_source
from huying.exchange.actions.leaving import note_export
from huying.exchange.actions.posting import Posted, Taken, forget_tracking, post_request

__all__ = [
    "NewAttribute", "Posted", "Taken", "begin_import", "by_the_worker", "end_attribute", "forget_tracking", "go_on",
    "judge_proposal", "keep_source", "note_export", "post_request", "set_attribute",
]  # fmt: skip
