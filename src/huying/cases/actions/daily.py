"""Every morning: yesterday's red cards, to supervision and to the units themselves. Units and orders, never persons."""

from collections import defaultdict
from collections.abc import Iterable
from datetime import date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from django.conf import settings
from django.db import transaction

from huying.cases.models import Card, Recusal
from huying.cases.telling import plain, unit_name
from huying.cases.words import CARD_CAUSES
from huying.kernel.clock import midnight
from huying.notices.public import Recipient, send
from huying.organisations.public import holders, people_of
from huying.territory.public import area_brief

ZONE = ZoneInfo(settings.TIME_ZONE)
MORNING = time(8, 0)
MOST_LINES = 20


@transaction.atomic
def tell_red_list(*, at: datetime) -> int:
    """From eight in the morning, for the day before. Told once, however often this runs; the number of messages."""
    here = at.astimezone(ZONE)
    if here.time() < MORNING:
        return 0
    day = here.date() - timedelta(days=1)
    cards = _cards(day)
    return _to_units(cards, day, at=at) + _to_supervision(cards, day, at=at)


def _cards(day: date) -> list[Card]:
    start = midnight(day)
    rows = Card.objects.filter(colour="red", at__gte=start, at__lt=start + timedelta(days=1), lifted_at__isnull=True)
    return list(rows.select_related("case__area").order_by("body_id", "at", "id"))


def _to_units(cards: list[Card], day: date, *, at: datetime) -> int:
    """Each unit its own; what complains about a unit never stands on its list."""
    by_body: dict[int, list[Card]] = defaultdict(list)
    for card in cards:
        if card.case.target_body_id != card.body_id:
            by_body[card.body_id].append(card)
    for body_id, mine in by_body.items():
        _send(Recipient(body_id=body_id), "unit.red_list", unit_name(body_id), mine, day, at=at)
    return len(by_body)


def _to_supervision(cards: list[Card], day: date, *, at: datetime) -> int:
    """Each supervisor what lies in their area and is not hidden from them."""
    by_account: dict[int, list[Card]] = defaultdict(list)
    for card in cards:
        for account_id in _supervisors(card, at=at):
            by_account[account_id].append(card)
    for account_id, mine in by_account.items():
        area = area_brief(_common(card.case.area.path for card in mine))
        _send(Recipient(account_id=account_id), "staff.red_list", area.name, mine, day, at=at)
    return len(by_account)


def _supervisors(card: Card, *, at: datetime) -> list[int]:
    target = card.case.target_body_id
    hidden = set(people_of(target, at=at)) if target else set()
    hidden |= set(Recusal.objects.filter(case_id=card.case_id).values_list("account_id", flat=True))
    found = holders(roles=("supervisor",), area_path=card.case.area.path, at=at)
    return [account_id for account_id in found if account_id not in hidden]


def _common(paths: Iterable[str]) -> int:
    """The smallest area that holds all of them."""
    parts = [path.strip("/").split("/") for path in paths]
    same = [level[0] for level in zip(*parts, strict=False) if len(set(level)) == 1]
    return int(same[-1] if same else parts[0][0])


def _send(to: Recipient, template: str, name: str, cards: list[Card], day: date, *, at: datetime) -> None:
    orders = len({card.case_id for card in cards})
    send(
        to=to, template=template, at=at, about=("red_list", int(f"{day:%Y%m%d}")), occasion=f"{day:%Y%m%d}",
        facts={"area": name, "count": str(orders), "date": f"{day:%Y-%m-%d}", "words": _lines(cards)},
    )  # fmt: skip


def _lines(cards: list[Card]) -> str:
    """A line for each order: unit, number, why."""
    lines = [f"{unit_name(card.body_id)} {card.case.number} {plain(CARD_CAUSES[card.cause])}" for card in cards]
    more = [f"… +{len(lines) - MOST_LINES}"] if len(lines) > MOST_LINES else []
    return "；".join([*lines[:MOST_LINES], *more]) + "。"
