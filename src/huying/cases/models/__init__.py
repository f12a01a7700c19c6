"""Tables of cases, by field of work."""

from huying.cases.models.case import Case, MergeLink, Note, Reporter, SavedFilter
from huying.cases.models.intake import Challenge, Question, Refusal
from huying.cases.models.joint import Arrival, Escalation, Whistle
from huying.cases.models.judgement import CallTry, Objection, Rating, RatingLink, ReopenRequest, Voice
from huying.cases.models.likeness import AnswerPrint, CasePrint, LikenessRule
from huying.cases.models.orders import ContactLog, Extension, OrderPart, ReturnCase, Suspension, Termination, WorkOrder
from huying.cases.models.origin import CaseOrigin, HistoryLoad
from huying.cases.models.oversight import Card, OpenMatter, Recusal, SuperviseOrder
from huying.cases.models.results import Result, SiteCheck
from huying.cases.models.searched import SearchText
from huying.cases.models.time import Clock, SlaRule, Timer
from huying.cases.models.topics import Topic, TopicCase, TopicRun

__all__ = [
    "AnswerPrint", "Arrival",
    "CallTry",
    "Card",
    "Case",
    "CaseOrigin",
    "CasePrint",
    "Challenge",
    "Clock",
    "ContactLog",
    "Escalation",
    "Extension",
    "HistoryLoad",
    "LikenessRule",
    "MergeLink",
    "Note",
    "Objection",
    "OpenMatter",
    "OrderPart",
    "Question",
    "Rating",
    "RatingLink",
    "Recusal",
    "Refusal",
    "ReopenRequest",
    "Reporter",
    "Result",
    "ReturnCase",
    "SavedFilter",
    "SearchText",
    "SiteCheck",
    "SlaRule",
    "SuperviseOrder",
    "Suspension",
    "Termination",
    "Timer", "Topic", "TopicCase", "TopicRun",
    "Voice",
    "Whistle",
    "WorkOrder",
]  # fmt: skip
