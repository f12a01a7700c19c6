"""Cards, on orders and units, never on persons."""

from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from huying.cases import timing
from huying.cases.actions.endings import limits_of
from huying.cases.models import Card, Case
from huying.cases.moving import Trace, case_for, need, need_code, tell
from huying.cases.telling import tell_unit
from huying.cases.words import CARD_CAUSES, TOLERANCE_REASONS
from huying.kernel.actor import Actor
from huying.kernel.errors import NotFound
from huying.organisations.public import body_brief


def show_card(case: Case, colour: str, cause: str, *, ref: str, actor: Actor, at: datetime) -> Card | None:
    """Once for each cause. A red card goes one level up and, a working day later, to supervision."""
    if case.lead_body_id is None:
        return None
    order = case.orders.order_by("-hop").first()
    card, new = Card.objects.get_or_create(
        case=case, colour=colour, cause=cause, ref=ref,
        defaults={"body_id": case.lead_body_id, "order": order, "at": at},
    )  # fmt: skip
    if not new:
        return card
    tell(case, "card", actor=actor, at=at, trace=Trace(reason=f"{colour}.{cause}", body_id=case.lead_body_id))
    if colour == "red":
        tell_unit(case, case.lead_body_id, "red_card", at=at, reason=CARD_CAUSES[cause], occasion=f"card:{card.pk}")
        _tell_above(case, card, at=at)
        if timing.live_clock(case, "supervise_after_red") is None:
            limit = limits_of(case, at=at).need("supervise_after_red")
            timing.start_clock(case, "supervise_after_red", at=at, limit=limit)
    return card


def _tell_above(case: Case, card: Card, *, at: datetime) -> None:
    """One level up the line."""
    brief = body_brief(card.body_id)
    above = [int(part) for part in (brief.line_path if brief else "").strip("/").split("/") if part]
    if len(above) > 1:
        tell_unit(case, above[-2], "red_card", at=at, reason=CARD_CAUSES[card.cause], occasion=f"card:{card.pk}:above")


@transaction.atomic
def lift_card(actor: Actor, *, case_id: int, card_id: int, reason: str, text: str, at: datetime) -> Card:
    """容错: the reviewer lifts a card, with reasons."""
    case = case_for(actor, case_id, to="lift_card", lock=True, at=at)
    need_code(reason, TOLERANCE_REASONS, "reason", _("请选择撤牌理由。"))
    need(text, "text", _("请写明客观情况和依据。"), at_least=4)
    card = case.cards.filter(pk=card_id, lifted_at__isnull=True).first()
    if card is None:
        raise NotFound(card=card_id)
    card.lifted_at, card.lifted_reason, card.lifted_words = at, reason, text.strip()
    card.save()
    tell(case, "lift_card", actor=actor, at=at, trace=Trace(reason=f"{card.colour}.{reason}", body_id=card.body_id))
    tell_unit(case, card.body_id, "card_lifted", at=at, reason=TOLERANCE_REASONS[reason], occasion=f"card:{card.pk}")
    return card
