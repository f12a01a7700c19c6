"""Signing in with a phone and a code, and the log of every way in."""

import secrets
from datetime import datetime, timedelta

from django.db import connection, transaction
from django.db.models import F

from huying.kernel import throttle
from huying.kernel.actor import Actor
from huying.kernel.cipher import blind_index, blind_indexes
from huying.kernel.journal import announce
from huying.kernel.sender import send_code
from huying.people.actions.sealing import seal_person
from huying.people.errors import AccountInactive, CodeWrong, Locked
from huying.people.events import AccountOpened
from huying.people.masks import plain_phone
from huying.people.models import Account, SignInCode, SignInEvent
from huying.people.queries import account_by_phone, phone_index, phone_indexes
from huying.people.states import SignInMethod, SignInOutcome

LIFE = timedelta(minutes=5)
TRIES = 5
LOCKED_FOR = timedelta(minutes=15)
PER_PHONE = ((1, timedelta(minutes=1)), (5, timedelta(hours=1)), (10, timedelta(days=1)))
PER_NETWORK = ((30, timedelta(hours=1)),)
CODE = "people.code"


def note_sign_in(
    *,
    method: SignInMethod,
    outcome: SignInOutcome,
    at: datetime,
    account_id: int | None = None,
    who: str = "",
    provider: str = "",
) -> None:
    """One line of the sign-in log. Durable: never part of a larger transaction that may roll back."""
    with transaction.atomic(durable=True):
        SignInEvent.objects.create(
            account_id=account_id, who_index=who, method=method, outcome=outcome, provider=provider[:40], at=at
        )


def is_locked(*who: str, method: SignInMethod, at: datetime) -> bool:
    """Five wrong tries within a quarter of an hour, since the last right one."""
    rows = SignInEvent.objects.filter(who_index__in=who, method=method, at__gt=at - LOCKED_FOR, at__lte=at)
    right = rows.filter(outcome__in=[SignInOutcome.ENTERED, SignInOutcome.UNLOCKED]).order_by("-pk").first()
    wrong = rows.filter(outcome=SignInOutcome.WRONG)
    return (wrong.filter(pk__gt=right.pk) if right else wrong).count() >= TRIES


def _demand_unlocked(phone: str, *, at: datetime) -> None:
    if is_locked(*phone_indexes(phone), method=SignInMethod.CODE, at=at):
        note_sign_in(method=SignInMethod.CODE, outcome=SignInOutcome.LOCKED, who=phone_index(phone), at=at)
        raise Locked(retry_after=int(LOCKED_FOR.total_seconds()))


def send_sign_in_code(
    *, phone: str, at: datetime, use: str = "sign_in", network: str = "", language: str = "zh-hans"
) -> None:
    """Send six digits to a phone. The same answer whether or not anybody has an account with it."""
    number = plain_phone(phone)
    _demand_unlocked(number, at=at)
    for limit, window in PER_NETWORK if network else ():
        throttle.check(f"code-network:{network}", limit, window, at)
    for limit, window in PER_PHONE:
        throttle.check(f"code-phone:{number}", limit, window, at)
    index, code = phone_index(number), f"{secrets.randbelow(10**6):06d}"
    with transaction.atomic():
        SignInCode.objects.create(
            phone_index=index,
            use=use,
            code_hash=blind_index(f"{number}:{use}:{code}", CODE),
            sent_at=at,
            expires_at=at + LIFE,
        )
        send_code(phone=number, code=code, minutes=5, language=language)


def take_code(*, phone: str, code: str, at: datetime, use: str = "sign_in") -> str:
    """Use up a code: the plain number it proves, or CodeWrong or Locked. Every try is counted for good."""
    number = plain_phone(phone)
    _demand_unlocked(number, at=at)
    if not _spend(number, use, code.strip(), at=at):
        note_sign_in(method=SignInMethod.CODE, outcome=SignInOutcome.WRONG, who=phone_index(number), at=at)
        raise CodeWrong(fields={"code": CodeWrong.message})
    return number


@transaction.atomic(durable=True)
def _spend(number: str, use: str, code: str, *, at: datetime) -> bool:
    """Only the newest code counts; it counts once, for five minutes, and for five tries."""
    rows = SignInCode.objects.select_for_update().filter(phone_index__in=phone_indexes(number), use=use)
    row = rows.order_by("-pk").first()
    if row is None or row.used_at is not None or row.expires_at <= at or row.tries >= TRIES:
        return False
    given = blind_indexes(f"{number}:{use}:{code}", CODE)
    right = any([secrets.compare_digest(row.code_hash, one) for one in given])
    SignInCode.objects.filter(pk=row.pk).update(tries=F("tries") + 1, used_at=at if right else None)
    return right


def enter_by_code(actor: Actor, *, phone: str, at: datetime) -> Account:
    """The resident's account of a proved number; the first time it is opened. A stopped account stays out."""
    account = _account_of(actor, plain_phone(phone), at=at)
    if not account.is_active:
        note_sign_in(method=SignInMethod.CODE, outcome=SignInOutcome.INACTIVE, account_id=account.pk, at=at)
        raise AccountInactive
    return account


@transaction.atomic
def _account_of(actor: Actor, number: str, *, at: datetime) -> Account:
    _one_at_a_time(number)
    found = account_by_phone(number)
    if found is not None:
        return found
    account = Account.objects.create_user(phone_index=phone_index(number), created_at=at)
    seal_person(actor, purpose="account", fields={"phone": number}, at=at, owner_id=account.pk)
    announce(AccountOpened(account_id=account.pk, staff=False), by=actor, at=at)
    return account


def _one_at_a_time(number: str) -> None:
    """Two devices that prove the same number at once open one account."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock(hashtextextended(%s, 0))", [f"people.phone:{phone_index(number)}"])


def forget_old_codes(*, at: datetime) -> int:
    """Codes are of no use after a day."""
    return SignInCode.objects.filter(sent_at__lt=at - timedelta(days=1)).delete()[0]
