"""Facts of the work: helpers, more time, escalation, results."""

from dataclasses import dataclass
from typing import ClassVar

from huying.cases.events.base import CaseFact
from huying.kernel.journal import event


@event
@dataclass(frozen=True)
class HelperAdded(CaseFact):
    code: ClassVar[str] = "cases.helper_added"


@event
@dataclass(frozen=True)
class PartReturned(CaseFact):
    code: ClassVar[str] = "cases.part_returned"


@event
@dataclass(frozen=True)
class ExtensionAsked(CaseFact):
    code: ClassVar[str] = "cases.extension_asked"


@event
@dataclass(frozen=True)
class ExtensionDecided(CaseFact):
    code: ClassVar[str] = "cases.extension_decided"


@event
@dataclass(frozen=True)
class SuspensionAsked(CaseFact):
    code: ClassVar[str] = "cases.suspension_asked"


@event
@dataclass(frozen=True)
class SuspensionRefused(CaseFact):
    code: ClassVar[str] = "cases.suspension_refused"


@event
@dataclass(frozen=True)
class CaseSuspended(CaseFact):
    code: ClassVar[str] = "cases.case_suspended"


@event
@dataclass(frozen=True)
class SuspensionProlonged(CaseFact):
    code: ClassVar[str] = "cases.suspension_prolonged"


@event
@dataclass(frozen=True)
class CaseResumed(CaseFact):
    code: ClassVar[str] = "cases.case_resumed"


@event
@dataclass(frozen=True)
class WhistleBlown(CaseFact):
    code: ClassVar[str] = "cases.whistle_blown"


@event
@dataclass(frozen=True)
class WhistleAnswered(CaseFact):
    code: ClassVar[str] = "cases.whistle_answered"


@event
@dataclass(frozen=True)
class CaseRaised(CaseFact):
    code: ClassVar[str] = "cases.case_raised"


@event
@dataclass(frozen=True)
class EscalationDecided(CaseFact):
    code: ClassVar[str] = "cases.escalation_decided"


@event
@dataclass(frozen=True)
class ResultHandedIn(CaseFact):
    code: ClassVar[str] = "cases.result_handed_in"


@event
@dataclass(frozen=True)
class SiteCheckOrdered(CaseFact):
    code: ClassVar[str] = "cases.site_check_ordered"


@event
@dataclass(frozen=True)
class SiteCheckPassed(CaseFact):
    code: ClassVar[str] = "cases.site_check_passed"
