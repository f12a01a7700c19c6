"""Webhooks: made, given a new secret, ended; told of facts, again when it failed, once more when somebody says so."""

import json
import secrets
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from django.conf import settings
from django.db import transaction
from django.utils.translation import gettext_lazy as _

from huying.cases.public import ordinary_cases
from huying.exchange.events import WebhookEnded, WebhookKept, WebhookReplayed
from huying.exchange.hooks.addresses import AddressRefused, parsed
from huying.exchange.hooks.sending import send
from huying.exchange.hooks.words import in_words
from huying.exchange.models import Webhook, WebhookPlace, WebhookSending
from huying.exchange.queries import hook_codes
from huying.exchange.rules import rules
from huying.kernel.actor import Actor
from huying.kernel.cipher import seal, unseal
from huying.kernel.deliveries import CLAIM, KEPT, MOST_ATTEMPTS, patience
from huying.kernel.errors import Invalid, NotFound
from huying.kernel.following import newest_fact
from huying.kernel.journal import announce, facts_since
from huying.kernel.models import JournalRow
from huying.territory.public import area_brief

BOTH = timedelta(days=1)
HISTORY = "history"
AT_ONCE = 1_000


@dataclass(frozen=True, slots=True)
class NewWebhook:
    name: str
    address: str
    codes: tuple[str, ...]
    area_id: int | None = None
    language: str = settings.LANGUAGE_CODE


@transaction.atomic
def make_webhook(actor: Actor, *, new: NewWebhook, reason: str, at: datetime) -> tuple[Webhook, str]:
    """A webhook and its secret, which is shown this one time. It is told of what happens from now on."""
    rules.enter(actor, to="keep_webhooks")
    _check(new)
    place, _made = WebhookPlace.objects.select_for_update().get_or_create(pk=1)
    if not Webhook.objects.filter(ended_at=None).exists():
        place.row_id = newest_fact()
        place.save(update_fields=["row_id"])
    hook = Webhook.objects.create(
        name=new.name.strip()[:60], address=new.address, codes=sorted(set(new.codes)), made_at=at,
        area_path=area_brief(new.area_id).path if new.area_id else "", language=new.language,
    )  # fmt: skip
    secret = _new_secret(hook)
    hook.save(update_fields=["secret"])
    announce(WebhookKept(hook_id=hook.pk, codes=tuple(hook.codes)), by=actor, at=at, reason=reason)
    return hook, secret


def _check(new: NewWebhook) -> None:
    wrong: dict[str, Any] = {}
    try:
        parsed(new.address)
    except AddressRefused:
        wrong["address"] = _("地址须以 https:// 开头，不含账号和密码。")
    if not new.name.strip():
        wrong["name"] = _("请写是给哪个系统的。")
    if not new.codes or set(new.codes) - set(hook_codes()):
        wrong["codes"] = _("请从列出的事实里选。")
    if new.language not in dict(settings.LANGUAGES):
        wrong["language"] = _("请选择列出的语言。")
    if wrong:
        raise Invalid(fields=wrong)


def _context(hook: Webhook) -> str:
    return f"exchange.webhook:{hook.pk}"


def _new_secret(hook: Webhook) -> str:
    secret = f"whsec_{secrets.token_urlsafe(32)}"
    hook.secret = seal(secret.encode(), _context(hook))
    return secret


def _hook(actor: Actor, hook_id: int) -> Webhook:
    rules.enter(actor, to="keep_webhooks")
    hook = Webhook.objects.select_for_update().filter(pk=hook_id, ended_at=None).first()
    if hook is None:
        raise NotFound(hook=hook_id)
    return hook


@transaction.atomic
def change_secret(actor: Actor, *, hook_id: int, reason: str, at: datetime) -> tuple[Webhook, str]:
    """A new secret, shown once. For a day both sign."""
    hook = _hook(actor, hook_id)
    hook.old_secret, hook.old_until = hook.secret, at + BOTH
    secret = _new_secret(hook)
    hook.save(update_fields=["secret", "old_secret", "old_until"])
    announce(WebhookKept(hook_id=hook.pk, codes=tuple(hook.codes)), by=actor, at=at, reason=reason)
    return hook, secret


@transaction.atomic
def end_webhook(actor: Actor, *, hook_id: int, reason: str, at: datetime) -> Webhook:
    hook = _hook(actor, hook_id)
    hook.ended_at, hook.secret, hook.old_secret = at, None, None
    hook.save(update_fields=["ended_at", "secret", "old_secret"])
    hook.sendings.filter(done_at=None).delete()
    announce(WebhookEnded(hook_id=hook.pk), by=actor, at=at, reason=reason)
    return hook


@transaction.atomic
def replay(actor: Actor, *, hook_id: int, reason: str, at: datetime, sending_id: int | None = None) -> int:
    """What is stuck is tried again: one of them, or all."""
    hook = _hook(actor, hook_id)
    rows = hook.sendings.filter(stuck=True)
    rows = rows.filter(pk=sending_id) if sending_id else rows
    count = rows.update(stuck=False, attempts=0, next_at=at)
    if not count:
        raise NotFound(sending=sending_id or 0)
    announce(WebhookReplayed(hook_id=hook.pk, sendings=count), by=actor, at=at, reason=reason)
    return count


def tell_webhooks(*, at: datetime, most: int = 500) -> int:
    """New facts become messages, messages are sent. Says how many were taken. A receiver that does not take one is
    left alone until the next time, so that it holds nobody else up."""
    while gather(at=at):
        pass
    done, failing = 0, set[int]()
    for _nth in range(most):
        share = _claimed(at=at, but=failing)
        if share is None:
            break
        if not _may_still_be_told(share):
            share.delete()
        elif _sent(share, at=at):
            done += 1
        else:
            failing.add(share.hook_id)
    WebhookSending.objects.filter(done_at__lt=at - KEPT).delete()
    return done


@transaction.atomic
def gather(*, at: datetime) -> bool:
    """The next rows of the journal for those who want them. Loaded history is told to nobody."""
    hooks = list(Webhook.objects.filter(ended_at=None))
    place = WebhookPlace.objects.select_for_update().filter(pk=1).first()
    if not hooks or place is None:
        return False
    rows = facts_since(place.row_id, limit=AT_ONCE)
    if not rows:
        return False
    wanted = {code for hook in hooks for code in hook.codes}
    news = [row for row in rows if row.code in wanted and row.task != HISTORY]
    paths = ordinary_cases({pk for row in news for pk in _cases_in(row.thing, row.thing_id, row.facts)})
    WebhookSending.objects.bulk_create(
        [
            WebhookSending(hook=hook, row_id=row.id, code=row.code, body=_body(row, paths, hook.language), next_at=at)
            for row in news
            for hook in hooks
            if _wants(hook, row, paths)
        ],
        ignore_conflicts=True,
    )
    place.row_id = rows[-1].id
    place.save(update_fields=["row_id"])
    return len(rows) == AT_ONCE


def _wants(hook: Webhook, row: JournalRow, paths: dict[int, str]) -> bool:
    """Of cases only ordinary ones: that a confidential matter exists is told to nobody."""
    if row.code not in hook.codes or row.at < hook.made_at:
        return False
    if row.thing == "case":
        path = paths.get(row.thing_id)
        return path is not None and path.startswith(hook.area_path)
    return not hook.area_path


def _cases_in(thing: str, thing_id: int, facts: dict[str, Any]) -> set[int]:
    """The cases that a fact speaks of: the one it is about, and the one it was merged with or split from."""
    return {pk for pk in (thing_id, facts.get("other_case_id")) if pk} if thing == "case" else set()


def _body(row: JournalRow, known: dict[int, str], language: str) -> dict[str, Any]:
    """Ids, codes and dates, and beside them our words for the codes; not who did it, and of another case only what may
    be known of."""
    facts = {name: value for name, value in row.facts.items() if name != "other_case_id" or value in known}
    return {"id": row.id, "code": row.code, "thing": row.thing, "thing_id": row.thing_id, "at": row.at.isoformat(),
            "facts": facts, "words": in_words(row.code, row.thing, facts, language=language)}  # fmt: skip


def _may_still_be_told(share: WebhookSending) -> bool:
    """What waited or was stuck meanwhile is told only as long as its cases are ordinary ones."""
    body = share.body
    cases = _cases_in(body["thing"], body["thing_id"], body["facts"])
    return not cases or len(ordinary_cases(cases)) == len(cases)


@transaction.atomic
def _claimed(*, at: datetime, but: set[int]) -> WebhookSending | None:
    """One that is due and that nobody else holds; whoever dies with it leaves a claim that runs out."""
    rows = WebhookSending.objects.select_for_update(skip_locked=True, of=("self",)).select_related("hook")
    rows = rows.filter(done_at=None, stuck=False, next_at__lte=at).exclude(hook__in=but)
    share = rows.order_by("next_at", "id").first()
    if share is not None:
        share.attempts += 1
        share.next_at = at + CLAIM
        share.save(update_fields=["attempts", "next_at"])
    return share


def _sent(share: WebhookSending, *, at: datetime) -> bool:
    hook = share.hook
    keys = [unseal(bytes(hook.secret), _context(hook))] if hook.secret else []
    if hook.old_secret and hook.old_until and hook.old_until > at:
        keys.append(unseal(bytes(hook.old_secret), _context(hook)))
    body = json.dumps(share.body, separators=(",", ":")).encode()
    stamp = int(at.timestamp())
    share.last_error = send(hook.address, body, secrets=keys, timestamp=stamp, message_id=f"{hook.pk}-{share.row_id}")
    if not share.last_error:
        share.done_at = at
    elif share.attempts >= MOST_ATTEMPTS:
        share.stuck = True
    else:
        share.next_at = at + patience(share.attempts)
    mine = WebhookSending.objects.filter(pk=share.pk, attempts=share.attempts, done_at=None)
    mine.update(last_error=share.last_error, done_at=share.done_at, stuck=share.stuck, next_at=share.next_at)
    return share.done_at is not None
