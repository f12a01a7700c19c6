"""What contexts above may ask of cases: the actions, the closed lists they need, and a few questions."""

from huying.cases.actions import (
    Acceptance,
    Answers,
    Call,
    Decision,
    Filed,
    Filing,
    HelperPart,
    Listing,
    Outcome,
    Pause,
    Point,
    Return,
    Sending,
    accept,
    adjudicate,
    answer,
    answer_question,
    answer_whistle,
    approve_result,
    arrive,
    ask,
    ask_extension,
    ask_suspension,
    conclude_consultation,
    consult,
    decide_escalation,
    decide_extension,
    dispatch,
    fail_site_check,
    file_case,
    hand_in,
    list_open_matter,
    log_contact,
    merge,
    order_site_check,
    pass_site_check,
    propose_refusal,
    rate,
    record_call,
    redispatch,
    refer_dispute,
    refuse,
    reject_result,
    reject_return,
    resume,
    return_order,
    sign,
    suspend,
    whistle,
)
from huying.cases.firing import fire_due_timers, next_timer_due
from huying.cases.history import Loaded, PastCase, Watch, load_history
from huying.cases.holding import timers_held
from huying.cases.models import Case
from huying.cases.queries.answering import suggestion
from huying.cases.queries.desks import desk_tabs
from huying.cases.queries.histories import CaseTold, OrderTold, case_ids_after, histories, titles_of, visible_cases
from huying.cases.queries.neighbourhood import around
from huying.cases.queries.open_data import (
    Box,
    PublicCase,
    PublicStep,
    Wanted,
    public_cases,
    public_numbers,
    public_steps,
)
from huying.cases.queries.outside import (
    another_unit,
    case_now,
    count_cases,
    kind_words,
    mergeable_with,
    other_departments,
    owner_of,
    seconds_to_finish,
)
from huying.cases.queries.overview import owed_today
from huying.cases.queries.residents import open_matters_for_all
from huying.cases.queries.searching import cases_with, number_meant
from huying.cases.states import ENDED, OPEN, S, case_states
from huying.cases.words import CHANNELS, CLASSES, EXCLUSIONS, GROUNDS, KINDS, REJECTIONS, RETURN_REASONS

__all__ = [
    "CHANNELS", "CLASSES", "ENDED", "EXCLUSIONS", "GROUNDS", "KINDS", "OPEN", "REJECTIONS", "RETURN_REASONS",
    "Acceptance", "Answers", "Box", "Call", "Case", "CaseTold", "Decision", "Filed", "Filing", "HelperPart",
    "Listing", "Loaded", "OrderTold", "Outcome", "PastCase", "Pause", "Point", "PublicCase", "PublicStep", "Return",
    "S", "Sending", "Wanted", "Watch", "accept", "adjudicate", "another_unit", "answer", "answer_question",
    "answer_whistle", "approve_result", "around", "arrive", "ask", "ask_extension", "ask_suspension",
    "case_ids_after", "case_now", "case_states", "cases_with", "conclude_consultation", "consult", "count_cases",
    "decide_escalation", "decide_extension", "desk_tabs", "dispatch", "fail_site_check", "file_case",
    "fire_due_timers", "hand_in", "histories", "kind_words", "list_open_matter", "load_history", "log_contact",
    "merge", "mergeable_with", "next_timer_due", "number_meant", "open_matters_for_all", "order_site_check",
    "other_departments", "owed_today", "owner_of", "pass_site_check", "propose_refusal", "public_cases",
    "public_numbers", "public_steps", "rate", "record_call", "redispatch", "refer_dispute", "refuse",
    "reject_result", "reject_return", "resume", "return_order", "seconds_to_finish", "sign", "suggestion",
    "suspend", "timers_held", "titles_of", "visible_cases", "whistle",
]  # fmt: skip
