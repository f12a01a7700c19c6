"""Every read of the portal."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.utils.translation import gettext as _

from huying.cases.public import around, open_matters_for_all
from huying.kernel.actor import Actor
from huying.kernel.errors import NotFound
from huying.kernel.kept import Kept, group
from huying.kernel.paging import Page, page_by_key
from huying.kernel.publicnumber import code_hashes
from huying.organisations.public import BodyBrief, bodies_serving, holders_here
from huying.people.public import account_briefs
from huying.portal import states as s
from huying.portal.models import Feedback, Site
from huying.portal.rules import feedback_rules, site_rules
from huying.territory.public import (
    AreaBrief,
    GridTold,
    ancestor,
    area_briefs,
    areas_within,
    grids_told,
    home,
    home_path,
    locate_text,
)

SITE_KEPT = group("site", "portal_site")
_site: Kept[str, Site | None] = Kept(SITE_KEPT)


def site() -> Site | None:
    """Known to the process; every page says it."""
    return _site.one("only", lambda: Site.objects.filter(pk=1).first())


def site_facts(row: Site | None) -> list[dict[str, Any]]:
    """What the foot of a page says; only what is known."""
    said = [(label, getattr(row, name, "")) for name, label in s.SITE_FACTS.items()]
    return [{"label": label, "text": text} for label, text in said if text]


def site_to_describe(actor: Actor) -> Site:
    """The site as its administrator edits it; an empty one before anybody has described it."""
    site_rules.enter(actor, to="describe")
    return site() or Site(pk=1)


def feedback_waiting(actor: Actor, *, state: str = s.OPEN, after: str | None = None) -> Page[Feedback]:
    """Feedback for the one who answers it, oldest first. Raises NotAllowed for everybody else."""
    feedback_rules.enter(actor, to="answer")
    rows = feedback_rules.permitted(actor, to="answer", rows=Feedback.objects.filter(state=state))
    return page_by_key(rows, order=("sent_at", "id"), after=after, size=50)


def feedback_for(actor: Actor, feedback_id: int, *, to: str = "see", lock: bool = False) -> Feedback:
    return feedback_rules.door(actor, Feedback.objects.all(), to=to, lock=lock, pk=feedback_id)


def feedback_by_code(typed: str) -> int | None:
    """Which feedback this tracking code opens."""
    return Feedback.objects.filter(code_hash__in=code_hashes(typed, "feedback")).values_list("pk", flat=True).first()


def place_name(row: Site | None) -> str:
    """What the site calls its place; before anybody has said so, the area that it serves."""
    if row and row.name:
        return row.name
    served = home()
    return served.short_name or served.name if served else ""


@dataclass(frozen=True, slots=True)
class GridLine:
    """Who serves a grid and how to reach the office: the person's public name, never a person's telephone."""

    grid: GridTold
    workers: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class CommunityGrids:
    """A community with its desk and its grids."""

    area: AreaBrief
    office: BodyBrief | None
    grids: tuple[GridLine, ...]


def community_grids(area_id: int, *, at: datetime) -> CommunityGrids:
    """What B.4 wants public: grid, grid worker's name, contact and complaint telephone."""
    area = area_briefs([area_id]).get(area_id)
    if area is None or area.level != "community" or not area.active or not area.path.startswith(home_path()):
        raise NotFound(area=area_id)
    told = grids_told(area_id)
    holding = holders_here(role="grid_worker", area_ids=[one.area_id for one in told], at=at)
    names = account_briefs({pk for ids in holding.values() for pk in ids})
    lines = tuple(
        GridLine(one, tuple(names[pk].public_name for pk in holding[one.area_id] if pk in names)) for one in told
    )
    offices = bodies_serving(kinds=("R10",), area_id=area_id, on=at.date())
    return CommunityGrids(area, offices[0] if offices else None, lines)


def communities_like(words: str) -> list[AreaBrief]:
    """The communities that an address or a name may mean, the likeliest first."""
    found = [ancestor(guess.area_id, "community") for guess in locate_text(words)[:8]]
    return list({area.id: area for area in found if area is not None}.values())


def streets_with_communities() -> list[tuple[AreaBrief, list[AreaBrief]]]:
    """The whole place, to choose from without typing."""
    path = home_path()
    inside: dict[str, list[AreaBrief]] = {}
    for one in areas_within(path, level="community"):
        inside.setdefault(one.path.removesuffix(f"{one.id}/"), []).append(one)
    return [(street, inside.get(street.path, [])) for street in areas_within(path, level="street")]


def nearby(*, at: datetime) -> list[dict[str, Any]]:
    """What goes on around here, in numbers that name nobody."""
    now = around(at=at)
    said = ((_("正在办"), now.open), (_("最近 7 天收到"), now.came), (_("最近 7 天办结"), now.ended))
    return [{"label": label, "value": value} for label, value in said] if now.open or now.came or now.ended else []


def open_matters(*, after: str | None = None) -> Page[Any]:
    """The public list of what cannot be solved now, each with who answers and when it is looked at again."""
    return open_matters_for_all(after=after)
