"""Facts from the call to the order that is signed for."""

from dataclasses import dataclass
from typing import ClassVar

from huying.cases.events.base import CaseFact
from huying.kernel.journal import event


@event
@dataclass(frozen=True)
class CaseFiled(CaseFact):
    code: ClassVar[str] = "cases.case_filed"
    begins: ClassVar[bool] = True


@event
@dataclass(frozen=True)
class CasePassedOn(CaseFact):
    code: ClassVar[str] = "cases.case_passed_on"


@event
@dataclass(frozen=True)
class RefusalProposed(CaseFact):
    code: ClassVar[str] = "cases.refusal_proposed"


@event
@dataclass(frozen=True)
class CaseRefused(CaseFact):
    code: ClassVar[str] = "cases.case_refused"


@event
@dataclass(frozen=True)
class CaseObjected(CaseFact):
    code: ClassVar[str] = "cases.case_objected"


@event
@dataclass(frozen=True)
class ObjectionUpheld(CaseFact):
    code: ClassVar[str] = "cases.objection_upheld"


@event
@dataclass(frozen=True)
class ObjectionDeclined(CaseFact):
    code: ClassVar[str] = "cases.objection_declined"


@event
@dataclass(frozen=True)
class CaseAsked(CaseFact):
    code: ClassVar[str] = "cases.case_asked"


@event
@dataclass(frozen=True)
class QuestionAnswered(CaseFact):
    code: ClassVar[str] = "cases.question_answered"


@event
@dataclass(frozen=True)
class CaseLapsed(CaseFact):
    code: ClassVar[str] = "cases.case_lapsed"


@event
@dataclass(frozen=True)
class CaseAnswered(CaseFact):
    code: ClassVar[str] = "cases.case_answered"


@event
@dataclass(frozen=True)
class AnswerContested(CaseFact):
    code: ClassVar[str] = "cases.answer_contested"


@event
@dataclass(frozen=True)
class CaseAccepted(CaseFact):
    code: ClassVar[str] = "cases.case_accepted"


@event
@dataclass(frozen=True)
class CaseMerged(CaseFact):
    code: ClassVar[str] = "cases.case_merged"


@event
@dataclass(frozen=True)
class CaseUnmerged(CaseFact):
    code: ClassVar[str] = "cases.case_unmerged"


@event
@dataclass(frozen=True)
class CaseConsulted(CaseFact):
    code: ClassVar[str] = "cases.case_consulted"


@event
@dataclass(frozen=True)
class ConsultationConcluded(CaseFact):
    code: ClassVar[str] = "cases.consultation_concluded"


@event
@dataclass(frozen=True)
class CaseDispatched(CaseFact):
    code: ClassVar[str] = "cases.case_dispatched"


@event
@dataclass(frozen=True)
class OrderSigned(CaseFact):
    code: ClassVar[str] = "cases.order_signed"


@event
@dataclass(frozen=True)
class OrderAutoSigned(CaseFact):
    code: ClassVar[str] = "cases.order_auto_signed"


@event
@dataclass(frozen=True)
class OrderReturned(CaseFact):
    code: ClassVar[str] = "cases.order_returned"


@event
@dataclass(frozen=True)
class ReturnAccepted(CaseFact):
    code: ClassVar[str] = "cases.return_accepted"


@event
@dataclass(frozen=True)
class ReturnRejected(CaseFact):
    code: ClassVar[str] = "cases.return_rejected"


@event
@dataclass(frozen=True)
class DisputeReferred(CaseFact):
    code: ClassVar[str] = "cases.dispute_referred"


@event
@dataclass(frozen=True)
class DisputeAdjudicated(CaseFact):
    code: ClassVar[str] = "cases.dispute_adjudicated"


@event
@dataclass(frozen=True)
class ResidentContacted(CaseFact):
    code: ClassVar[str] = "cases.resident_contacted"
