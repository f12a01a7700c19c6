"""Who is told what: each reporter on the way they chose, units and desks. Wordings are data in `notices`."""

from datetime import datetime
from zoneinfo import ZoneInfo

from django.conf import settings
from django.utils import translation

from huying.cases.models import Case, Reporter
from huying.notices.public import Recipient, moment, send
from huying.organisations.public import body_brief, holders

ZONE = ZoneInfo(settings.TIME_ZONE)


def moment_text(at: datetime | None) -> str:
    """A moment as people read it."""
    return at.astimezone(ZONE).strftime("%Y-%m-%d %H:%M") if at else ""


def plain(word: object) -> str:
    """A word of a closed list in the language of the place, whoever acts."""
    with translation.override(settings.LANGUAGE_CODE):
        return str(word)


def unit_name(body_id: int | None) -> str:
    brief = body_brief(body_id) if body_id else None
    return brief.short_name or brief.name if brief else ""


def _facts(case: Case, template: str, given: dict[str, object]) -> dict[str, str]:
    """The facts that this wording knows; number, title and the next due time are always at hand."""
    told = {"number": case.number, "title": case.title, "until": moment_text(case.due_at)}
    for name, value in given.items():
        told[name] = moment_text(value) if isinstance(value, datetime) else plain(value)
    known = moment(template)
    return {name: value for name, value in told.items() if name in (*known.needs, *known.may)}


def tell_reporters(case: Case, template: str, *, at: datetime, occasion: str = "", **facts: object) -> None:
    """Everyone who brought the matter and has not left."""
    for reporter in Reporter.objects.filter(case=case, left_at__isnull=True).order_by("pk"):
        tell_reporter(case, reporter, template, at=at, occasion=occasion, **facts)


def tell_reporter(
    case: Case, reporter: Reporter, template: str, *, at: datetime, occasion: str = "", **facts: object
) -> None:
    send(
        to=recipient_of(reporter), template=f"case.{template}", facts=_facts(case, f"case.{template}", facts),
        about=("case", case.pk), at=at, round=case.round, occasion=occasion,
    )  # fmt: skip


def recipient_of(reporter: Reporter) -> Recipient:
    """Confidential and anonymous reporters only through the platform's own box."""
    if reporter.confidentiality == "P2" or not (reporter.account_id or reporter.record_id):
        return Recipient(box=f"case:{reporter.case_id}")
    if reporter.account_id:
        return Recipient(account_id=reporter.account_id)
    if reporter.confidentiality == "P0":
        return Recipient(record_id=reporter.record_id)
    return Recipient(box=f"case:{reporter.case_id}")


def tell_unit(
    case: Case, body_id: int | None, template: str, *, at: datetime, occasion: str = "", **facts: object
) -> None:
    """A unit, in the inbox of those who hold the task there."""
    if body_id is not None:
        send(
            to=Recipient(body_id=body_id), template=f"unit.{template}",
            facts=_facts(case, f"unit.{template}", facts),
            about=("case", case.pk), at=at, round=case.round, occasion=occasion,
        )  # fmt: skip


def tell_desk(case: Case, role: str, template: str, *, at: datetime, occasion: str = "", **facts: object) -> None:
    """The desk that serves the place: whoever holds the role around it, nearest first."""
    for account_id in holders(roles=(role,), area_path=case.area.path, at=at)[:20]:
        send(
            to=Recipient(account_id=account_id), template=f"staff.{template}",
            facts=_facts(case, f"staff.{template}", facts),
            about=("case", case.pk), at=at, round=case.round, occasion=occasion,
        )  # fmt: skip
