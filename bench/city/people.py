"""Who calls and who works, each with an open session: cookies as a browser would send them."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

CSRF = "c" * 32


@dataclass(frozen=True)
class Caller:
    """An account and the headers of its requests."""

    account_id: int
    headers: str


@dataclass(frozen=True)
class Cast:
    """Desks by role, somebody of the unit that answers, and many residents."""

    intake: Caller
    dispatcher: Caller
    unit: Caller
    county: Caller
    residents: list[Caller]
    category: str
    area_id: int
    body_id: int


def seated(*, residents: int, at: datetime) -> Cast:
    """The demonstration's desks, the unit that answers for consumer matters in one estate, and so many residents."""
    from huying.demonstration.world import build_world
    from huying.duties.public import who_answers

    world = build_world(at=at)
    spot, matter = world.spots[3], "0803"
    answer = who_answers(category_code=matter, area_id=spot.area_id, klass="G", on=at.date())
    assert answer.lead is not None
    unit = world.unit(answer.lead.id)
    desk = {role: world.desks[role].account_id for role in ("intake", "dispatcher", "county")}
    return Cast(
        intake=_caller(desk["intake"]), dispatcher=_caller(desk["dispatcher"]), unit=_caller(unit.account_id),
        county=_caller(desk["county"]), residents=[_caller(one) for one in _residents(residents)], category=matter,
        area_id=spot.area_id, body_id=answer.lead.id,
    )  # fmt: skip


def _residents(count: int) -> list[int]:
    from huying.people.models import Account

    known = {
        name: pk for name, pk in Account.objects.filter(login_name__startswith="bench-").values_list("login_name", "pk")
    }
    wanted = [f"bench-{nth}" for nth in range(count)]
    Account.objects.bulk_create(
        [Account(login_name=name, public_name="市民", is_active=True) for name in wanted if name not in known]
    )
    return list(Account.objects.filter(login_name__in=wanted).order_by("pk").values_list("pk", flat=True))


def _caller(account_id: Any) -> Caller:
    from django.conf import settings
    from django.contrib.auth import BACKEND_SESSION_KEY, HASH_SESSION_KEY, SESSION_KEY

    from huying.kernel.clock import now
    from huying.people.models import Account
    from huying.people.sessions import SessionStore

    account = Account.objects.get(pk=account_id)
    session = SessionStore()
    session[SESSION_KEY] = str(account.pk)
    session[BACKEND_SESSION_KEY] = settings.AUTHENTICATION_BACKENDS[-1]
    session[HASH_SESSION_KEY] = account.get_session_auth_hash()
    session["seen_at"] = now().timestamp()
    session.save()
    cookies = f"{settings.SESSION_COOKIE_NAME}={session.session_key}; {settings.CSRF_COOKIE_NAME}={CSRF}"
    return Caller(account.pk, f"Cookie: {cookies}\r\nX-CSRFToken: {CSRF}\r\n")
