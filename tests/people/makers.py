"""Makers of accounts for every test: `an_account(...)` for staff, `a_resident(phone=…)` for residents."""

from datetime import UTC, datetime
from itertools import count
from typing import Any

from huying.kernel.actor import SYSTEM, Actor, Post
from huying.people.actions.accounts import keep_contact
from huying.people.models import Account
from huying.people.queries import phone_index

SOME_DAY = datetime(2026, 11, 2, 1, 0, tzinfo=UTC)
_numbers = count(1)


def an_account(
    public_name: str = "王社工", *, login_name: str = "", password: str | None = None, **rest: Any
) -> Account:
    """A staff account that can sign in (with a password only when one is given: hashing takes its time)."""
    name = login_name or f"staff{next(_numbers)}"
    return Account.objects.create_user(
        name, password, **{"public_name": public_name, "staff": True, "created_at": SOME_DAY, **rest}
    )


def a_resident(public_name: str = "张*", *, phone: str = "", **rest: Any) -> Account:
    """A resident's account, with a sealed number when one is given."""
    columns = {"public_name": public_name, "created_at": SOME_DAY, **rest}
    if not phone:
        return Account.objects.create_user(**columns)
    account = Account.objects.create_user(**{"phone_index": phone_index(phone), **columns})
    keep_contact(SYSTEM, account=account, fields={"phone": phone}, at=SOME_DAY)
    return account


def person(account: Account) -> Actor:
    """Somebody signed in, without a post."""
    return Actor(kind="person", account_id=account.pk)


def with_role(role: str, account: Account | None = None, *, area_path: str = "/1/", **where: Any) -> Actor:
    """Somebody who holds one role."""
    holder = account or an_account()
    return Actor(kind="person", account_id=holder.pk, posts=(Post(role=role, area_path=area_path, **where),))
