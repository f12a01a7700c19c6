"""A file of boundaries on its way in: kept for its uploader to look at, then imported whole or left."""

from collections.abc import Mapping
from datetime import datetime, timedelta
from typing import Any

from django.db import transaction

from huying.kernel.actor import Actor
from huying.kernel.errors import NotFound
from huying.kernel.journal import announce
from huying.territory.actions.outlines import Outline, check_file, import_boundaries
from huying.territory.actions.records import Decision, refuse_outside
from huying.territory.events import BoundaryFileUploaded
from huying.territory.models import Boundary, BoundaryDraft

KEPT = timedelta(days=1)


@transaction.atomic
def upload_boundaries(
    actor: Actor, *, content: Mapping[str, Any], name: str, outline: Outline, at: datetime
) -> BoundaryDraft:
    """Keep a file that can be read at all. Drafts of yesterday go."""
    refuse_outside(actor)
    check_file(content, crs=outline.crs)
    BoundaryDraft.objects.filter(at__lt=at - KEPT).delete()
    draft = BoundaryDraft.objects.create(
        content=content,
        name=name[:200],
        crs=outline.crs,
        source=outline.source,
        sketch=outline.sketch,
        by=actor.account_id or 0,
        at=at,
    )
    announce(BoundaryFileUploaded(draft.pk, len(content["features"])), by=actor, at=at)
    return draft


def draft_for(actor: Actor, draft_id: int) -> BoundaryDraft:
    """One's own draft; nobody else's is there."""
    draft = BoundaryDraft.objects.filter(pk=draft_id, by=actor.account_id or 0).first()
    if draft is None:
        raise NotFound(draft=draft_id)
    return draft


@transaction.atomic
def import_draft(
    actor: Actor, *, draft_id: int, decision: Decision, at: datetime, accept_overlaps: bool = False
) -> list[Boundary]:
    """All outlines of the file, or none."""
    draft = draft_for(actor, draft_id)
    outline = Outline({}, crs=draft.crs, source=draft.source, sketch=draft.sketch)
    made = import_boundaries(
        actor, collection=draft.content, outline=outline, decision=decision, at=at, accept_overlaps=accept_overlaps
    )
    draft.delete()
    return made
