"""Makers of accounts for every test: `an_account(...)` for staff, `a_resident(phone=…)` for residents."""

from itertools import count
from typing import Any

from huying.people.models import Account

_numbers = count(1)


def an_account(
    public_name: str = "王社工", *, login_name: str = "", password: str | None = None, **rest: Any
) -> Account:
    """A staff account that can sign in."""
    name = login_name or f"staff{next(_numbers)}"
    return Account.objects.create_user(name, password, **{"public_name": public_name, "staff": True, **rest})


def a_resident(public_name: str = "张*", **rest: Any) -> Account:
    """A resident's account."""
    return Account.objects.create_user(**{"public_name": public_name, **rest})
