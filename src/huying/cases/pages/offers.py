"""Choices and first values of the forms on the case page, looked up only for the steps that are shown."""

from collections.abc import Iterable
from datetime import datetime
from typing import Any

from django.utils.translation import gettext as _

from huying.cases.pages.placing import place_offers
from huying.cases.queries import CaseView
from huying.cases.queries.views import DispatchHelp
from huying.cases.words import CARD_CAUSES, EXCLUSIONS, SOLVED
from huying.duties.public import knowledge_for, leaf_choices
from huying.organisations.public import bodies_serving, body_briefs, people_of
from huying.people.public import account_briefs

ANSWERING_KINDS = ("G10", "G20", "R10", "U10", "O20", "S20", "S21", "Q10", "P30", "R12", "N30")
NOTHING: list[tuple[Any, Any]] = [("", "—")]
NEED_BODIES = frozenset({
    "accept", "dispatch", "redispatch", "accept_return", "adjudicate", "return_order", "add_helper", "whistle",
    "decide_escalation", "list_open_matter",
})  # fmt: skip
NEED_PLACES = frozenset({"accept", "reclassify"})
NEED_CATEGORIES = frozenset({"accept", "reclassify", "split"})


def offers_for(view: CaseView, aid: DispatchHelp | None, codes: Iterable[str], *, at: datetime) -> dict[str, Any]:
    """Field name → choices."""
    wanted = set(codes)
    found: dict[str, Any] = {}
    if wanted & NEED_BODIES:
        bodies = _bodies(view, aid, at=at)
        found |= dict.fromkeys(("body_id", "lead_body_id", "helpers", "body_ids"), bodies)
        found |= dict.fromkeys(("suggested_body_id", "target_body_id"), NOTHING + bodies)
    if wanted & NEED_CATEGORIES:
        leaves = leaf_choices(on=at.date())
        found["category_code"] = leaves if "reclassify" not in wanted else [("", "—"), *leaves]
    if wanted & NEED_PLACES:
        found["area_id"] = place_offers(view.case.place, view.case.area_id)
    if "merge" in wanted:
        near = (*aid.near, *aid.far) if aid else ()
        found["main_id"] = [(one.id, f"{one.number} · {one.category} · {one.state_word}") for one in near]
    if "answer" in wanted:
        entries = knowledge_for(on=at.date(), category_code=view.case.category_code, text=view.case.words)
        found["knowledge_id"] = NOTHING + [(entry.pk, entry.question) for entry in entries]
    if wanted & {"change_handler", "order_recusal"} and view.case.lead_body_id:
        names = account_briefs(people_of(view.case.lead_body_id, at=at))
        found["account_id"] = [(pk, brief.public_name) for pk, brief in names.items()]
    return found | _lying_there(view, wanted)


def _lying_there(view: CaseView, wanted: set[str]) -> dict[str, Any]:
    """What lies on the case itself: departments that are called, cards that stand, rounds that were rated."""
    found: dict[str, Any] = {}
    if "decide_escalation" in wanted:
        blown = {row.pk for row in view.whistles if row.ended_at is None}
        found["called"] = [
            (one.body_id, view.bodies[one.body_id].name) for one in view.arrivals if one.whistle_id in blown
        ]
    if "lift_card" in wanted:
        standing = [card for card in view.cards if card.lifted_at is None]
        found["card_id"] = [(card.pk, CARD_CAUSES.get(card.cause, card.cause)) for card in standing]
    if wanted & {"exclude_rating", "include_rating"}:
        found["round"] = [(one.round, _round(one)) for one in view.ratings if one.rated]
    return found


def _round(rating: Any) -> str:
    said = _("第 %(n)d 轮：%(solved)s") % {"n": rating.round, "solved": SOLVED[rating.solved]}
    return f"{said} · {EXCLUSIONS[rating.excluded]}" if rating.excluded else said


def _bodies(view: CaseView, aid: DispatchHelp | None, *, at: datetime) -> list[tuple[Any, Any]]:
    """The suggested unit first, then those that serve the place, the nearest first."""
    serving = bodies_serving(kinds=ANSWERING_KINDS, area_id=view.case.area_id, on=at.date())
    names = {body.id: body.name for body in serving}
    first = [choice.id for choice in aid.answer.choices] if aid else []
    if aid and aid.answer.lead:
        first.insert(0, aid.answer.lead.id)
    named = [pk for pk in (view.case.lead_body_id, view.case.target_body_id, *first) if pk and pk not in names]
    names |= {pk: brief.name for pk, brief in body_briefs(named).items()}
    return [(pk, names[pk]) for pk in dict.fromkeys([*first, *names]) if pk in names]


def first_values(code: str, view: CaseView, aid: DispatchHelp | None) -> dict[str, Any]:
    """What is known already, so that nobody types it twice."""
    case = view.case
    if code == "accept":
        return {
            "category_code": case.category_code, "klass": case.klass, "title": case.title,
            "where": case.place or view.row.area_name, "wish": case.wish or _("希望解决"),
            "who": _("诉求人"), "when": _("近日"),
            "cause": case.title, "course": case.words[:200], "target_body_id": case.target_body_id,
            "safety_of_others": case.safety_of_others,
        }  # fmt: skip
    if code in ("dispatch", "redispatch", "accept_return", "adjudicate") and aid:
        lead = aid.answer.lead
        helpers = [helper.body.id for helper in aid.answer.helpers if helper.body]
        return {"body_id": lead.id if lead else case.lead_body_id, "helpers": helpers}
    if code == "decide_escalation":
        return {"lead_body_id": case.lead_body_id}
    if code == "log_contact" and case.confidentiality != "P0":
        return {"way": "message"}  # the only way to somebody whose number nobody of the unit may know
    return {"place": case.place} if code == "whistle" else {}
