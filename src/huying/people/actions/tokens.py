"""Keys for other systems."""

import secrets
from dataclasses import dataclass
from datetime import datetime, timedelta

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from huying.kernel import throttle
from huying.kernel.actor import Actor
from huying.kernel.cipher import blind_index, blind_indexes
from huying.kernel.errors import Invalid, NotFound
from huying.kernel.journal import announce
from huying.people import rules
from huying.people.actions.sign_in import note_sign_in
from huying.people.actions.steps import reason_hash
from huying.people.errors import TokenRefused
from huying.people.events import TokenMade, TokenRevoked
from huying.people.models import ApiToken
from huying.people.states import SignInMethod, SignInOutcome

CONTEXT = "people.token"
PREFIX = "hy_"
LONGEST = timedelta(days=366)
UNKNOWN_A_MINUTE = 60


@dataclass(frozen=True, slots=True)
class NewToken:
    """For which system, in whose name, for what, how often and until when."""

    name: str
    scopes: tuple[str, ...]
    valid_to: datetime
    account_id: int | None = None
    body_id: int | None = None
    per_minute: int = 60


@transaction.atomic
def make_token(actor: Actor, *, new: NewToken, at: datetime, reason: str = "") -> tuple[ApiToken, str]:
    """A new key and its text, which is shown this one time."""
    rules.offices.enter(actor, to="manage_tokens")
    if not at < new.valid_to <= at + LONGEST:
        raise Invalid(fields={"days": _("有效期最长一年。")})
    if new.account_id is None and new.body_id is None:
        raise Invalid(fields={"account": _("请说明令牌代表哪个账号或单位。")})
    raw = PREFIX + secrets.token_urlsafe(32)
    token = ApiToken.objects.create(
        name=new.name,
        account_id=new.account_id,
        body_id=new.body_id,
        token_hash=blind_index(raw, CONTEXT),
        hint=raw[-4:],
        scopes=sorted(set(new.scopes)),
        per_minute=new.per_minute,
        made_at=at,
        made_by_id=actor.account_id,
        valid_to=new.valid_to,
    )
    made = TokenMade(token_id=token.pk, scopes=tuple(token.scopes), valid_to=new.valid_to)
    announce(made, by=actor, at=at, reason=reason)
    return token, raw


@transaction.atomic
def revoke_token(actor: Actor, *, token_id: int, reason: str, at: datetime) -> ApiToken:
    rules.offices.enter(actor, to="manage_tokens")
    token = ApiToken.objects.select_for_update().filter(pk=token_id).first()
    if token is None:
        raise NotFound(token=token_id)
    hashed = reason_hash(reason)
    if token.revoked_at is None:
        token.revoked_at = at
        token.save(update_fields=["revoked_at"])
        announce(TokenRevoked(token_id=token.pk, reason_hash=hashed), by=actor, at=at)
    return token


def actor_for_token(raw: str, *, at: datetime) -> Actor:
    """Who comes with this key: its scopes; what its account may do comes from the posts of that account.

    TokenRefused for a wrong, old or revoked key and for one of a stopped account; TooMany beyond its rate, and for
    unknown ones when very many come: the log of sign-ins is not for strangers to fill.
    """
    token = (
        ApiToken.objects.select_related("account").filter(token_hash__in=blind_indexes(raw.strip(), CONTEXT)).first()
    )
    stopped = token is not None and token.account is not None and not token.account.is_active
    if token is None or token.revoked_at is not None or token.valid_to <= at or stopped:
        if token is None:
            throttle.check("token:unknown", UNKNOWN_A_MINUTE, timedelta(minutes=1), at)
        outcome = SignInOutcome.INACTIVE if stopped else SignInOutcome.WRONG
        owner = token.account_id if token else None
        note_sign_in(method=SignInMethod.TOKEN, outcome=outcome, account_id=owner, at=at)
        raise TokenRefused
    throttle.check(f"token:{token.pk}", token.per_minute, timedelta(minutes=1), at)
    if token.last_used_at is None or at - token.last_used_at > timedelta(hours=1):
        ApiToken.objects.filter(pk=token.pk).update(last_used_at=at)
    return Actor(kind="token", account_id=token.account_id, scopes=tuple(token.scopes), task=f"token:{token.pk}")
