"""Posts and who sits in them."""

from collections import defaultdict
from datetime import date

from django.db.models import QuerySet

from huying.kernel.actor import Actor
from huying.organisations.models import Appointment, Body, OfficePost
from huying.organisations.queries.holders import appointments_on
from huying.organisations.rules import appointment_rules, post_rules

SECRETARY = ("secretary", ("P30", "P31"))
DIRECTOR = ("director", ("R10",))


def post_for(actor: Actor, post_id: int, *, to: str = "see", lock: bool = False) -> OfficePost:
    rows = OfficePost.objects.select_related("body__area")
    return post_rules.door(actor, rows, to=to, lock=lock, pk=post_id)


def posts_of(actor: Actor, body: Body) -> QuerySet[OfficePost]:
    return post_rules.permitted(actor, to="see", rows=OfficePost.objects.filter(body=body)).order_by("-active", "id")


def appointments_of(actor: Actor, post: OfficePost) -> QuerySet[Appointment]:
    rows = appointment_rules.permitted(actor, to="see", rows=Appointment.objects.filter(post=post))
    return rows.select_related("account").order_by("-term_from", "-id")


def appointment_for(actor: Actor, appointment_id: int, *, to: str = "see", lock: bool = False) -> Appointment:
    rows = Appointment.objects.select_related("post__body", "account")
    return appointment_rules.door(actor, rows, to=to, lock=lock, pk=appointment_id)


def one_person_both_posts(*, area_path: str, on: date) -> set[int]:
    """一肩挑: areas where one person is both secretary of the Party organisation and director of the committee."""
    held: dict[int, dict[str, set[int]]] = defaultdict(lambda: {"secretary": set(), "director": set()})
    for kind, body_kinds in (SECRETARY, DIRECTOR):
        rows = appointments_on(on).filter(
            post__kind=kind, post__body__kind__code__in=body_kinds, post__body__area__path__startswith=area_path
        )
        for area_id, account_id in rows.values_list("post__body__area_id", "account_id"):
            held[area_id][kind].add(account_id)
    return {area_id for area_id, people in held.items() if people["secretary"] & people["director"]}
