"""Giving a role and ending it."""

from datetime import datetime

from django.contrib.auth import get_user_model
from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _

from huying.kernel.actor import Actor
from huying.kernel.errors import Invalid, NotFound
from huying.kernel.journal import announce
from huying.organisations.actions.history import checked_reason
from huying.organisations.errors import AdministratorsExclude, AlreadyHeld, GrantToOneself
from huying.organisations.events import RoleEnded, RoleGranted
from huying.organisations.models import Body, RoleGrant
from huying.organisations.queries.places import place
from huying.organisations.rules import demand_keeper, grant_rules
from huying.organisations.states import ACTIVE, BODY_ROLES, LINE_ROLES, roles


@transaction.atomic
def grant_role(
    actor: Actor,
    *,
    account_id: int,
    role: str,
    area_id: int,
    reason: str,
    at: datetime,
    body_id: int | None = None,
    line_body_id: int | None = None,
) -> RoleGrant:
    """role × area subtree × line, from now on. Only the security administrator of the area, and never to oneself."""
    area = place(area_id)
    demand_keeper(actor, area_path=area.path)
    if actor.account_id == account_id:
        raise GrantToOneself()
    _check(account_id=account_id, role=role, body_id=body_id, line_body_id=line_body_id)
    grant = RoleGrant(
        account_id=account_id,
        role=role,
        area_id=area_id,
        body_id=body_id,
        line_body_id=line_body_id,
        valid_from=at,
        reason=checked_reason(reason),
        granted_by_id=actor.account_id,
    )
    _save(grant)
    announce(
        RoleGranted(
            account_id=account_id,
            grant_id=grant.pk,
            role=role,
            area_id=area_id,
            body_id=body_id,
            line_body_id=line_body_id,
        ),
        by=actor,
        at=at,
    )
    return grant


@transaction.atomic
def end_role(actor: Actor, *, grant_id: int, reason: str, at: datetime) -> RoleGrant:
    """From this moment the person acts without the role."""
    grant = grant_rules.door(actor, RoleGrant.objects.all(), to="end", lock=True, pk=grant_id)
    if grant.valid_to is not None and grant.valid_to <= at:
        return grant
    grant.valid_to, grant.end_reason = max(at, grant.valid_from), checked_reason(reason)
    grant.save(update_fields=["valid_to", "end_reason"])
    announce(RoleEnded(account_id=grant.account_id, grant_id=grant.pk, role=grant.role), by=actor, at=at)
    return grant


def _check(*, account_id: int, role: str, body_id: int | None, line_body_id: int | None) -> None:
    account = get_user_model().objects.filter(pk=account_id).first()
    if account is None:
        raise NotFound(account=account_id)
    if not account.staff:
        raise Invalid(fields={"account_id": _("只能给工作人员账号授权，请先把账号登记为工作人员。")})
    if role not in dict(roles()):
        raise Invalid(fields={"role": _("没有这个角色，请从列表中选择。")}, role=role)
    if role in BODY_ROLES and body_id is None:
        raise Invalid(fields={"body_id": _("这个角色要指定所在单位。")})
    if line_body_id is not None and role not in LINE_ROLES:
        raise Invalid(fields={"line_body_id": _("这个角色不能限于一条线：它管的不是某条线办理的事项。")})
    named = [pk for pk in (body_id, line_body_id) if pk is not None]
    if Body.objects.filter(pk__in=named, state=ACTIVE).count() != len(set(named)):
        raise Invalid(fields={"body_id": _("所选单位不存在或已停用，请重新选择。")})


def _save(grant: RoleGrant) -> None:
    try:
        with transaction.atomic():
            grant.save()
    except IntegrityError as refused:
        if "three_administrators" in str(refused):
            raise AdministratorsExclude(role=grant.role) from refused
        if "grant_once_at_a_time" in str(refused):
            raise AlreadyHeld(role=grant.role) from refused
        raise
