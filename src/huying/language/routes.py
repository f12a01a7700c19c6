"""JSON routes of the words: what a text sounds like, and which version says so."""

from typing import Any

from ninja import Path, Router, Status

from huying.kernel.edge import AskedRequest
from huying.kernel.errors import NotFound
from huying.language import actions, queries, schemas
from huying.language.rules import rules
from huying.language.schemes import SCHEMES

router = Router()


def _known(scheme: str) -> str:
    if scheme not in SCHEMES:
        raise NotFound(scheme=scheme)
    return scheme


@router.post("{scheme}/suggest", response=schemas.SuggestionOut, summary="这段话像是哪一类")
def suggest(request: AskedRequest, scheme: str, body: schemas.TextIn) -> Any:
    """A suggestion for staff, never a decision. Nothing is kept."""
    rules.enter(request.actor, to="suggest")
    return queries.suggest(_known(scheme), body.text, limit=body.limit)


@router.get("{scheme}/versions", response=schemas.VersionsOut, summary="有哪些版本")
def all_versions(request: AskedRequest, scheme: str) -> dict[str, Any]:
    """Those that can be gone back to."""
    rules.enter(request.actor, to="see")
    return {"follows": queries.follows_newest(_known(scheme)), "versions": queries.versions(scheme)}


@router.post("{scheme}/versions/{number}/choose", response={204: None}, summary="改用一个版本")
def choose_version(
    request: AskedRequest, scheme: str, body: schemas.ChooseIn, number: int = Path(..., ge=0, le=10**6)
) -> Status[None]:
    """0: the one made of the names alone."""
    actions.choose_version(request.actor, scheme=_known(scheme), number=number, reason=body.reason, at=request.at)
    return Status(204, None)
