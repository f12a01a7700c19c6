"""Why something was changed: the words lie here, beside the journal; their hash is one of the facts.

A person who changes how the place is run says why; the running system (install, demonstration) need not.
"""

import hashlib

from django.utils.translation import gettext as _

from huying.kernel.actor import Actor
from huying.kernel.errors import Invalid
from huying.kernel.models import ChangeReason, JournalRow

SHORTEST, LONGEST = 2, 300


def checked(actor: Actor, text: str) -> str:
    """The tidy reason, or Invalid for a person who gives none."""
    text = text.strip()
    if (not text and actor.is_system) or SHORTEST <= len(text) <= LONGEST:
        return text
    raise Invalid(fields={"reason": _("请写明依据或原因（2 到 300 个字），例如文件名称与文号。")})


def hash_of(text: str) -> str:
    return f"sha256:{hashlib.sha256(text.encode()).hexdigest()}"


def keep(row: JournalRow, text: str) -> None:
    """In the transaction of the journal row itself."""
    same = {name: getattr(row, name) for name in ("thing", "thing_id", "code", "by", "at")}
    ChangeReason.objects.create(row_id=row.id, text=text, **same)


def changes_of(thing: str, thing_id: int, *, most: int = 20) -> list[ChangeReason]:
    """The latest changes of one thing that were given a reason, newest first."""
    return list(ChangeReason.objects.filter(thing=thing, thing_id=thing_id).order_by("-row_id")[:most])
