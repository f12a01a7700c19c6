"""Facts from the result to the archive."""

from dataclasses import dataclass
from typing import ClassVar

from huying.cases.events.base import CaseFact
from huying.kernel.journal import event


@event
@dataclass(frozen=True)
class ResultRejected(CaseFact):
    code: ClassVar[str] = "cases.result_rejected"


@event
@dataclass(frozen=True)
class ResultApproved(CaseFact):
    code: ClassVar[str] = "cases.result_approved"


@event
@dataclass(frozen=True)
class CaseJudgedSolved(CaseFact):
    code: ClassVar[str] = "cases.case_judged_solved"


@event
@dataclass(frozen=True)
class CaseJudgedUnsolved(CaseFact):
    code: ClassVar[str] = "cases.case_judged_unsolved"


@event
@dataclass(frozen=True)
class ReopeningAsked(CaseFact):
    code: ClassVar[str] = "cases.reopening_asked"


@event
@dataclass(frozen=True)
class ReopeningGranted(CaseFact):
    code: ClassVar[str] = "cases.reopening_granted"


@event
@dataclass(frozen=True)
class CaseRedispatched(CaseFact):
    code: ClassVar[str] = "cases.case_redispatched"


@event
@dataclass(frozen=True)
class OpenMatterListed(CaseFact):
    code: ClassVar[str] = "cases.open_matter_listed"


@event
@dataclass(frozen=True)
class OpenMatterReviewed(CaseFact):
    code: ClassVar[str] = "cases.open_matter_reviewed"


@event
@dataclass(frozen=True)
class TerminationAsked(CaseFact):
    code: ClassVar[str] = "cases.termination_asked"


@event
@dataclass(frozen=True)
class TerminationRefused(CaseFact):
    code: ClassVar[str] = "cases.termination_refused"


@event
@dataclass(frozen=True)
class CaseTerminated(CaseFact):
    code: ClassVar[str] = "cases.case_terminated"


@event
@dataclass(frozen=True)
class CaseWithdrawn(CaseFact):
    code: ClassVar[str] = "cases.case_withdrawn"


@event
@dataclass(frozen=True)
class ReporterSteppedBack(CaseFact):
    code: ClassVar[str] = "cases.reporter_stepped_back"


@event
@dataclass(frozen=True)
class CaseReopened(CaseFact):
    code: ClassVar[str] = "cases.case_reopened"


@event
@dataclass(frozen=True)
class CaseArchived(CaseFact):
    code: ClassVar[str] = "cases.case_archived"


@event
@dataclass(frozen=True)
class CaseSupervised(CaseFact):
    code: ClassVar[str] = "cases.case_supervised"


@event
@dataclass(frozen=True)
class ConfidentialityChanged(CaseFact):
    code: ClassVar[str] = "cases.confidentiality_changed"


@event
@dataclass(frozen=True)
class RoundEscalated(CaseFact):
    code: ClassVar[str] = "cases.round_escalated"


@event
@dataclass(frozen=True)
class OpenMatterSettled(CaseFact):
    code: ClassVar[str] = "cases.open_matter_settled"


@event
@dataclass(frozen=True)
class SiteCheckFailed(CaseFact):
    code: ClassVar[str] = "cases.site_check_failed"


@event
@dataclass(frozen=True)
class AnsweredCaseClosed(CaseFact):
    code: ClassVar[str] = "cases.answered_case_closed"


@event
@dataclass(frozen=True)
class MainFollowed(CaseFact):
    code: ClassVar[str] = "cases.main_followed"


@event
@dataclass(frozen=True)
class CaseClosedUnrated(CaseFact):
    code: ClassVar[str] = "cases.case_closed_unrated"


@event
@dataclass(frozen=True)
class CaseJudgedPartly(CaseFact):
    code: ClassVar[str] = "cases.case_judged_partly"


@event
@dataclass(frozen=True)
class CaseReclassified(CaseFact):
    code: ClassVar[str] = "cases.case_reclassified"


@event
@dataclass(frozen=True)
class HandlerChanged(CaseFact):
    code: ClassVar[str] = "cases.handler_changed"


@event
@dataclass(frozen=True)
class CaseSplit(CaseFact):
    code: ClassVar[str] = "cases.case_split"


@event
@dataclass(frozen=True)
class OpenMatterReopened(CaseFact):
    code: ClassVar[str] = "cases.open_matter_reopened"
