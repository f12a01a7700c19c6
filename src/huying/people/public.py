"""The door of people: accounts, consent and the sealed store."""

from collections.abc import MutableMapping
from typing import Any

from huying.people.actions.accounts import change_password, change_profile, ensure_account, open_staff_account
from huying.people.actions.consents import (
    consent_as_guardian,
    demand_asking_allowed,
    install_purposes,
    purpose_now,
    record_consent,
    refuse_consent,
    withdraw_consent,
)
from huying.people.actions.exports import ask_for_export, decide_export, use_export
from huying.people.actions.reads import log_refused
from huying.people.actions.sealing import (
    Telling,
    close_access,
    correct_person,
    erase,
    mentions,
    seal_person,
    start_retention,
    stop_retention,
    unseal,
    without_names,
    without_names_each,
)
from huying.people.actions.sign_in import send_sign_in_code, take_code
from huying.people.actions.tokens import actor_for_token
from huying.people.errors import ApprovalNeeded, ConsentNeeded, Erased, GuardianNeeded, TokenRefused
from huying.people.masks import mask_name, mask_phone, plain_phone
from huying.people.purposes import FIRST_VERSION as NOTICE_VERSION
from huying.people.queries import (
    AccountBrief,
    account_brief,
    account_briefs,
    account_by_login_name,
    contact_record,
    contact_records,
    find_by_phone,
    has_consented,
    masked,
    masked_many,
    may_ask,
    person_hash,
    person_hashes,
    reached,
)

__all__ = [
    "NOTICE_VERSION",
    "AccountBrief",
    "ApprovalNeeded",
    "ConsentNeeded",
    "Erased",
    "GuardianNeeded",
    "Telling",
    "TokenRefused",
    "account_brief",
    "account_briefs",
    "account_by_login_name",
    "actor_for_token",
    "ask_for_export",
    "change_password",
    "change_profile",
    "close_access",
    "close_key",
    "consent_as_guardian",
    "contact_record",
    "contact_records",
    "correct_person",
    "decide_export",
    "demand_asking_allowed",
    "ensure_account",
    "erase",
    "find_by_phone",
    "has_consented",
    "install_purposes",
    "keys_of",
    "log_refused",
    "mask_name",
    "mask_phone",
    "masked",
    "masked_many",
    "may_ask",
    "mentions",
    "open_key",
    "open_staff_account",
    "person_hash",
    "person_hashes",
    "plain_phone",
    "purpose_now",
    "reached",
    "record_consent",
    "refuse_consent",
    "seal_person",
    "send_sign_in_code",
    "start_retention",
    "stop_retention",
    "take_code",
    "unseal",
    "use_export",
    "withdraw_consent",
    "without_names",
    "without_names_each",
]

KEYS = "keys"
MOST_KEYS = 20


def open_key(session: MutableMapping[str, Any], key: str) -> None:
    """After a right tracking code or phone code: this session may open one thing, e.g. "case:17"."""
    held = [one for one in session.get(KEYS, []) if one != key]
    session[KEYS] = [*held, key][-MOST_KEYS:]


def close_key(session: MutableMapping[str, Any], key: str) -> None:
    session[KEYS] = [one for one in session.get(KEYS, []) if one != key]


def keys_of(session: MutableMapping[str, Any]) -> tuple[str, ...]:
    return tuple(session.get(KEYS, ()))
