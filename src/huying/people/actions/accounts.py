"""Opening, changing, locking and closing accounts."""

import secrets
from datetime import datetime

from allauth.mfa.models import Authenticator
from allauth.socialaccount.models import SocialAccount
from axes.utils import reset
from django.contrib.auth.password_validation import validate_password
from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext_lazy as _

from huying.kernel.actor import Actor
from huying.kernel.errors import Conflict, Invalid, NotAllowed
from huying.kernel.journal import announce
from huying.people import rules
from huying.people.actions.sealing import correct_person, erase, seal_by_class, seal_person
from huying.people.actions.steps import note_step
from huying.people.events import (
    AccountChanged,
    AccountClosed,
    AccountLocked,
    AccountOpened,
    AccountUnlocked,
    PasswordReset,
    SecondFactorReset,
    SessionsEnded,
)
from huying.people.masks import mask_name, plain_phone
from huying.people.models import Account, SealedRecord, SignInEvent, opaque_login_name
from huying.people.queries import account_by_phone, account_for, phone_index
from huying.people.states import SignInMethod, SignInOutcome

LETTERS = "abcdefghjkmnpqrstuvwxyzABCDEFGHJKMNPQRSTUVWXYZ23456789"


@transaction.atomic
def open_staff_account(
    actor: Actor,
    *,
    login_name: str,
    public_name: str,
    at: datetime,
    reason: str,
    name: str = "",
    phone: str = "",
    password: str | None = "",
) -> tuple[Account, str]:
    """A colleague's account and its first password, shown once. Powers come from role grants alone.

    The running system may give a password that stays (a demonstration's), or None for an account nobody signs in with.
    """
    rules.offices.enter(actor, to="open_accounts")
    if password != "" and not actor.is_system:
        raise NotAllowed(to="give_password")
    if Account.objects.filter(login_name=login_name).exists():
        raise Invalid(fields={"login_name": _("这个登录名已有人使用，请换一个。")})
    account, first = _new_staff(login_name, public_name, at=at), first_password() if password == "" else password or ""
    if first:
        _set_password(account, first, must_change=password == "", at=at)
    _seal_contact(actor, account, purpose="staff_contact", name=name, phone=phone, at=at)
    note_step(actor, account=account, step="opened", reason=reason, at=at)
    announce(AccountOpened(account_id=account.pk, staff=True), by=actor, at=at)
    return account, first


def _new_staff(login_name: str, public_name: str, *, at: datetime) -> Account:
    return Account.objects.create_user(login_name, public_name=public_name, staff=True, created_at=at)


def _seal_contact(actor: Actor, account: Account, *, purpose: str, name: str, phone: str, at: datetime) -> None:
    if not (name.strip() or phone.strip()):
        return
    seal_person(actor, purpose=purpose, fields={"name": name, "phone": phone}, at=at, owner_id=account.pk)
    if phone.strip():
        Account.objects.filter(pk=account.pk).update(phone_index=phone_index(phone))


@transaction.atomic
def ensure_account(
    actor: Actor,
    *,
    phone: str,
    name: str = "",
    staff: bool = False,
    at: datetime,
    public_name: str = "",
    minor: bool = False,
) -> Account:
    """The account of a number, opened when there is none: for import and for desks that help somebody to one."""
    found = account_by_phone(phone, staff=staff)
    if found is not None:
        return found
    account = Account.objects.create_user(
        public_name=public_name or mask_name(name), staff=staff, minor=minor, created_at=at
    )
    _seal_contact(
        actor, account, purpose="staff_contact" if staff else "account", name=name, phone=plain_phone(phone), at=at
    )
    announce(AccountOpened(account_id=account.pk, staff=staff), by=actor, at=at)
    account.refresh_from_db()
    return account


@transaction.atomic
def open_outside_account(actor: Actor, *, at: datetime) -> Account:
    """A resident's account for somebody whom an outside identity provider vouches for."""
    account = Account.objects.create_user(created_at=at)
    announce(AccountOpened(account_id=account.pk, staff=False), by=actor, at=at)
    return account


def first_password() -> str:
    """Fifteen characters that can be read out on the telephone."""
    while True:
        text = "-".join("".join(secrets.choice(LETTERS) for _ in range(5)) for _ in range(3))
        if any(c.isdigit() for c in text) and any(c.isupper() for c in text) and any(c.islower() for c in text):
            return text


def _set_password(account: Account, password: str, *, must_change: bool, at: datetime) -> None:
    account.set_password(password)
    account.password_set_at = at
    account.must_change_password = must_change
    account.session_round += 1
    account.save(update_fields=["password", "password_set_at", "must_change_password", "session_round"])


@transaction.atomic
def change_password(actor: Actor, *, account_id: int, old: str, new: str, at: datetime) -> Account:
    """One's own new password: the old one is asked, and every other session ends."""
    account = account_for(actor, account_id, to="change", lock=True)
    if account.has_usable_password() and not account.check_password(old):
        raise Invalid(fields={"old": _("现在的密码不正确。")})
    try:
        validate_password(new, account)
    except ValidationError as problem:
        raise Invalid(fields={"new": " ".join(problem.messages)}) from problem
    _set_password(account, new, must_change=False, at=at)
    announce(AccountChanged(account_id=account.pk, fields=("password",)), by=actor, at=at)
    return account


@transaction.atomic
def reset_password(actor: Actor, *, account_id: int, reason: str, at: datetime) -> str:
    """A colleague forgot it: a new first password, shown once; all sessions end."""
    account = account_for(actor, account_id, to="reset", lock=True)
    password = first_password()
    _set_password(account, password, must_change=True, at=at)
    hashed = note_step(actor, account=account, step="password_reset", reason=reason, at=at)
    announce(PasswordReset(account_id=account.pk, reason_hash=hashed), by=actor, at=at)
    return password


@transaction.atomic
def reset_second_factor(actor: Actor, *, account_id: int, reason: str, at: datetime) -> None:
    """A colleague lost the phone: the second factor is set up anew at the next sign-in."""
    account = account_for(actor, account_id, to="reset", lock=True)
    Authenticator.objects.filter(user=account).delete()
    _end_sessions(account)
    hashed = note_step(actor, account=account, step="second_factor_reset", reason=reason, at=at)
    announce(SecondFactorReset(account_id=account.pk, reason_hash=hashed), by=actor, at=at)


def _end_sessions(account: Account) -> None:
    account.session_round += 1
    account.save(update_fields=["session_round"])


@transaction.atomic
def sign_out_everywhere(actor: Actor, *, account_id: int, at: datetime) -> Account:
    """Every session of mine ends, this one too."""
    account = account_for(actor, account_id, to="change", lock=True)
    _end_sessions(account)
    announce(SessionsEnded(account_id=account.pk), by=actor, at=at)
    return account


@transaction.atomic
def lock_account(actor: Actor, *, account_id: int, reason: str, at: datetime) -> Account:
    """Nobody comes in with it any more, by any way, and whoever is in is out."""
    account = account_for(actor, account_id, to="lock", lock=True)
    hashed = note_step(actor, account=account, step="locked", reason=reason, at=at)
    account.is_active = False
    account.session_round += 1
    account.save(update_fields=["is_active", "session_round"])
    announce(AccountLocked(account_id=account.pk, reason_hash=hashed), by=actor, at=at)
    return account


@transaction.atomic
def unlock_account(actor: Actor, *, account_id: int, reason: str, at: datetime) -> Account:
    """Open again, and the count of wrong tries starts anew. A closed account stays closed."""
    account = account_for(actor, account_id, to="unlock", lock=True)
    if account.closed_at is not None:
        raise Conflict(account=account_id)
    hashed = note_step(actor, account=account, step="unlocked", reason=reason, at=at)
    reset(username=account.login_name)
    _forget_wrong_tries(account, at=at)
    account.is_active = True
    account.save(update_fields=["is_active"])
    announce(AccountUnlocked(account_id=account.pk, reason_hash=hashed), by=actor, at=at)
    return account


def _forget_wrong_tries(account: Account, *, at: datetime) -> None:
    """A line that says so stands between the old wrong tries and the next ones."""
    for who, method in (
        (account.phone_index, SignInMethod.CODE),
        (f"account:{account.pk}", SignInMethod.SECOND_FACTOR),
    ):
        if who:
            SignInEvent.objects.create(
                account_id=account.pk, who_index=who, method=method, outcome=SignInOutcome.UNLOCKED, at=at
            )


@transaction.atomic
def change_profile(
    actor: Actor,
    *,
    account_id: int,
    at: datetime,
    language: str = "",
    elder: bool | None = None,
    name: str | None = None,
) -> Account:
    """Language, elder version, and what to be called. The name goes into the sealed record; its mask is shown."""
    account = account_for(actor, account_id, to="change", lock=True)
    changed = []
    if language and language != account.language:
        account.language = language
        changed.append("language")
    if elder is not None and elder != account.elder:
        account.elder = elder
        changed.append("elder")
    if name is not None and not account.staff:
        account.public_name = mask_name(name)
        keep_contact(actor, account=account, fields={"name": name}, at=at)
        changed.append("public_name")
    if changed:
        account.save(update_fields=changed)
        announce(AccountChanged(account_id=account.pk, fields=tuple(changed)), by=actor, at=at)
    return account


def keep_contact(actor: Actor, *, account: Account, fields: dict[str, str], at: datetime) -> None:
    """Into the account's own sealed record, which is made when there is none."""
    purpose = "staff_contact" if account.staff else "account"
    record = SealedRecord.objects.filter(owner=account, purpose__code=purpose, erased_at__isnull=True).first()
    if record is None:
        seal_person(actor, purpose=purpose, fields=fields, at=at, owner_id=account.pk)
    else:
        correct_person(actor, record_id=record.pk, fields=fields, at=at)


@transaction.atomic
def declare_minor(actor: Actor, *, account_id: int, at: datetime) -> Account:
    """Under fourteen. An administrator takes it back (`clear_minor`), with a reason."""
    account = account_for(actor, account_id, to="change", lock=True)
    if not account.staff and not account.minor:
        account.minor = True
        account.save(update_fields=["minor"])
        seal_by_class(account.pk)
        announce(AccountChanged(account_id=account.pk, fields=("minor",)), by=actor, at=at)
    return account


@transaction.atomic
def part_outside_identity(actor: Actor, *, account_id: int, joined_id: int, at: datetime) -> None:
    """Cut one outside identity off, unless it is the only way in."""
    account = account_for(actor, account_id, to="change", lock=True)
    others = SocialAccount.objects.filter(user=account).exclude(pk=joined_id)
    if not (account.phone_index or account.has_usable_password() or others.exists()):
        raise Conflict(_("这是您唯一的登录方式，不能解除"), way_out=_("请先绑定手机号。"))
    if SocialAccount.objects.filter(user=account, pk=joined_id).delete()[0]:
        announce(AccountChanged(account_id=account.pk, fields=("outside_identity",)), by=actor, at=at)


@transaction.atomic
def change_phone(actor: Actor, *, account_id: int, phone: str, at: datetime) -> Account:
    """A new number, proved by a code before; every other session ends."""
    account = account_for(actor, account_id, to="change", lock=True)
    other = account_by_phone(phone, staff=account.staff)
    if other is not None and other.pk != account.pk:
        raise Invalid(fields={"phone": _("这个号码已属于另一个账户。请退出后用它登录，或换一个号码。")})
    account.phone_index = phone_index(phone)
    account.session_round += 1
    account.save(update_fields=["phone_index", "session_round"])
    keep_contact(actor, account=account, fields={"phone": phone}, at=at)
    announce(AccountChanged(account_id=account.pk, fields=("phone",)), by=actor, at=at)
    return account


@transaction.atomic
def close_account(actor: Actor, *, account_id: int, at: datetime, reason: str = "本人注销") -> Account:
    """The end of an account: what names the person is erased, the number of the account stays for the journal.

    Records kept for a matter under way follow the times of their own purpose.
    """
    account = account_for(actor, account_id, to="close", lock=True)
    if account.closed_at is not None:
        return account
    note_step(actor, account=account, step="closed", reason=reason, at=at)
    own = SealedRecord.objects.filter(owner=account, purpose__code__in=["account", "staff_contact"])
    for record_id in own.values_list("pk", flat=True):
        erase(actor, record_id=record_id, reason="closed", at=at)
    SocialAccount.objects.filter(user=account).delete()
    Authenticator.objects.filter(user=account).delete()
    account.login_name, account.phone_index, account.public_name = opaque_login_name(), "", ""
    account.is_active, account.closed_at = False, at
    account.set_unusable_password()
    account.session_round += 1
    account.save()
    announce(AccountClosed(account_id=account.pk), by=actor, at=at)
    return account
