"""One matter, several voices: merge under a main case, take apart again, answer each reporter."""

from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from huying.cases import timing
from huying.cases.actions.endings import limits_of, links_to_rate
from huying.cases.errors import NotMergeable
from huying.cases.models import Case, Clock, MergeLink
from huying.cases.moving import Trace, case_for, case_to, move, need, note
from huying.cases.states import OPEN, S
from huying.cases.telling import tell_reporters, tell_unit
from huying.kernel.actor import SYSTEM, Actor
from huying.kernel.prepared import Given, Question

MAIN_STATES = tuple(state for state in OPEN if state not in (S.SUBMITTED, S.ASKED, S.MERGED, S.TO_BE_JUDGED))


@transaction.atomic
def merge(actor: Actor, *, case_id: int, main_id: int, text: str, at: datetime) -> Case:
    """T09. Same matter, same place, confirmed by a person. Neither reporter sees the other."""
    for pk in sorted({case_id, main_id}):
        Case.objects.select_for_update().filter(pk=pk).first()
    case = case_to(actor, case_id, "merge", at=at)
    main = case_for(actor, main_id, to="see", lock=True, at=at)
    if main.pk == case.pk or main.state not in MAIN_STATES or case.merged_cases.exists():
        raise NotMergeable(main=main.number, state=main.state)
    need(text, "text", _("请写明为什么是同一件事。"))
    clocks = [clock.kind for clock in timing.live(case) if clock.kind in ("dispatch", "finish")]
    if clocks:
        timing.stop(case, *clocks, at=at)
    timing.cancel_all(case, at=at, but=tuple(clocks))
    MergeLink.objects.create(case=case, main=main, from_state=case.state, clocks=clocks, at=at)
    case.orders.filter(closed_at__isnull=True).update(closed_at=at, end_code="merged")
    case.parts.filter(returned_at__isnull=True, cancelled_at__isnull=True).update(cancelled_at=at)
    note(case, "merged", text, actor=actor, at=at)
    former, case.merged_into, case.lead_body, case.handler = case.lead_body_id, main, None, None
    if main.due_at > case.filed_at:
        case.due_at, case.warn_at, case.due_kind = main.due_at, main.warn_at, main.due_kind
    move(case, "merge", actor=actor, at=at, trace=Trace(other_case_id=main.pk))
    tell_reporters(case, "merged", at=at, main_number=main.number, occasion=f"main:{main.pk}")
    count = main.merged_cases.count()
    for body_id in {former, main.lead_body_id} - {None}:
        tell_unit(main, body_id, "merged", at=at, count=count, occasion=f"merged:{case.pk}")
    return case


@transaction.atomic
def unmerge(actor: Actor, *, case_id: int, text: str, at: datetime) -> Case:
    """T10. Wrongly merged: its own clocks go on with the time that was left."""
    case = case_to(actor, case_id, "unmerge", at=at)
    need(text, "text", _("请写明为什么不是同一件事。"))
    _leave_main(case, at=at)
    link = case.merges.filter(undone_at__isnull=True, answered_at__isnull=True).get()
    link.undone_at = at
    link.save(update_fields=["undone_at"])
    note(case, "unmerged", text, actor=actor, at=at)
    move(case, "unmerge", actor=actor, at=at, trace=Trace(other_case_id=link.main_id))
    tell_reporters(case, "unmerged", at=at, occasion=f"link:{link.pk}")
    return case


def _leave_main(case: Case, *, at: datetime) -> None:
    """A dispatch clock goes on with what was left; where it had been met already, what was left of it is restored."""
    if timing.live_clock(case, "dispatch"):
        timing.go_on(case, "dispatch", at=at)
        return
    spent = Clock.objects.filter(case=case, kind="dispatch").order_by("-id").first()
    timing.start_clock(case, "dispatch", at=at, limit=limits_of(case, at=at).need("dispatch"))
    if spent is not None and spent.met_at is not None and spent.origin_due_at > spent.met_at:
        left = timing.seconds_between(spent, spent.met_at, spent.origin_due_at)
        clock = timing.live_clock(case, "dispatch")
        if clock is not None and left > 0:
            timing.run_from(clock, at=at, seconds=left)


_MERGED = Question[Case](
    lambda: Case.objects.filter(merged_into_id=Given("main_id")).select_related("area").select_for_update(of=("self",))
)


def answer_merged(main: Case, text: str, *, at: datetime) -> None:
    """T46. The main case reached S60: each merged case gets its own answer and its own call-back."""
    for case in _MERGED.all(main_id=main.pk):
        case.lead_body_id, case.result_kind = main.lead_body_id, main.result_kind
        case.handed_in_at = main.handed_in_at
        timing.cancel_all(case, at=at)
        timing.start_clock(case, "callback", at=at, limit=limits_of(case, at=at).need("callback"))
        case.merges.filter(undone_at__isnull=True, answered_at__isnull=True).update(answered_at=at)
        note(case, "answer", text, actor=SYSTEM, at=at, audience="resident")
        move(case, "follow_main", actor=SYSTEM, at=at, trace=Trace(other_case_id=main.pk, body_id=main.lead_body_id))
        tell_reporters(
            case, "merged_answered", at=at, main_number=main.number, answer=text, link=links_to_rate(case, at=at)
        )


def release_merged(main: Case, *, at: datetime) -> None:
    """The main case ended without a result: what was merged goes its own way again."""
    for case in Case.objects.select_for_update(of=("self",)).filter(merged_into=main).select_related("area"):
        _leave_main(case, at=at)
        case.merges.filter(undone_at__isnull=True, answered_at__isnull=True).update(undone_at=at)
        move(case, "unmerge", actor=SYSTEM, at=at, trace=Trace(other_case_id=main.pk, reason="main_ended"))
        tell_reporters(case, "unmerged", at=at, occasion=f"main:{main.pk}:ended")
