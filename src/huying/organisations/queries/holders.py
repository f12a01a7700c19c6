"""Who holds which role: the Actor of a person, the people of a body."""

from datetime import date, datetime
from typing import Any

from django.contrib.auth import get_user_model
from django.db.models import Q, QuerySet

from huying.kernel.actor import GUEST, Actor, Post
from huying.kernel.prepared import Given, Question
from huying.organisations.models import Appointment, RoleGrant
from huying.organisations.rules import grant_rules

_GRANTS = Question[RoleGrant](
    lambda: (
        RoleGrant.objects.filter(
            Q(valid_to__isnull=True) | Q(valid_to__gt=Given("at")),
            valid_from__lte=Given("at"), account_id=Given("account_id"), account__is_active=True,
        )
        .select_related("area", "line_body")
        .order_by("id")
    )
)  # fmt: skip


def actor_for(account_id: int, *, at: datetime, task: str = "", account: Any = None) -> Actor:
    """The Actor of an account at that moment. An account that is switched off acts as a guest.

    `account`: its row, which the caller has just read, as the session does. Only staff hold roles.
    """
    account = account or get_user_model().objects.filter(pk=account_id).first()
    if account is None or not account.is_active:
        return GUEST
    rows = _GRANTS.all(account_id=account_id, at=at) if account.staff else []
    posts = tuple(
        Post(
            role=grant.role,
            area_path=grant.area.path,
            body_id=grant.body_id,
            line_path=grant.line_body.line_path if grant.line_body else "",
        )
        for grant in rows
    )
    return Actor(kind="person", account_id=account_id, posts=posts, task=task)


def grants_at(at: datetime) -> QuerySet[RoleGrant]:
    return RoleGrant.objects.filter(Q(valid_to__isnull=True) | Q(valid_to__gt=at), valid_from__lte=at)


def grant_for(actor: Actor, grant_id: int, *, to: str = "see", lock: bool = False) -> RoleGrant:
    rows = RoleGrant.objects.select_related("account", "area", "body")
    return grant_rules.door(actor, rows, to=to, lock=lock, pk=grant_id)


def appointments_on(on: date) -> QuerySet[Appointment]:
    return Appointment.objects.filter(Q(term_to__isnull=True) | Q(term_to__gte=on), term_from__lte=on)


def appointments_between(first: date, last: date | None) -> QuerySet[Appointment]:
    """Appointments that hold on at least one of these days; without a last day, any time from the first on."""
    rows = Appointment.objects.filter(Q(term_to__isnull=True) | Q(term_to__gte=first))
    return rows if last is None else rows.filter(term_from__lte=last)


def people_of(body_id: int, *, roles: tuple[str, ...] = (), at: datetime) -> list[int]:
    """Accounts that hold a role for this body at that moment; with `roles`, only these roles. Active accounts only."""
    rows = grants_at(at).filter(body_id=body_id, account__is_active=True)
    if roles:
        rows = rows.filter(role__in=roles)
    return sorted(set(rows.values_list("account_id", flat=True)))


def holders(*, roles: tuple[str, ...], area_path: str, at: datetime) -> list[int]:
    """Accounts that hold one of these roles for an area around this place; nearest area first."""
    around = [int(part) for part in area_path.strip("/").split("/") if part]
    rows = grants_at(at).filter(role__in=roles, area_id__in=around, account__is_active=True)
    found = rows.order_by("-area__path", "id").values_list("account_id", flat=True)
    return list(dict.fromkeys(found))


def holders_here(*, role: str, area_ids: list[int], at: datetime) -> dict[int, list[int]]:
    """Accounts that hold this role for exactly these areas; with one query however many areas."""
    rows = grants_at(at).filter(role=role, area_id__in=area_ids, account__is_active=True).order_by("id")
    found: dict[int, list[int]] = {area_id: [] for area_id in area_ids}
    for area_id, account_id in rows.values_list("area_id", "account_id"):
        if account_id not in found[area_id]:
            found[area_id].append(account_id)
    return found


def staff_bodies(actor: Actor, *, on: date) -> frozenset[int]:
    """Bodies to whose staff the actor belongs, by role or by appointment: where a conflict of interest may lie."""
    by_role = {post.body_id for post in actor.posts if post.body_id is not None}
    if actor.account_id is None:
        return frozenset(by_role)
    by_post = appointments_on(on).filter(account_id=actor.account_id).values_list("post__body_id", flat=True)
    return frozenset(by_role | set(by_post))
