"""Every read of cases."""

from huying.cases.moving import case_for
from huying.cases.queries.desks import (
    DESKS,
    Desk,
    Tab,
    counts,
    desk_tabs,
    on_top,
    pins,
    pressing,
    saved_filters,
    search,
    units_on,
    worklist,
)
from huying.cases.queries.filters import Filters
from huying.cases.queries.near import NearCase, already_reported
from huying.cases.queries.overview import AreaFigures, CountyNow, county_figures, county_now, owed_today
from huying.cases.queries.residents import (
    ResidentCase,
    case_of_key,
    code_opens,
    code_opens_any,
    my_cases,
    open_matters_for_all,
    rating_page,
    resident_view,
)
from huying.cases.queries.rows import CaseRow, light_of, row_values
from huying.cases.queries.steps import next_steps
from huying.cases.queries.views import CaseView, case_view, dispatch_help

__all__ = [
    "DESKS",
    "AreaFigures",
    "CaseRow",
    "CaseView",
    "CountyNow",
    "Desk",
    "Filters",
    "NearCase",
    "ResidentCase",
    "Tab",
    "already_reported",
    "case_for",
    "case_of_key",
    "case_view",
    "code_opens",
    "code_opens_any",
    "counts",
    "county_figures",
    "county_now",
    "desk_tabs",
    "dispatch_help",
    "light_of",
    "my_cases",
    "next_steps",
    "on_top",
    "open_matters_for_all",
    "owed_today",
    "pins",
    "pressing",
    "rating_page",
    "resident_view",
    "row_values",
    "saved_filters",
    "search",
    "units_on",
    "worklist",
]
