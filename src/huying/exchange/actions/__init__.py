"""Every write of exchange."""

from huying.exchange.actions.attributes import NewAttribute, end_attribute, set_attribute
from huying.exchange.actions.categories import map_categories
from huying.exchange.actions.hooks import (
    NewWebhook,
    change_secret,
    end_webhook,
    make_webhook,
    replay,
    tell_webhooks,
)
from huying.exchange.actions.importing import begin_import, by_the_worker, go_on, judge_proposal, keep_source
from huying.exchange.actions.leaving import note_export
from huying.exchange.actions.posting import Posted, Taken, forget_tracking, post_request

__all__ = [
    "NewAttribute", "NewWebhook", "Posted", "Taken", "begin_import", "by_the_worker", "change_secret",
    "end_attribute", "end_webhook", "forget_tracking", "go_on", "judge_proposal", "keep_source", "make_webhook",
    "map_categories", "note_export", "post_request", "replay", "set_attribute", "tell_webhooks",
]  # fmt: skip
