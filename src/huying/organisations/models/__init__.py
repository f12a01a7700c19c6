"""Bodies with two parents, their kinds and history, posts, appointments and role grants."""

from huying.organisations.models.bodies import Body, BodyChange, BodyFunction, BodyKind, BodyKindRule, ServedArea
from huying.organisations.models.people import Appointment, OfficePost, RoleGrant

__all__ = [
    "Appointment",
    "Body",
    "BodyChange",
    "BodyFunction",
    "BodyKind",
    "BodyKindRule",
    "OfficePost",
    "RoleGrant",
    "ServedArea",
]
