"""Loads the default kinds, parent rules and functions; safe to call again."""

from datetime import datetime

from django.db import transaction

from huying.kernel.actor import Actor
from huying.kernel.journal import announce
from huying.organisations.events import DefaultsLoaded
from huying.organisations.kinds import FUNCTIONS, KINDS
from huying.organisations.models import BodyFunction, BodyKind, BodyKindRule
from huying.organisations.rules import body_rules


@transaction.atomic
def load_defaults(actor: Actor, *, at: datetime) -> int:
    """Adds what is missing and leaves alone what the place has changed. Returns how many rows were added."""
    body_rules.enter(actor, to="manage")
    known = set(BodyKind.objects.values_list("code", flat=True))
    fresh = [kind for kind in KINDS if kind.code not in known]
    BodyKind.objects.bulk_create(
        BodyKind(
            code=kind.code,
            name=kind.name,
            name_en=kind.name_en,
            may_be_root=kind.root,
            one_per_parent=kind.one_per_parent,
            is_department=kind.department,
            is_community=kind.community,
        )
        for kind in fresh
    )
    by_code = {kind.code: kind for kind in BodyKind.objects.all()}
    rules = [BodyKindRule(kind=by_code[kind.code], parent=by_code[code]) for kind in fresh for code in kind.parents]
    BodyKindRule.objects.bulk_create(rules)
    functions = _load_functions()
    added = len(fresh) + len(rules) + functions
    if added:
        announce(DefaultsLoaded(kinds=len(fresh), rules=len(rules), functions=functions), by=actor, at=at)
    return added


def _load_functions() -> int:
    codes = set(BodyFunction.objects.values_list("code", flat=True))
    names = set(BodyFunction.objects.values_list("name", flat=True))
    fresh = [f for f in FUNCTIONS if f.code not in codes and f.name not in names]
    BodyFunction.objects.bulk_create(
        BodyFunction(code=f.code, name=f.name, name_en=f.name_en, aliases=list(f.aliases), is_department=f.department)
        for f in fresh
    )
    return len(fresh)
