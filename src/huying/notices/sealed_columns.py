"""Where notices keeps ciphertexts, so that they can be sealed anew when keys change."""

from huying.kernel.sealed_columns import register
from huying.notices.letters import context_of
from huying.notices.ways import address_context

register("notices.Message", "words", context=context_of)
register("notices.Sending", "words", context=lambda row: context_of(row.message))
register("notices.BodyChannel", "address", context=lambda row: address_context(row.body_id))
