"""What other contexts may ask of notices."""

from huying.notices.actions import mark_read, send, send_many
from huying.notices.links import page_of_thing
from huying.notices.models import Message
from huying.notices.moments import Moment, moment, moments
from huying.notices.queries import MessageBrief, box, inbox, unread
from huying.notices.recipients import Recipient
from huying.notices.searching import keeps_wordings, wordings_with

__all__ = [
    "Message",
    "MessageBrief",
    "Moment",
    "Recipient",
    "box",
    "inbox",
    "keeps_wordings",
    "mark_read",
    "moment",
    "moments",
    "page_of_thing",
    "send",
    "send_many",
    "unread",
    "wordings_with",
]
