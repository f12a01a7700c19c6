"""What was said in confidential matters: sealed anew when keys change, and sealed where it still stands in clear."""

from collections.abc import Callable, Iterator
from functools import partial

from django.db import models, transaction

from huying.cases.apart import BESIDE, keep_apart
from huying.cases.models import Case
from huying.cases.models.told import MARK, Telling, ciphertext, told_of
from huying.duties.public import category_tree
from huying.kernel.actor import SYSTEM
from huying.kernel.clock import now
from huying.kernel.sealed_columns import register_walk

Again = Callable[..., bytes | None]
BATCH = 200


def told(again: Again) -> int:
    """First what came before words were kept apart, then every seal that is not of the current key."""
    tables: tuple[type[Telling], ...] = (Case, *BESIDE)
    moved = sum(_one_apart(pk) for pk in _in_clear())
    return moved + sum(_table(model, again) for model in tables)


def _in_clear() -> Iterator[int]:
    confidential = models.Q(confidentiality="P1") | models.Q(kind="report")
    confidential |= models.Q(category_code__in=[entry.code for entry in category_tree() if entry.confidential])
    found = set(Case.objects.filter(confidential, apart=False).values_list("pk", flat=True))
    left_behind, of = {"case__apart": True, "apart": False}, "case_id"
    for model in BESIDE:
        found |= set(model._default_manager.filter(**left_behind).values_list(of, flat=True))
    yield from sorted(found)


@transaction.atomic
def _one_apart(pk: int) -> int:
    case = Case.objects.select_for_update().get(pk=pk)
    keep_apart(SYSTEM, case, at=now())
    case.save(update_fields=["apart", *(field.attname for field in told_of(Case))])
    return 1


def _table(model: type[Telling], again: Again) -> int:
    """Row by row as it lies, unopened but for what is sealed anew."""
    done, last = 0, 0
    while ids := list(
        model._default_manager.filter(apart=True, pk__gt=last).order_by("pk").values_list("pk", flat=True)[:BATCH]
    ):
        done += sum(map(partial(_row, model, again), ids))
        last = ids[-1]
    return done


@transaction.atomic
def _row(model: type[Telling], again: Again, pk: int) -> int:
    row = model._default_manager.select_for_update().get(pk=pk)
    names = [field.attname for field in told_of(model)]
    kept = model._default_manager.filter(pk=pk).values(*names).get()
    texts = {name: text[MARK] if isinstance(text, dict) else text for name, text in kept.items() if text}
    if not any(again(ciphertext(text), row.told_context(name), True) for name, text in texts.items()):
        return 0
    row.save(update_fields=names)
    return 1


register_walk("cases told", told)
