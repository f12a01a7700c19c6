"""Words on a case that move nothing: additions, notes, progress, a wish to be hidden, a look at who reported."""

from dataclasses import replace
from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from huying.cases import timing
from huying.cases.apart import attach
from huying.cases.models import Case, Reporter, SavedFilter
from huying.cases.moving import Trace, case_for, need, need_code, note, tell
from huying.cases.queries.columns import KEPT_AS
from huying.cases.states import OPEN
from huying.cases.telling import tell_desk, tell_reporters, tell_unit
from huying.kernel.actor import GUEST, Actor
from huying.kernel.errors import Invalid, NotFound
from huying.people.public import contact_record, unseal


def shown(actor: Actor, case: Case) -> Actor:
    """In the journal and on notes, the reporter of a confidential or anonymous case is nobody."""
    if case.confidentiality == "P0" or actor.is_staff or actor.is_system:
        return actor
    return replace(GUEST, keys=actor.keys)


@transaction.atomic
def add_words(actor: Actor, *, case_id: int, text: str, at: datetime, handles: tuple[str, ...] = ()) -> Case:
    """The resident adds something. No clock moves; the unit that answers is told."""
    case = case_for(actor, case_id, to="add_words", lock=True, at=at)
    need(text, "text", _("请写下要补充的内容。"))
    note(case, "added", text, actor=shown(actor, case), at=at, audience="resident")
    if handles:
        attach(actor, case, handles=handles, at=at)
    tell(case, "add_words", actor=shown(actor, case), at=at)
    if case.state in OPEN and case.lead_body_id:
        tell_unit(case, case.lead_body_id, "more_from_resident", at=at, occasion=at.isoformat())
    return case


@transaction.atomic
def write_note(actor: Actor, *, case_id: int, text: str, at: datetime, audience: str = "staff") -> Case:
    """Staff write something down: for colleagues, for the leading unit, or for the resident. No clock moves."""
    case = case_for(actor, case_id, to="write_note", at=at)
    need(text, "text", _("请写下内容。"))
    need_code(audience, ("staff", "lead", "resident"), "audience", _("请选择给谁看。"))
    note(case, "note", text, actor=actor, at=at, audience=audience)
    tell(case, "note", actor=actor, at=at, trace=Trace(reason=audience))
    if audience == "resident":
        tell_reporters(case, "note", at=at, words=text.strip(), occasion=at.isoformat())
    return case


@transaction.atomic
def report_progress(actor: Actor, *, case_id: int, text: str, at: datetime) -> Case:
    """The unit tells the resident how far it is; meets the progress clock (and the plan of a complex one)."""
    case = case_for(actor, case_id, to="report_progress", lock=True, at=at)
    need(text, "text", _("请写下办到哪一步了。"))
    note(case, "progress", text, actor=actor, at=at, audience="resident")
    again = timing.live_clock(case, "progress")
    timing.meet(case, "progress", "plan", at=at)
    if case.klass == "E" and again:
        timing.start_again(case, again, at=at)
    timing.refresh(case)
    case.save()
    tell(case, "progress", actor=actor, at=at)
    tell_reporters(case, "progress", at=at, words=text.strip(), occasion=at.isoformat())
    return case


@transaction.atomic
def ask_confidentiality(actor: Actor, *, case_id: int, level: str, at: datetime) -> Case:
    """The resident asks to be hidden more; the person responsible for personal data decides (T40)."""
    case = case_for(actor, case_id, to="add_words", lock=True, at=at)
    need_code(level, ("P1", "P2"), "level", _("请选择保密或匿名。"))
    tell(case, "confidentiality_asked", actor=shown(actor, case), at=at, trace=Trace(reason=level))
    tell_desk(case, "dpo", "objection", at=at, occasion=f"level:{level}")
    return case


def read_reporter(actor: Actor, *, case_id: int, at: datetime) -> dict[str, str]:
    """Who reported it and how to reach them, for a task that needs it. Each look is written down with the case."""
    case = case_for(actor, case_id, to="read_reporter", at=at)
    reporter = Reporter.objects.filter(case=case, main=True).first()
    record_id = reporter.record_id if reporter else None
    if record_id is None and reporter is not None and reporter.account_id:
        record_id = contact_record(reporter.account_id)
    if record_id is None:
        raise NotFound(_("这件没有留下联系方式"), way_out=_("请在平台留言，诉求人用查询码可以看到。"))
    fields = unseal(actor, record_id=record_id, task=f"case:{case.number}", at=at)
    tell(case, "identity_read", actor=actor, at=at)
    return fields


@transaction.atomic
def save_filter(actor: Actor, *, desk: str, name: str, values: dict[str, str], at: datetime) -> SavedFilter:
    """Keep a worklist filter as a tab of one's own."""
    if actor.account_id is None:
        raise NotFound
    if not 1 <= len(name.strip()) <= 30:
        raise Invalid(fields={"name": _("请给这个筛选起个 30 字以内的名字。")})
    kept, _new = SavedFilter.objects.update_or_create(
        account_id=actor.account_id, desk=desk, name=name.strip(), defaults={"values": values}
    )
    return kept


@transaction.atomic
def keep_columns(actor: Actor, *, left_out: list[str], at: datetime) -> None:
    """Which columns of a list somebody does not need; kept with the person, on every desk and device."""
    if actor.account_id is None:
        raise NotFound
    SavedFilter.objects.update_or_create(
        account_id=actor.account_id, desk=KEPT_AS, name=KEPT_AS, defaults={"values": {"left_out": sorted(left_out)}}
    )


@transaction.atomic
def drop_filter(actor: Actor, *, filter_id: int, at: datetime) -> None:
    """Take a tab of one's own away."""
    if not SavedFilter.objects.filter(pk=filter_id, account_id=actor.account_id or 0).delete()[0]:
        raise NotFound(filter=filter_id)
