"""What contexts above may ask of the figures."""

from huying.evaluation.actions import (
    Weighing,
    check_weighing,
    close_alert,
    decide_weights,
    define_alert_rule,
    define_indicator,
    load_definitions,
    raise_alerts,
    see_alert,
    take_values,
)
from huying.evaluation.keeping import keep, read_all, read_on, rebuild
from huying.evaluation.measures import ALL, HOURS, MEASURES, OCCASIONS_OF
from huying.evaluation.models import Alert, Entry, Indicator, Publication, Snapshot, WeightSet
from huying.evaluation.monthly import tell_months
from huying.evaluation.periods import Period, month_of, period_of, to_choose
from huying.evaluation.publishing import publications, publish_months
from huying.evaluation.queries.alerts import alert_words, alerts, owed_alerts, rules_in_force, scope_of
from huying.evaluation.queries.definitions import (
    all_weights,
    decides_definitions,
    enter_definitions,
    indicators,
    told,
    versions_of,
    weights,
)
from huying.evaluation.queries.lines import lines_behind, told_values
from huying.evaluation.queries.scopes import own_scope, scope_for, scope_named
from huying.evaluation.queries.sums import (
    Counts,
    ReadUpTo,
    Scope,
    area_scope,
    by_child,
    by_day,
    by_key,
    by_unit,
    read_up_to,
    standing_by_child,
    standing_of,
    sums_of,
    trend,
    unit_scope,
    units_in,
)
from huying.evaluation.queries.trying import Trial, Tried, try_weights
from huying.evaluation.queries.values import THREE_RATES, Value, values_of
from huying.evaluation.standing import AGE_NAMES
from huying.evaluation.states import DIRECTIONS, KINDS, Slice
from huying.evaluation.statistics import places, wilson

__all__ = [
    "AGE_NAMES", "ALL", "DIRECTIONS", "HOURS", "KINDS", "MEASURES", "OCCASIONS_OF", "THREE_RATES", "Alert", "Counts",
    "Entry", "Indicator", "Period", "Publication", "ReadUpTo", "Scope", "Slice", "Snapshot", "Trial", "Tried",
    "Value", "Weighing", "WeightSet", "alert_words", "alerts", "all_weights", "area_scope", "by_child", "by_day",
    "by_key", "by_unit", "check_weighing", "close_alert", "decide_weights", "decides_definitions",
    "define_alert_rule", "define_indicator", "enter_definitions", "indicators", "keep", "lines_behind",
    "load_definitions", "month_of", "owed_alerts", "own_scope", "period_of", "places", "publications",
    "publish_months", "raise_alerts", "read_all", "read_on", "read_up_to", "rebuild", "rules_in_force", "scope_for",
    "scope_named", "scope_of", "see_alert", "standing_by_child", "standing_of", "sums_of", "take_values",
    "tell_months", "to_choose", "told", "told_values", "trend", "try_weights", "unit_scope", "units_in", "values_of",
    "versions_of", "weights", "wilson",
]  # fmt: skip
