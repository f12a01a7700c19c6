"""Things that must have a story, so that one taken away whole, head and all, is missed even before it is sealed."""

from collections.abc import Iterator

from django.apps import apps
from django.db.models import Exists, OuterRef

from huying.kernel.models import JournalHead
from huying.kernel.verification.verdict import Report

_models: dict[str, str] = {}


def expect_story(thing: str, model: str) -> None:
    """Every row of this model, e.g. "cases.Case", was announced when it was made."""
    _models[thing] = model


def check_expected(report: Report, *, thing: str = "", thing_id: int | None = None) -> None:
    for kind in [thing] if thing in _models else [] if thing else sorted(_models):
        for pk in _without_head(kind, thing_id):
            report.add("story_missing", thing=kind, thing_id=pk)


def _without_head(thing: str, thing_id: int | None) -> Iterator[int]:
    head = JournalHead.objects.filter(thing=thing, thing_id=OuterRef("pk"))
    rows = apps.get_model(_models[thing])._default_manager.filter(~Exists(head))
    rows = rows.filter(pk=thing_id) if thing_id is not None else rows
    yield from rows.order_by("pk").values_list("pk", flat=True).iterator(chunk_size=2_000)
