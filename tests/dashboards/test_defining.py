"""Weights and definitions are decided on pages: tried first, with a day and a reason; what was told stays."""

import re
from datetime import date
from typing import Any

import pytest

from huying.config import middleware
from huying.evaluation.models import Indicator, Snapshot, Tally, WeightSet
from huying.evaluation.public import load_definitions, take_values
from huying.kernel.actor import SYSTEM
from huying.territory.public import set_jurisdiction
from tests.cases.makers import MONDAY, on, settle

pytestmark = pytest.mark.django_db
DECEMBER = on(35)
WEIGHTS = "/desk/figures/weights/plain/"
TYPED = {
    "name_zh": "结果优先", "name_en": "Results first", "w1": "0.2", "w2": "0.4", "w3": "0.4", "alpha": "0",
    "beta": "0.6", "in_force_from": "2026-12-22", "reason": "县政办〔2026〕8 号",
}  # fmt: skip


def words(response: Any) -> str:
    return re.sub(r"\s+", " ", re.sub(r"<[^>]+>", " ", response.content.decode()))


@pytest.fixture
def town() -> Any:
    """A county whose last month is closed and told."""
    town = settle()
    load_definitions(SYSTEM, at=MONDAY)
    set_jurisdiction(SYSTEM, area_id=town.county.pk, at=MONDAY)
    counts = {"counted": 100, "responded": 90, "rated": 80, "solved": 60, "partly": 20, "satisfied": 50, "mostly": 20}
    Tally.objects.create(
        slice="place", grain="m", start=date(2026, 11, 1), place_id=town.community.pk, finished=100, **counts
    )
    take_values(SYSTEM, at=DECEMBER)
    return town


def test_weights_are_tried_on_the_last_month_and_then_decided_and_nothing_told_changes(
    town: Any, client_as: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(middleware, "now", lambda: DECEMBER)
    client = client_as(town.actor("指挥长"))
    told = list(Snapshot.objects.order_by("pk").values())
    assert told
    assert 'value="0.3333"' in client.get(WEIGHTS).content.decode()

    wrong = client.post(WEIGHTS, TYPED | {"w3": "0.5"})
    assert wrong.status_code == 422
    assert 'value="结果优先"' in wrong.content.decode()
    assert "加起来要正好是 1" in words(wrong)

    tried = client.post(WEIGHTS, TYPED)
    said = words(tried)
    assert WeightSet.objects.filter(code="plain").count() == 1
    assert "2026 年 11 月" in said
    assert "还没有保存" in said
    # (0.9 + 0.875 + 0.825) / 3 against 0.2 × 0.9 + 0.4 × 0.75 + 0.4 × 0.775
    assert re.search(r"86\.7 .* 79 ", said), said
    seen = re.search(r'name="seen" value="(\w{64})"', tried.content.decode())
    assert seen

    changed = client.post(WEIGHTS, TYPED | {"seen": seen[1], "beta": "0.8"})
    assert changed.status_code == 200
    assert WeightSet.objects.filter(code="plain").count() == 1  # what was not tried is not decided
    done = client.post(WEIGHTS, TYPED | {"seen": seen[1]})
    assert done.status_code == 302
    made = WeightSet.objects.get(code="plain", version=2)
    assert (made.status, float(made.w2), made.in_force_from) == ("decided", 0.4, date(2026, 12, 22))
    assert "县政办〔2026〕8 号" in words(client.get(WEIGHTS))
    assert "定新的一版" in words(client.get("/desk/figures/numbers/"))
    take_values(SYSTEM, at=on(45))
    assert list(Snapshot.objects.filter(start=date(2026, 11, 1)).order_by("pk").values()) == told


def test_a_definition_gets_a_new_version_and_errors_keep_what_was_typed(
    town: Any, client_as: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(middleware, "now", lambda: DECEMBER)
    client = client_as(town.actor("指挥长"))
    address = "/desk/figures/numbers/I20/define/"
    fields = re.findall(r'name="(\w+)"', client.get(address).content.decode())
    first = Indicator.objects.get(code="I20")
    typed = {name: getattr(first, name) for name in fields if hasattr(first, name) and getattr(first, name) is not None}
    typed |= {"min_n": 50, "since": "2026-12-01", "reason": "样本要求提高"}
    refused = client.post(address, typed)
    assert refused.status_code == 422
    assert "只能从明天或以后起用" in words(refused)
    assert 'value="50"' in refused.content.decode()
    assert client.post(address, typed | {"since": "2027-01-01"}).status_code == 302
    made = Indicator.objects.get(code="I20", version=2)
    assert (made.min_n, made.since, made.numerator) == (50, date(2027, 1, 1), first.numerator)
    assert "样本要求提高" in words(client.get(address))
    assert "定新的一版" in words(client.get("/desk/figures/numbers/I20/"))


def test_only_the_command_of_the_county_decides(town: Any, client_as: Any) -> None:
    for page in (WEIGHTS, "/desk/figures/numbers/I20/define/"):
        assert client_as(town.actor("督办员")).get(page).status_code == 403
        assert client_as(town.resident).get(page).status_code == 404
    assert "定新的一版" not in words(client_as(town.actor("督办员")).get("/desk/figures/numbers/"))
    command = client_as(town.actor("指挥长"))
    assert command.get("/desk/figures/weights/nothing/").status_code == 404
