"""Facts that are no step of the table."""

from dataclasses import dataclass
from typing import ClassVar

from huying.cases.events.base import CaseFact
from huying.kernel.journal import Event, event


@event
@dataclass(frozen=True)
class ReporterJoined(CaseFact):
    code: ClassVar[str] = "cases.reporter_joined"


@event
@dataclass(frozen=True)
class WordsAdded(CaseFact):
    code: ClassVar[str] = "cases.words_added"


@event
@dataclass(frozen=True)
class CaseNoted(CaseFact):
    code: ClassVar[str] = "cases.case_noted"


@event
@dataclass(frozen=True)
class CardShown(CaseFact):
    code: ClassVar[str] = "cases.card_shown"


@event
@dataclass(frozen=True)
class CardLifted(CaseFact):
    code: ClassVar[str] = "cases.card_lifted"


@event
@dataclass(frozen=True)
class CallbackTried(CaseFact):
    code: ClassVar[str] = "cases.callback_tried"


@event
@dataclass(frozen=True)
class SupervisionAnswered(CaseFact):
    code: ClassVar[str] = "cases.supervision_answered"


@event
@dataclass(frozen=True)
class ClockRecomputed(CaseFact):
    code: ClassVar[str] = "cases.clock_recomputed"


@event
@dataclass(frozen=True)
class CaseRated(CaseFact):
    code: ClassVar[str] = "cases.case_rated"


@event
@dataclass(frozen=True)
class VoiceHeard(CaseFact):
    """Somebody who said “me too” has rated; `other_case_id` is the case of their own, if there is one now."""

    code: ClassVar[str] = "cases.voice_heard"


@event
@dataclass(frozen=True)
class RatingExcluded(CaseFact):
    code: ClassVar[str] = "cases.rating_excluded"


@event
@dataclass(frozen=True)
class RatingIncluded(CaseFact):
    code: ClassVar[str] = "cases.rating_included"


@event
@dataclass(frozen=True)
class StaffRecused(CaseFact):
    code: ClassVar[str] = "cases.staff_recused"


@event
@dataclass(frozen=True)
class RecusalOrdered(CaseFact):
    code: ClassVar[str] = "cases.recusal_ordered"


@event
@dataclass(frozen=True)
class RecusalAsked(CaseFact):
    code: ClassVar[str] = "cases.recusal_asked"


@event
@dataclass(frozen=True)
class ClockPassed(CaseFact):
    code: ClassVar[str] = "cases.clock_passed"


@event
@dataclass(frozen=True)
class RefusalDeclined(CaseFact):
    code: ClassVar[str] = "cases.refusal_declined"


@event
@dataclass(frozen=True)
class ProgressTold(CaseFact):
    code: ClassVar[str] = "cases.progress_told"


@event
@dataclass(frozen=True)
class CaseReminded(CaseFact):
    code: ClassVar[str] = "cases.case_reminded"


@event
@dataclass(frozen=True)
class ConfidentialityAsked(CaseFact):
    code: ClassVar[str] = "cases.confidentiality_asked"


@event
@dataclass(frozen=True)
class HelperCancelled(CaseFact):
    code: ClassVar[str] = "cases.helper_cancelled"


@event
@dataclass(frozen=True)
class PauseEnded(CaseFact):
    code: ClassVar[str] = "cases.pause_ended"


@event
@dataclass(frozen=True)
class ReporterRead(CaseFact):
    code: ClassVar[str] = "cases.reporter_read"


@event
@dataclass(frozen=True)
class OutsideChanged(CaseFact):
    """The other system from which a past case was taken says now that it ended otherwise, at another time, or was
    rated otherwise; empty where nothing changed. A rating is two codes: solved.satisfied."""

    code: ClassVar[str] = "cases.outside_changed"
    was_outcome: str = ""
    outcome: str = ""
    was_closed_at: str = ""
    closed_at: str = ""
    was_rated: str = ""
    rated: str = ""


@event
@dataclass(frozen=True)
class HistoryLoaded(Event):
    """Past cases were loaded; each has its own story."""

    code: ClassVar[str] = "cases.history_loaded"
    thing: ClassVar[str] = "history_load"
    load_id: int
    loaded: int
    known: int
    refused: int


@event
@dataclass(frozen=True)
class LimitsChanged(Event):
    """A new version of the limits of a class."""

    code: ClassVar[str] = "cases.limits_changed"
    thing: ClassVar[str] = "sla_rule"
    rule_id: int
    klass: str
    version: int


@event
@dataclass(frozen=True)
class LikenessChanged(Event):
    """From a day on, when two cases count as candidates for the same matter, and many people as one topic."""

    code: ClassVar[str] = "cases.likeness_changed"
    thing: ClassVar[str] = "likeness_rule"
    rule_id: int
    metres: int
    days: int
    near_percent: int
    far_percent: int
    topic_people: int
    topic_days: int
    topic_metres: int
