"""Where a body may stand in its line, and the path of ids that follows from it."""

from collections.abc import Collection, Iterable

from django.db.models import F, Value
from django.db.models.functions import Concat, Substr
from django.utils.translation import gettext as _

from huying.kernel.errors import Invalid, NotFound
from huying.organisations.errors import ParentNotAllowed
from huying.organisations.models import Body, BodyKind
from huying.organisations.queries.names import allowed_parents
from huying.organisations.states import ACTIVE


def parent_for(line_parent_id: int | None) -> Body | None:
    return None if line_parent_id is None else parents_for({line_parent_id})[line_parent_id]


def parents_for(ids: Collection[int]) -> dict[int, Body]:
    """The parents, locked, so that two one-to-one children cannot be founded at once."""
    rows = Body.objects.select_for_update(of=("self",)).select_related("kind").filter(pk__in=ids).order_by("pk")
    found = {row.pk: row for row in rows} if ids else {}
    if missing := set(ids) - set(found):
        raise NotFound(body=min(missing))
    for parent in found.values():
        if parent.state != ACTIVE:
            raise Invalid(fields={"line_parent_id": ParentNotAllowed.message}, parent=parent.pk, state=parent.state)
    return found


def check_parents(placed: Iterable[tuple[BodyKind, Body | None]]) -> None:
    """Each pair of kinds is asked once; where a parent has one of a kind only, two new ones are refused as well."""
    seen: set[tuple[int, int | None]] = set()
    for kind, parent in placed:
        above = None if parent is None else -parent.pk if kind.one_per_parent else parent.kind_id
        pair = (kind.pk, above)
        if pair not in seen:
            check_parent(kind, parent)
        elif kind.one_per_parent and parent is not None:
            raise _refusal(kind, parent, allowed_parents(kind))
        seen.add(pair)


def check_parent(kind: BodyKind, parent: Body | None, *, body_id: int | None = None) -> None:
    """The tree rules are data: raises ParentNotAllowed with the kinds that would be allowed."""
    allowed = allowed_parents(kind)
    if parent is None:
        if not kind.may_be_root:
            raise _refusal(kind, None, allowed)
        return
    if parent.kind.code not in allowed:
        raise _refusal(kind, parent, allowed)
    if kind.one_per_parent and _siblings(kind, parent, body_id):
        raise _refusal(kind, parent, allowed)


def line_path_of(body: Body, parent: Body | None) -> str:
    return f"{parent.line_path if parent else '/'}{body.pk}/"


def repath(body: Body, parent: Body | None) -> None:
    """Moves the whole subtree of the line with one statement."""
    old, new = body.line_path, line_path_of(body, parent)
    if parent and parent.line_path.startswith(old):
        raise ParentNotAllowed(body=body.pk, parent=parent.pk)
    Body.objects.filter(line_path__startswith=old).update(
        line_path=Concat(Value(new), Substr(F("line_path"), len(old) + 1))
    )
    body.line_path = new


def _siblings(kind: BodyKind, parent: Body, body_id: int | None) -> bool:
    return Body.objects.filter(kind=kind, line_parent=parent, state=ACTIVE).exclude(pk=body_id or 0).exists()


def _refusal(kind: BodyKind, parent: Body | None, allowed: frozenset[str]) -> ParentNotAllowed:
    names = list(BodyKind.objects.filter(code__in=allowed).order_by("pk").values_list("name", flat=True))
    known = "、".join(names) if names else _("无")
    if kind.may_be_root and parent is not None:
        known = "；".join((known, _("也可以没有上级"))) if names else _("不设上级")
    text = _("这类组织不能设在这个上级之下，可以的上级：%(allowed)s。") % {"allowed": known}
    return ParentNotAllowed(
        fields={"line_parent_id": text},
        kind=kind.code,
        parent=parent.kind.code if parent else None,
        allowed=sorted(allowed),
        allowed_names=names,
    )
