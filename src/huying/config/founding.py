"""Founding a real place: its area, the working rules every place starts with, and its three administrators."""

from dataclasses import dataclass
from datetime import datetime

from django.db import transaction

from huying.calendars.public import seed_calendar
from huying.duties.public import load_categories
from huying.evaluation.public import load_definitions
from huying.kernel.actor import SYSTEM
from huying.kernel.errors import Conflict
from huying.organisations.public import grant_role, load_defaults
from huying.people.public import install_purposes, open_staff_account
from huying.territory.public import (
    Decision,
    NewArea,
    SizeBand,
    create_area,
    home,
    set_grid_size_rule,
    set_jurisdiction,
)

REASON = "建立本地平台"
USUAL_GRID = SizeBand("base", households_min=300, households_max=500, residents_max=1000)
ADMINISTRATORS = ("system_admin", "security_admin", "audit_admin")


@dataclass(frozen=True, slots=True)
class Place:
    """What is served: a county, or a whole city when there is no county; names and the six digits of its code."""

    code: str
    province: str
    city: str
    county: str = ""

    def chain(self) -> list[NewArea]:
        """From the province down to the place itself, each with its twelve digits."""
        levels = [("province", self.province, 2), ("city", self.city, 4)]
        if self.county:
            levels.append(("county", self.county, 6))
        return [NewArea(level, name, self.code[:digits].ljust(12, "0")) for level, name, digits in levels]


@dataclass(frozen=True, slots=True)
class Administrator:
    """`name` is shown to colleagues; `password` is for the first sign-in and must then be changed."""

    role: str
    login_name: str
    name: str
    password: str = ""


@transaction.atomic
def found_place(place: Place, *, administrators: tuple[Administrator, ...], at: datetime) -> list[Administrator]:
    """All of it or nothing. Returns the administrators with their first passwords, which are kept nowhere."""
    if home() is not None:
        raise Conflict("This place has been founded already.", way_out="A new place needs a new database.")
    area_id = _plant(place, at=at)
    seed_calendar(SYSTEM, at=at)
    install_purposes()
    load_defaults(SYSTEM, at=at)
    load_categories(SYSTEM, at=at)
    load_definitions(SYSTEM, at=at)
    return [_open(one, area_id=area_id, at=at) for one in administrators]


def _plant(place: Place, *, at: datetime) -> int:
    decision = Decision(on=at.date(), reason=REASON)
    area_id: int | None = None
    for new in place.chain():
        area_id = create_area(SYSTEM, parent_id=area_id, new=new, decision=decision, at=at).pk
    assert area_id is not None
    set_jurisdiction(SYSTEM, area_id=area_id, at=at)
    set_grid_size_rule(SYSTEM, band=USUAL_GRID, decision=decision, at=at)
    return area_id


def _open(one: Administrator, *, area_id: int, at: datetime) -> Administrator:
    account, password = open_staff_account(
        SYSTEM, login_name=one.login_name, public_name=one.name, at=at, reason=REASON
    )
    grant_role(SYSTEM, account_id=account.pk, role=one.role, area_id=area_id, at=at, reason=REASON)
    return Administrator(one.role, one.login_name, one.name, password)
