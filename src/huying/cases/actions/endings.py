"""What several fields of work share: the limits of a case, its end, and the link to rate it."""

import secrets
from collections.abc import Callable
from datetime import datetime, timedelta

from django.conf import settings
from django.db.models import Exists, OuterRef, Q

from huying.calendars.public import Limit
from huying.cases import timing
from huying.cases.actions.retention import begin_retention, end_retention
from huying.cases.effort import LINK_CONTEXT
from huying.cases.limits import Limits, limits_for
from huying.cases.models import Case, RatingLink, Reporter
from huying.kernel.cipher import blind_index
from huying.kernel.prepared import Change, Given, cursor, insert_all

LINK_LIVES = timedelta(days=30)


def limits_of(case: Case, *, at: datetime) -> Limits:
    """The limits that hold for this case today."""
    return limits_for(
        klass=case.klass,
        category_code=case.category_code,
        area_id=case.area_id,
        area_path=case.area.path,
        on=at.date(),
    )


def end_case(
    case: Case, *, at: datetime, result_kind: str, objection: bool = False, keep: tuple[str, ...] = ()
) -> None:
    """No clock is owed any more; from now on counts when it goes to the archive. `keep` only stands still."""
    limits = limits_of(case, at=at)
    if keep:
        timing.stop(case, *keep, at=at)
    timing.cancel_all(case, at=at, but=keep)
    case.result_kind, case.ended_at = result_kind, at
    if objection:
        timing.start_clock(case, "objection", at=at, limit=limits.need("objection"))
    timing.start_clock(case, "archive", at=at, limit=limits.need("archive"))
    with cursor() as writing:
        writing.execute(_CLOSE_WORK, [at, case.pk, at, case.pk])
    begin_retention(case, at=at)


_CLOSE_WORK = """WITH orders AS (
    UPDATE "cases_workorder" SET closed_at = %s, end_code = 'ended' WHERE case_id = %s AND closed_at IS NULL
)
UPDATE "cases_orderpart" SET cancelled_at = %s WHERE case_id = %s AND returned_at IS NULL AND cancelled_at IS NULL"""


def reopen_case(case: Case, *, at: datetime) -> None:
    """The case lives again: the way to the archive is closed."""
    timing.cancel(case, "archive", "objection", "objection_decision", at=at)
    end_retention(case, at=at)
    case.ended_at, case.result_kind = None, ""


def next_round(case: Case, *, at: datetime) -> None:
    """Rework: everything owed in the old round ends; the dispatcher owes the next order."""
    timing.cancel_all(case, at=at)
    if case.ended_at is not None:
        end_retention(case, at=at)
    case.ended_at, case.result_kind, case.handed_in_at = None, "", None
    case.round += 1
    case.orders.filter(closed_at__isnull=True).update(closed_at=at, end_code="reopened")
    timing.start_clock(case, "dispatch", at=at, limit=limits_of(case, at=at).need("dispatch"))


def links_to_rate(case: Case, *, at: datetime) -> Callable[[Reporter], str]:
    """For each reporter a link with which they rate this round once, without an account."""

    def link(reporter: Reporter) -> str:
        token = secrets.token_urlsafe(24)
        made = RatingLink(
            case=case, round=case.round, reporter=reporter, token_index=blind_index(token, LINK_CONTEXT), made_at=at,
            expires_at=at + LINK_LIVES,
        )  # fmt: skip
        insert_all(
            [made], again=("case", "round", "reporter"), update=("token_index", "made_at", "expires_at", "used_at")
        )
        return f"{settings.HUYING_ADDRESS}/rate/{token}/"

    return link


_SPENT = Change(
    lambda: RatingLink.objects.filter(
        Q(reporter__isnull=True) | Q(Exists(Reporter.objects.filter(pk=OuterRef("reporter_id"), main=True))),
        case_id=Given("case_id"), round=Given("round"),
    ),
    used_at=Given("at"),
)  # fmt: skip


def spend_links(case: Case, *, at: datetime) -> None:
    """The first reporter has rated, or can no longer: their link is over. Those of “me too” are their own."""
    _SPENT.make(case_id=case.pk, round=case.round, at=at)


def days(amount: int) -> Limit:
    return Limit(amount, "work_day")
