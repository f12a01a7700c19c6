"""What other contexts may ask of organisations."""

from huying.organisations.actions.appointments import Term, appoint, end_appointment, open_post
from huying.organisations.actions.bodies import NewBody, found_bodies, found_body, serve_area
from huying.organisations.actions.defaults import load_defaults
from huying.organisations.actions.grants import end_role, grant_role
from huying.organisations.fields import AccountField, AreaField, BodyField
from huying.organisations.queries.briefs import (
    BodyBrief,
    bodies_doing,
    bodies_named,
    bodies_serving,
    body_brief,
    body_briefs,
    nearest_first,
)
from huying.organisations.queries.holders import actor_for, holders, holders_here, people_of, staff_bodies
from huying.organisations.queries.names import KEPT as BODIES_KEPT
from huying.organisations.queries.names import FunctionBrief, body_ids_by_name, function_list, functions_named
from huying.organisations.queries.searching import bodies_with
from huying.organisations.states import roles

__all__ = [
    "BODIES_KEPT",
    "AccountField",
    "AreaField",
    "BodyBrief",
    "BodyField",
    "FunctionBrief",
    "NewBody",
    "Term",
    "actor_for",
    "appoint",
    "bodies_doing",
    "bodies_named",
    "bodies_serving",
    "bodies_with",
    "body_brief",
    "body_briefs",
    "body_ids_by_name",
    "end_appointment",
    "end_role",
    "found_bodies",
    "found_body",
    "function_list",
    "functions_named",
    "grant_role",
    "holders",
    "holders_here",
    "load_defaults",
    "nearest_first",
    "open_post",
    "people_of",
    "roles",
    "serve_area",
    "staff_bodies",
]
