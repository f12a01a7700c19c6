"""Who is told what: each reporter on the way they chose, units and desks. Wordings are data in `notices`."""

from datetime import datetime

from django.conf import settings
from django.db.models import Q
from django.utils import translation
from django.utils.functional import lazy

from huying.cases.models import Case, Reporter
from huying.duties.public import category
from huying.kernel.actor import Actor
from huying.kernel.prepared import Given, Question
from huying.notices.public import MessageBrief, Recipient, box, moment, send
from huying.organisations.public import body_brief, holders, people_of


def plain(word: object) -> str:
    """A word of a closed list in the language of the place, whoever acts."""
    with translation.override(settings.LANGUAGE_CODE):
        return str(word)


def unit_name(body_id: int | None) -> str:
    brief = body_brief(body_id) if body_id else None
    return brief.short_name or brief.name if brief else ""


def _label(code: str) -> str:
    matter = category(code)
    return matter.label if matter else ""


kind_of_matter = lazy(_label, str)
"""The name of a kind of matter, said in the language of whoever reads it."""


def _facts(case: Case, template: str, given: dict[str, object]) -> dict[str, object]:
    """The facts that this wording knows; number, title and the next due time are always at hand.

    Moments and words of closed lists go as they are: `notices` says them in the reader's language.
    """
    known = moment(template).facts
    told = {"number": case.number, "title": case.title, "until": case.due_at, **given}
    return {name: value for name, value in told.items() if name in known and value not in ("", None)}


_REPORTERS = Question[Reporter](
    lambda: Reporter.objects.filter(case_id=Given("case_id"), left_at__isnull=True).order_by("pk")
)


_FIRST = Question[tuple[int]](lambda: Reporter.objects.filter(case_id=Given("case_id"), main=True).values_list("pk"))


def tell_reporters(case: Case, template: str, *, at: datetime, occasion: str = "", **facts: object) -> None:
    """Everyone who brought the matter and has not left. A fact that can be called is made for each of them."""
    for reporter in _REPORTERS.all(case_id=case.pk):
        each = {name: fact(reporter) if callable(fact) else fact for name, fact in facts.items()}
        tell_reporter(case, reporter, template, at=at, occasion=occasion, **each)


def tell_reporter(
    case: Case, reporter: Reporter, template: str, *, at: datetime, occasion: str = "", **facts: object
) -> None:
    """Who said “me too” reads which kind of matter it is, not its title: that is made of the first reporter words."""
    matter = category(case.category_code)
    if matter is not None and (not reporter.main or case.title == matter.name):
        facts = {"title": kind_of_matter(case.category_code), **facts}
    send(
        to=recipient_of(reporter), template=f"case.{template}", facts=_facts(case, f"case.{template}", facts),
        about=("case", case.pk), at=at, round=case.round, occasion=occasion,
    )  # fmt: skip


def recipient_of(reporter: Reporter) -> Recipient:
    """Each on their own page of the case; confidential and anonymous reporters nowhere outside the platform."""
    box = box_of(reporter)
    if reporter.account_id and reporter.confidentiality != "P2":
        return Recipient(account_id=reporter.account_id, box=box, language=reporter.language)
    if reporter.record_id and reporter.confidentiality == "P0":
        return Recipient(record_id=reporter.record_id, box=box, language=reporter.language)
    return Recipient(box=box, language=reporter.language)


def box_of(reporter: Reporter) -> str:
    """The key that opens the page: reporters of one case do not read each other's messages."""
    return f"case:{reporter.case_id}" if reporter.main else f"reporter:{reporter.pk}"


def told(actor: Actor, case: Case, *, own: bool) -> list[MessageBrief]:
    """What this reader of a case was told about it, oldest first."""
    if own:
        before = [pk for (pk,) in _FIRST.all(case_id=case.pk)]
        return [*(message for pk in before for message in box("reporter", pk)), *box("case", case.pk)]
    mine = Q(pk__in=actor.key_ids("reporter"))
    mine = mine | Q(account_id=actor.account_id) if actor.account_id else mine
    ids = Reporter.objects.filter(mine, case=case, main=False, left_at__isnull=True).values_list("pk", flat=True)
    return [message for pk in ids for message in box("reporter", pk)]


def tell_unit(
    case: Case, body_id: int | None, template: str, *, at: datetime, occasion: str = "", **facts: object
) -> None:
    """A unit, in the inbox of those who hold the task there; never the one complained about."""
    if body_id is not None and body_id != case.target_body_id:
        send(
            to=Recipient(body_id=body_id), template=f"unit.{template}",
            facts=_facts(case, f"unit.{template}", facts),
            about=("case", case.pk), at=at, round=case.round, occasion=occasion,
        )  # fmt: skip


def tell_desk(case: Case, role: str, template: str, *, at: datetime, occasion: str = "", **facts: object) -> None:
    """The desk that serves the place: whoever holds the role around it, nearest first; nobody of the body complained
    about."""
    hidden = set(people_of(case.target_body_id, at=at)) if case.target_body_id else set()
    desk = [one for one in holders(roles=(role,), area_path=case.area.path, at=at) if one not in hidden]
    for account_id in desk[:20]:
        send(
            to=Recipient(account_id=account_id), template=f"staff.{template}",
            facts=_facts(case, f"staff.{template}", facts),
            about=("case", case.pk), at=at, round=case.round, occasion=occasion,
        )  # fmt: skip
