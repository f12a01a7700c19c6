"""What can be found, by whom, and where a hit leads: the page of search and its JSON door say the same."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from huying.cases.public import CaseHit, FoundCases, cases_with, number_meant
from huying.duties.public import items_with, knowledge_with, lists_with
from huying.kernel.actor import Actor
from huying.kernel.errors import NotAllowed
from huying.kernel.search import Hit
from huying.notices.public import keeps_wordings, wordings_with
from huying.organisations.public import bodies_with
from huying.portal.asking import Asked, read

LONGEST = 60
NARROWED = ("state", "category", "area_id", "since", "until")
CASES = "cases"
MOST = 20


def everyone(actor: Actor) -> bool:
    """Every colleague; of the rows those that they may see."""
    return True


@dataclass(frozen=True, slots=True)
class Kind:
    """A kind of thing that can be found: who answers, and where a hit leads."""

    code: str
    label: Any
    find: Callable[..., Any]
    href: Callable[[Hit], str]
    opens: Callable[[Actor], bool] = everyone
    """For whom there is something to be found: the owner's own rule."""


KINDS = (
    Kind("items", _("清单事项"), items_with, lambda hit: reverse("duties:item", args=[hit.under_id, hit.id])),
    Kind("lists", pgettext_lazy("several", "清单"), lists_with, lambda hit: reverse("duties:list", args=[hit.id])),
    Kind("knowledge", _("知识"), knowledge_with, lambda hit: reverse("duties:knowledge-entry", args=[hit.id])),
    Kind("bodies", pgettext_lazy("several", "单位"), bodies_with,
         lambda hit: reverse("organisations:body", args=[hit.id])),
    Kind("wordings", _("消息模板"), wordings_with, lambda hit: reverse("notices:template", args=[hit.id]),
         keeps_wordings),
)  # fmt: skip


def kinds_for(actor: Actor) -> list[Kind]:
    return [one for one in KINDS if one.opens(actor)]


def meant_by(typed: str, *, as_text: bool) -> Asked:
    return Asked(typed) if as_text else read(typed)


def find_cases(
    actor: Actor, meant: Asked, narrowed: Mapping[str, str], *, after: str | None, at: datetime, size: int = MOST
) -> FoundCases | None:
    """Those that the asker may see; None when nothing was asked."""
    wanted = dict(narrowed)
    if meant.since and meant.until:
        wanted |= {"since": meant.since.isoformat(), "until": meant.until.isoformat()}
    if not (meant.words or wanted):
        return None
    return cases_with(actor, words=meant.words, narrowed=wanted, after=after, at=at, size=size)


def found(actor: Actor, asked: Any, *, at: datetime) -> dict[str, Any]:
    """For the JSON door: hits of one kind, with what was understood of the question."""
    typed, after = asked.q.strip(), asked.after or None
    meant = meant_by(typed, as_text=asked.as_text) if asked.kind == CASES else Asked(typed)
    told: dict[str, Any] = {
        "kind": asked.kind, "words": meant.words, "since": meant.since, "until": meant.until, "number": "",
        "items": [], "next_cursor": None, "looked_back_to": None,
    }  # fmt: skip
    if asked.kind == CASES:
        narrowed = {name: str(value) for name in NARROWED if (value := getattr(asked, name))}
        page = find_cases(actor, meant, narrowed, after=after, at=at, size=asked.size)
        told["number"] = number_meant(actor, typed) if typed else ""
        told["items"] = [_case_told(hit) for hit in page.items] if page else []
        told["looked_back_to"] = page.back_to if page else None
    else:
        kind = next((one for one in kinds_for(actor) if one.code == asked.kind), None)
        if kind is None:
            raise NotAllowed(to=f"search_{asked.kind}")
        page = kind.find(actor, words=typed, after=after, size=asked.size) if typed else None
        told["items"] = [_told(hit, kind) for hit in page.items] if page else []
    return told | {"next_cursor": page.next_cursor if page else None}


def _case_told(hit: CaseHit) -> dict[str, str]:
    row = hit.row
    return {
        "id": str(row.id), "title": hit.title, "text": hit.text, "place": hit.place, "number": row.number,
        "state": row.state, "href": reverse("cases:staff_case", args=[row.number]),
    }  # fmt: skip


def _told(hit: Hit, kind: Kind) -> dict[str, str]:
    return {"id": str(hit.id), "title": hit.title, "text": hit.text or "", "href": kind.href(hit)}
