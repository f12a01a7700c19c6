"""Lists of bodies, posts and grants for those who keep them."""

from dataclasses import dataclass
from datetime import datetime

from django.db.models import Q

from huying.kernel.actor import Actor
from huying.kernel.paging import Page, page_by_key
from huying.organisations.models import Body, BodyChange, OfficePost, RoleGrant
from huying.organisations.queries.holders import grants_at
from huying.organisations.rules import body_rules, grant_rules, post_rules
from huying.organisations.states import ACTIVE


@dataclass(frozen=True, slots=True)
class BodyFilter:
    """What is looked for; empty means any. `words` also finds former names."""

    words: str = ""
    kind: str = ""
    function: str = ""
    area_path: str = ""
    state: str = ACTIVE


def body_list(actor: Actor, wanted: BodyFilter, *, after: str = "") -> Page[Body]:
    """Bodies by pinyin."""
    rows = body_rules.permitted(actor, to="see", rows=Body.objects.select_related("kind", "area", "line_parent"))
    if words := wanted.words.strip():
        former = BodyChange.objects.filter(kind="renamed", before__name__icontains=words).values("body_id")
        rows = rows.filter(
            Q(name__icontains=words) | Q(short_name__icontains=words) | Q(uscc=words.upper()) | Q(pk__in=former)
        )
    given = {
        "kind__code": wanted.kind,
        "area__path__startswith": wanted.area_path,
        "state": wanted.state,
        "functions__code": wanted.function,
    }
    rows = rows.filter(**{column: value for column, value in given.items() if value})
    return page_by_key(rows.prefetch_related("functions"), order=("sort_name", "id"), after=after, size=50)


def post_list(actor: Actor, *, kind: str = "", words: str = "", after: str = "") -> Page[OfficePost]:
    """Posts of every body by the body's name."""
    rows = post_rules.permitted(actor, to="see", rows=OfficePost.objects.filter(active=True, body__state=ACTIVE))
    rows = rows.filter(kind=kind) if kind else rows
    if words := words.strip():
        rows = rows.filter(Q(body__name__icontains=words) | Q(title__icontains=words))
    return page_by_key(rows.select_related("body"), order=("body__sort_name", "id"), after=after, size=50)


def grant_list(
    actor: Actor, *, at: datetime, role: str = "", words: str = "", ended: bool = False, after: str = ""
) -> Page[RoleGrant]:
    """Role grants, newest first; by default those that hold now."""
    rows = grant_rules.permitted(actor, to="see", rows=RoleGrant.objects.all())
    rows = rows.filter(valid_to__lte=at) if ended else rows.filter(pk__in=grants_at(at).values("pk"))
    rows = rows.filter(role=role) if role else rows
    if words := words.strip():
        rows = rows.filter(
            Q(account__login_name=words) | Q(account__public_name__icontains=words) | Q(body__name__icontains=words)
        )
    rows = rows.select_related("account", "area", "body", "line_body", "granted_by")
    return page_by_key(rows, order=("-valid_from", "-id"), after=after, size=50)
