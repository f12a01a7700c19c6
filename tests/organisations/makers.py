"""Makers for every test: a small town, a body of any kind, a post in it, an account that holds a role."""

from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from itertools import count
from typing import Any

from huying.kernel.actor import SYSTEM, Actor
from huying.organisations.models import Body, OfficePost
from huying.organisations.public import NewBody, actor_for, found_body, grant_role, load_defaults, open_post
from huying.people.models import Account
from huying.territory.models import Area
from tests.people.makers import an_account

AT = datetime(2026, 11, 2, 1, 0, tzinfo=UTC)
DAY = date(2026, 1, 1)
_numbers = count(1)


def an_area(name: str = "", *, level: str = "county", parent: Area | None = None) -> Area:
    """One area below another, with a code that fits its level."""
    row = Area(
        parent=parent,
        level=level,
        kind=level,
        code=_code(level, parent),
        name=name or f"{level}{next(_numbers)}",
        short_name=name,
        sort_key=name,
        since=DAY,
        valid_from=DAY,
        path="",
    )
    row.pk = Area.objects.order_by("-pk").values_list("pk", flat=True).first() or 0
    row.pk += 1000 + next(_numbers)
    row.path = f"{parent.path if parent else '/'}{row.pk}/"
    row.save(force_insert=True)
    return row


def _code(level: str, parent: Area | None) -> str:
    number = next(_numbers)
    if level == "estate":
        return f"{parent.code[:12]}X{number % 1000:03d}" if parent else f"320106001001X{number % 1000:03d}"
    if level == "grid":
        return f"{parent.code[:12] if parent else '320106001001'}{number % 1000:03d}"
    return f"32{number:010d}"


@dataclass(frozen=True)
class Town:
    """A county with two streets, each with two communities, each with one grid."""

    county: Area
    streets: tuple[Area, Area]
    communities: tuple[Area, Area, Area, Area]
    grids: tuple[Area, Area, Area, Area]


def a_town() -> Town:
    load_defaults(SYSTEM, at=AT)
    county = an_area("鼓楼区", level="county")
    streets = tuple(an_area(name, level="street", parent=county) for name in ("宁海路街道", "湖南路街道"))
    communities = tuple(
        an_area(f"{name}社区", level="community", parent=street)
        for street, names in zip(streets, (("颐和路", "北东瓜市"), ("丁家桥", "高云岭")), strict=True)
        for name in names
    )
    grids = tuple(an_area(f"{area.name}第一网格", level="grid", parent=area) for area in communities)
    return Town(county=county, streets=streets, communities=communities, grids=grids)  # type: ignore[arg-type]


def a_body(
    area: Area,
    name: str = "",
    *,
    kind: str = "G10",
    function: str | tuple[str, ...] = (),
    parent: Body | None = None,
    on: date = DAY,
    **details: Any,
) -> Body:
    """A body at work in the area; functions by code."""
    functions = (function,) if isinstance(function, str) else function
    new = NewBody(
        kind=kind,
        name=name or f"{area.name}单位{next(_numbers)}",
        area_id=area.pk,
        line_parent_id=parent.pk if parent else None,
        functions=functions,
        **details,
    )
    return found_body(SYSTEM, body=new, reason="设立文件", on=on, at=AT)


def a_post(body: Body, title: str = "主任", *, kind: str = "director", **rest: Any) -> OfficePost:
    return open_post(SYSTEM, body_id=body.pk, title=title, kind=kind, at=AT, **rest)


def a_holder(
    role: str, area: Area, *, body: Body | None = None, line_body: Body | None = None, at: datetime = AT
) -> Account:
    """A staff account that holds the role there since `at`."""
    account = an_account()
    grant_role(
        SYSTEM,
        account_id=account.pk,
        role=role,
        area_id=area.pk,
        body_id=body.pk if body else None,
        line_body_id=line_body.pk if line_body else None,
        reason="任职文件",
        at=at,
    )
    return account


def an_actor(role: str, area: Area, *, body: Body | None = None, at: datetime = AT) -> Actor:
    """The Actor of a new account that holds the role there."""
    account = a_holder(role, area, body=body, at=at)
    return actor_for(account.pk, at=at + timedelta(seconds=1))
