"""A number counts for a reader what its rows show that reader: rules × roles, in every sum, at every level."""

import re
from datetime import timedelta
from typing import Any

import pytest

from huying.cases import actions as do
from huying.cases.models import Case
from huying.cases.public import AREA_ROLES
from huying.cases.queries import counts, county_now
from huying.cases.queries.overview import county_figures
from huying.cases.states import S
from huying.evaluation.actions import take_values
from huying.evaluation.keeping import keep
from huying.evaluation.models import Cursor, Tally
from huying.evaluation.periods import month_of
from huying.evaluation.public import (
    Scope,
    by_child,
    by_key,
    by_unit,
    lines_behind,
    open_behind,
    scope_for,
    standing_by_child,
    standing_of,
    sums_of,
    tells_months,
    told_values,
    trend,
)
from huying.evaluation.rules import LOOKERS
from huying.evaluation.standing import count_standing
from huying.evaluation.states import Slice
from huying.kernel.actor import SYSTEM, Actor, Post
from huying.territory.models import Area
from huying.territory.public import set_jurisdiction
from tests.cases.makers import MONDAY, NOISE, RUBBISH, Settled, a_case, filed, on, settle

pytestmark = pytest.mark.django_db
NOW = on(20, 10)
NOVEMBER = month_of(NOW.date())
FAR = 10**9
ALL, WITHOUT_OURS, PLAIN = 6, 5, 2
"""Two that everybody may know of, one confidential, one nameless, one report, and one complaint about a unit."""


@pytest.fixture
def town(definitions: None) -> Settled:
    town = settle()
    set_jurisdiction(SYSTEM, area_id=town.county.pk, at=MONDAY)
    a_case(town, in_state=S.IN_HANDLING, at=MONDAY)
    a_case(town, in_state=S.IN_HANDLING, at=MONDAY + timedelta(hours=1), category_code=NOISE)
    a_case(town, in_state=S.IN_HANDLING, at=MONDAY + timedelta(hours=2), confidentiality="P1")
    filed(town, by="网格员", channel="grid", confidentiality="P2", category_code=NOISE, at=MONDAY)
    filed(town, kind="report", confidentiality="P1", category_code=RUBBISH, at=MONDAY + timedelta(hours=3))
    a_case(
        town, in_state=S.IN_HANDLING, at=MONDAY + timedelta(hours=4), category_code=NOISE,
        target_body_id=town.body("街道"),
    )  # fmt: skip
    keep(Case.objects.values_list("pk", flat=True), at=NOW)
    count_standing(at=NOW)
    Cursor.objects.create(name="journal", read_at=NOW, counted_at=NOW)
    return town


def reader(role: str, area: Area, body_id: int | None = None) -> Actor:
    return Actor("person", account_id=FAR, posts=(Post(role, area.path, body_id),))


def sums(scope: Scope) -> set[int]:
    """How many came in, asked of every sum that a page shows."""
    kinds = by_key(scope, Slice.CATEGORY, NOVEMBER, ("inputs",))
    whole, parts = by_child(scope, NOVEMBER)
    found = {sums_of(scope, NOVEMBER)["inputs"], whole["inputs"], sum(one["inputs"] for one in kinds.values())}
    found.add(trend(scope, until=NOVEMBER, months=3)[-1][1]["inputs"])
    return found if scope.level == "community" else {*found, sum(counts["inputs"] for _area, counts in parts)}


def test_each_role_is_told_what_its_rows_show(town: Settled) -> None:
    """At every level; with a body of one's own that nobody, or somebody, complains about."""
    everywhere = (town.county, town.street, town.community)
    for role in LOOKERS:
        desk, bodies = role in AREA_ROLES, ((town.body("住建"), ALL), (town.body("街道"), WITHOUT_OURS))
        for (body, told), area in zip(bodies * 2, (*everywhere, town.community), strict=True):
            actor = reader(role, town.county, body)
            scope = scope_for(actor, "area", area.pk)
            assert sums(scope) == {told if desk else PLAIN}, (role, body, area.name)
            rows, opened = shown(actor, scope)
            standing, (whole, _parts) = standing_of(scope), standing_by_child(scope)
            assert standing["open"] == whole["open"]
            expected = (told, standing["open"]) if desk else (0, 0)
            assert (rows, opened) == expected, (role, body, area.name)
            assert desk or standing["open"] == PLAIN


def shown(actor: Actor, scope: Scope) -> tuple[int, int]:
    """How many rows stand behind what came, and behind what is open."""
    rows = lines_behind(actor, scope, NOVEMBER, "inputs")
    return len(list(rows)), len(list(open_behind(actor, scope, "open", at=NOW)))


def test_what_somebody_stepped_back_from_leaves_their_numbers_and_no_others(town: Settled) -> None:
    case = Case.objects.filter(state=S.IN_HANDLING, target_body=None, confidentiality="P0").order_by("pk")[0]
    area = town.community.pk
    do.recuse(town.actor("督办员"), case_id=case.pk, reason="relative", text="是我亲戚", at=NOW)
    assert sums(scope_for(town.actor("督办员"), "area", area)) == {ALL - 1}
    assert sums(scope_for(town.actor("指挥长"), "area", area)) == {ALL}


def test_the_desk_of_the_county_counts_without_them_too(town: Settled) -> None:
    told = {}
    for body in ("住建", "街道"):
        found = county_figures(reader("supervisor", town.county, town.body(body)), area_id=town.county.pk)
        told[body] = next(one for one in found if one.area.id == town.street.pk)
    assert (told["住建"].open, told["街道"].open) == (6, 5)
    assert (told["住建"].came, told["街道"].came) == (6, 5)
    command = reader("county_command", town.county, town.body("街道"))
    assert county_now(command).heaps == counts(command, "county", at=NOW)


def test_units_and_told_months_follow_the_same_rule(town: Settled) -> None:
    unit = town.body("环保")
    everything = sums_of(scope_for(SYSTEM, "unit", unit), NOVEMBER)["dispatched"]
    assert everything == 2
    dispatched: dict[str, int] = {}
    for who, actor in {
        "its own people": town.actor("环保负责人"),
        "a desk of the street": reader("dispatcher", town.county, town.body("街道")),
        "a keeper of lists": reader("list_keeper", town.county),
    }.items():  # fmt: skip
        scope = scope_for(actor, "unit", unit)
        dispatched[who] = sums_of(scope, NOVEMBER)["dispatched"]
        assert by_unit([unit], NOVEMBER, ("dispatched",), told=scope.told)[unit]["dispatched"] == dispatched[who]
    assert dispatched == {"its own people": 2, "a desk of the street": 1, "a keeper of lists": 1}

    Tally.objects.filter(grain="m").update(start="2026-10-01")
    take_values(SYSTEM, at=NOW)
    shown = {
        (role, area.level): bool(told_values("I18", scope)) and tells_months(scope)
        for role in ("dispatcher", "community_secretary") for area in (town.county, town.street, town.community)
        for scope in (scope_for(reader(role, town.county, town.body("社区")), "area", area.pk),)
    }  # fmt: skip
    assert {key for key, may in shown.items() if may} == {
        ("dispatcher", "county"), ("dispatcher", "street"), ("community_secretary", "county"),
    }  # fmt: skip


def test_the_page_says_by_which_rule_it_counts_and_never_whether_something_is_hidden(
    town: Settled, client_as: Any
) -> None:
    street = town.actor("统筹员")
    address = f"/desk/figures/areas/{town.community.pk}/?period=2026-11"
    client = client_as(street)
    with_it = client.get(address).content.decode()
    assert "投诉您所在单位的、您回避了的件" in with_it
    assert re.search(rf'rows/inputs/[^"]*">{WITHOUT_OURS}</a>', with_it)
    for text in (with_it, client.get(f"/desk/figures/rows/inputs/?scope=area-{town.community.pk}").content.decode()):
        assert "其中" not in text
    Case.objects.filter(target_body=town.body("街道")).update(target_body=None)
    assert "投诉您所在单位的、您回避了的件" in client.get(address).content.decode()
