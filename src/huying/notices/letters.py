"""The words of a message, sealed at rest and opened for the reader and for the channel."""

import json

from huying.kernel.cipher import seal, unseal
from huying.notices.models import Message, Sending
from huying.notices.moments import Words


def closed(words: Words, *, message: Message) -> bytes:
    return seal(json.dumps([words.subject, words.text], ensure_ascii=False).encode(), context_of(message))


def opened(message: Message) -> Words | None:
    """None once the words were emptied."""
    return None if message.reduced_at is not None else _open(bytes(message.words), message)


def to_send(sending: Sending) -> Words | None:
    """The words for this channel, or those of the message."""
    message = sending.message
    if sending.words is None or message.reduced_at is not None:
        return opened(message)
    return _open(bytes(sending.words), message)


def _open(sealed: bytes, message: Message) -> Words:
    subject, text = json.loads(unseal(sealed, context_of(message)))
    return Words(subject, text)


def context_of(message: Message) -> str:
    """Words cannot be moved to another thing or another reader."""
    return f"notices.message:{message.about_thing}:{message.about_id}:{message.recipient}"
