"""Where people keeps ciphertexts, so that they can be sealed anew when keys change."""

import base64
from collections.abc import Callable

from allauth.mfa.models import Authenticator
from django.db import transaction

from huying.kernel.sealed_columns import register, register_walk
from huying.people.adapters import SEALED
from huying.people.queries import is_sensitive_record

SECRETS = ("secret", "seed")  # where allauth keeps what SecondFactorAdapter encrypted

register(
    "people.SealedRecord", "ciphertext", context=lambda row: f"people.sealed:{row.pk}", sensitive=is_sensitive_record
)


@transaction.atomic
def second_factors(again: Callable[[bytes, str], bytes | None]) -> int:
    """Secrets of second factors lie as text in allauth's own table."""
    changed = 0
    for row in Authenticator.objects.select_for_update().order_by("pk"):
        fresh: dict[str, str] = {}
        for name in SECRETS:
            sealed = again(base64.b64decode(row.data[name]), SEALED) if row.data.get(name) else None
            fresh |= {name: base64.b64encode(sealed).decode()} if sealed else {}
        if fresh:
            row.data = {**row.data, **fresh}
            row.save(update_fields=["data"])
            changed += 1
    return changed


register_walk("people second factors", second_factors)
