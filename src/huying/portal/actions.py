"""Every write of the portal."""

import re
from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext as _

from huying.kernel.actor import Actor
from huying.kernel.errors import Invalid
from huying.kernel.journal import announce
from huying.kernel.publicnumber import code_hash, tracking_code
from huying.portal import states as s
from huying.portal.errors import AlreadyAnswered
from huying.portal.events import FeedbackAnswered, FeedbackSent, SiteDescribed
from huying.portal.models import Feedback, Site
from huying.portal.queries import feedback_for
from huying.portal.rules import site_rules

LONGEST = 2000
SITE_FIELDS = (*s.SITE_FACTS, "name", "duty_desk", "duty_phone", "duty_hours", "privacy_contact")
PERSONAL_NUMBER = re.compile(r"(?<!\d)(\d{3})\d{4,11}(\d{3}[\dXx])(?!\d)")


def without_numbers(text: str) -> str:
    """Phone and identity numbers keep only their ends: 138****1234."""
    return PERSONAL_NUMBER.sub(r"\1****\2", text)


@transaction.atomic
def send_feedback(actor: Actor, *, kind: str, text: str, page: str, at: datetime) -> tuple[Feedback, str]:
    """The feedback, and the tracking code that opens its answer: shown once, kept only as a hash."""
    if kind not in s.FEEDBACK_KINDS:
        raise Invalid(fields={"kind": _("请选择是哪一类意见。")})
    if not text.strip() or len(text) > LONGEST:
        raise Invalid(fields={"text": _("请写 1 到 %(most)d 个字。") % {"most": LONGEST}})
    code = tracking_code()
    feedback = Feedback.objects.create(
        kind=kind,
        text=without_numbers(text.strip()),
        page=page.split("?")[0][:200],
        code_hash=code_hash(code, "feedback"),
        account_id=actor.account_id,
        sent_at=at,
    )
    announce(FeedbackSent(feedback_id=feedback.pk, kind=kind), by=actor, at=at)
    return feedback, code


@transaction.atomic
def answer_feedback(actor: Actor, *, feedback_id: int, answer: str, at: datetime) -> Feedback:
    feedback = feedback_for(actor, feedback_id, to="answer", lock=True)
    if feedback.state != s.OPEN:
        raise AlreadyAnswered
    if not answer.strip() or len(answer) > LONGEST:
        raise Invalid(fields={"answer": _("请写 1 到 %(most)d 个字。") % {"most": LONGEST}})
    feedback.state, feedback.answer, feedback.answered_at = s.ANSWERED, answer.strip(), at
    feedback.save(update_fields=["state", "answer", "answered_at"])
    announce(FeedbackAnswered(feedback_id=feedback.pk), by=actor, at=at)
    return feedback


@transaction.atomic
def describe_site(
    actor: Actor, *, facts: dict[str, str], at: datetime, demonstration: bool | None = None, reason: str = ""
) -> Site:
    """Change what the site says of itself. `facts` holds the fields to change; the others stay."""
    row, _made = Site.objects.select_for_update().get_or_create(pk=1, defaults={"described_at": at})
    site_rules.demand(actor, to="describe", row=row)
    if unknown := set(facts) - set(SITE_FIELDS):
        raise Invalid(fields=dict.fromkeys(unknown, _("没有这一项。")))
    changed = tuple(name for name in SITE_FIELDS if name in facts and getattr(row, name) != facts[name].strip())
    for name in changed:
        setattr(row, name, facts[name].strip())
    row.demonstration = row.demonstration if demonstration is None else demonstration
    row.described_at = at
    row.full_clean(validate_constraints=False)
    row.save()
    announce(SiteDescribed(site_id=row.pk, changed=changed), by=actor, at=at, reason=reason)
    return row
