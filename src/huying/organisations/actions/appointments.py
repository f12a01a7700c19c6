"""Seats in a body and who sits in them."""

from dataclasses import dataclass
from datetime import date, datetime

from django.contrib.auth import get_user_model
from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _

from huying.kernel.actor import Actor
from huying.kernel.errors import Invalid, NotFound
from huying.kernel.journal import announce
from huying.organisations.actions.history import checked_reason
from huying.organisations.errors import AlreadyHeld
from huying.organisations.events import AppointmentEnded, PersonAppointed, PostClosed, PostOpened
from huying.organisations.models import Appointment, OfficePost
from huying.organisations.queries.bodies import body_for
from huying.organisations.queries.holders import appointments_between, appointments_on
from huying.organisations.rules import appointment_rules, post_rules
from huying.organisations.states import post_kinds


@dataclass(frozen=True, slots=True)
class Term:
    """From when to when (both days included), and whether it is a part-time membership with a remit."""

    since: date
    until: date | None = None
    part_time: bool = False
    remit: str = ""


@transaction.atomic
def open_post(
    actor: Actor,
    *,
    body_id: int,
    title: str,
    kind: str,
    at: datetime,
    seats: int = 1,
    term_years: int | None = None,
    reason: str = "",
) -> OfficePost:
    body = body_for(actor, body_id, to="manage", lock=True)
    if kind not in dict(post_kinds()):
        raise Invalid(fields={"kind": _("没有这个职务类别，请从列表中选择。")})
    if not title.strip():
        raise Invalid(fields={"title": _("请填写职务名称。")})
    if OfficePost.objects.filter(body=body, title=title.strip(), active=True).exists():
        raise Invalid(fields={"title": _("这个组织里已有同名职务。")})
    post = OfficePost.objects.create(body=body, title=title.strip(), kind=kind, seats=seats, term_years=term_years)
    announce(PostOpened(post_id=post.pk, body_id=body.pk, kind=kind), by=actor, at=at, reason=reason)
    return post


@transaction.atomic
def close_post(actor: Actor, *, post_id: int, reason: str, at: datetime) -> OfficePost:
    post = post_rules.door(actor, OfficePost.objects.all(), to="manage", lock=True, pk=post_id)
    if appointments_on(at.date()).filter(post=post).exists():
        raise Invalid(_("职务上还有人任职，请先终止任职再撤销职务。"))
    post.active, post.close_reason = False, checked_reason(reason)
    post.save(update_fields=["active", "close_reason"])
    announce(PostClosed(post_id=post.pk), by=actor, at=at)
    return post


@transaction.atomic
def appoint(actor: Actor, *, post_id: int, account_id: int, term: Term, reason: str, at: datetime) -> Appointment:
    """Refused when every seat is taken at some time of the term; without an end the term of the post applies."""
    post = post_rules.door(actor, OfficePost.objects.all(), to="manage", lock=True, pk=post_id)
    if not get_user_model().objects.filter(pk=account_id).exists():
        raise NotFound(account=account_id)
    if not post.active:
        raise Invalid(_("该职务已撤销，不能再任命。"))
    last_day = term.until or _end_of_term(post, term.since)
    if term.until is not None and term.until < term.since:
        raise Invalid(fields={"term_to": _("任期止不能早于任期起。")})
    if (
        appointments_between(term.since, last_day).filter(post=post).exclude(account_id=account_id).count()
        >= post.seats
    ):
        raise Invalid(_("该职务已满员，请先终止一项任职或增加职数。"), seats=post.seats)
    row = Appointment(
        post=post,
        account_id=account_id,
        term_from=term.since,
        term_to=last_day,
        part_time=term.part_time,
        remit=term.remit.strip(),
        reason=checked_reason(reason),
    )
    _save(row)
    announce(
        PersonAppointed(
            post_id=post.pk,
            appointment_id=row.pk,
            account_id=account_id,
            term_from=row.term_from,
            term_to=row.term_to,
            part_time=row.part_time,
        ),
        by=actor,
        at=at,
    )
    return row


@transaction.atomic
def end_appointment(actor: Actor, *, appointment_id: int, on: date, reason: str, at: datetime) -> Appointment:
    """`on` is the last day in the post."""
    row = appointment_rules.door(actor, Appointment.objects.all(), to="manage", lock=True, pk=appointment_id)
    if on < row.term_from:
        raise Invalid(fields={"on": _("任期止不能早于任期起。")})
    row.term_to = on
    row.reason = f"{row.reason}；{checked_reason(reason)}"[:300]
    row.save(update_fields=["term_to", "reason"])
    announce(AppointmentEnded(post_id=row.post_id, appointment_id=row.pk, on=on), by=actor, at=at)
    return row


def _end_of_term(post: OfficePost, since: date) -> date | None:
    if post.term_years is None:
        return None
    try:
        return since.replace(year=since.year + post.term_years)
    except ValueError:
        return since.replace(year=since.year + post.term_years, day=28)


def _save(row: Appointment) -> None:
    try:
        with transaction.atomic():
            row.save()
    except IntegrityError as refused:
        if "appointment_once_at_a_time" in str(refused):
            raise AlreadyHeld(post=row.post_id) from refused
        raise
