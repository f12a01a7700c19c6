"""Rules of alerts are changed on pages: tried on the last thirty nights first, with a day and a reason."""

import re
from datetime import date, datetime, timedelta
from typing import Any

import pytest

from huying.config import middleware
from huying.evaluation.actions import define_alert_rule, raise_alerts
from huying.evaluation.models import Alert, AlertRule, Tally
from huying.evaluation.public import load_definitions, rule_words
from huying.kernel.actor import SYSTEM
from huying.kernel.errors import Invalid
from huying.organisations.public import grant_role
from huying.territory.public import set_jurisdiction
from tests.cases.makers import MONDAY, Settled, on, settle

pytestmark = pytest.mark.django_db
DECEMBER = on(35)
TOMORROW = DECEMBER.date() + timedelta(days=1)
RULES = "/desk/figures/alerts/rules/"
PAGE = f"{RULES}not_in_limit/"
TYPED = {
    "indicator": "I20", "below": "95", "least": "30", "place_id": "0", "first": "supervisor",
    "second": "county_command", "third": "", "days": "5", "next_zh": "逐件看超期的", "next_en": "Look at each late one",
    "since": "2026-12-06", "reason": "县政办〔2026〕9 号",
}  # fmt: skip


def words(response: Any) -> str:
    return re.sub(r"\s+", " ", re.sub(r"<[^>]+>", " ", response.content.decode()))


def given_out(at: datetime) -> list[Alert]:
    """What this rule gives out in the night; the others are not asked."""
    AlertRule.objects.exclude(code="not_in_limit").delete()
    raise_alerts(SYSTEM, at=at)
    return list(Alert.objects.filter(code="not_in_limit").select_related("rule"))


@pytest.fixture
def town(monkeypatch: pytest.MonkeyPatch) -> Settled:
    """A county in which 90 of 100 orders were finished in limit last month, and the command that the database knows."""
    town = settle()
    load_definitions(SYSTEM, at=MONDAY)
    set_jurisdiction(SYSTEM, area_id=town.county.pk, at=MONDAY)
    account = town.actor("指挥长").account_id
    grant_role(SYSTEM, account_id=account, role="county_command", area_id=town.county.pk, reason="任职", at=MONDAY)
    Tally.objects.create(
        slice="place", grain="m", start=date(2026, 11, 1), place_id=town.community.pk, finish_due=100,
        finished_in_limit=90,
    )  # fmt: skip
    monkeypatch.setattr(middleware, "now", lambda: DECEMBER)
    return town


def test_a_rule_is_tried_on_thirty_nights_and_then_decided(town: Settled, client_as: Any) -> None:
    client = client_as(town.actor("指挥长"))
    listed = words(client.get(RULES))
    for told in (
        "按期办结率低于 80%",
        "某处上月按期办结率为 N，低于 80%；至少 30 件才看",
        "县级指挥中心",
        "改这条规则",
        "全部地方",
    ):
        assert told in listed
    assert 'value="80"' in client.get(PAGE).content.decode()

    wrong = client.post(PAGE, TYPED | {"below": "950", "second": "supervisor"})
    assert wrong.status_code == 422
    for told in ('value="950"', "请填 0% 到 100% 之间的数", "逐件看超期的</textarea>"):
        assert told in wrong.content.decode()

    tried = client.post(PAGE, TYPED)
    assert "按新的会响 2 次，按现在的是 0 次" in words(tried)  # the county and the street, once for November
    assert "还没有保存" in words(tried)
    assert re.search(r"2026-12-01 .{0,40}按期办结率为 90.0%，低于 95%", words(tried))
    seen = re.search(r'name="seen" value="(\w{64})"', tried.content.decode())
    assert seen
    client.post(PAGE, TYPED | {"seen": seen[1], "below": "99"})
    assert not AlertRule.objects.filter(code="not_in_limit", version=3).exists()  # what was not tried is not decided
    assert not Alert.objects.exists()

    assert client.post(PAGE, TYPED | {"seen": seen[1]}).status_code == 302
    made = AlertRule.objects.get(code="not_in_limit", version=3)
    assert (made.settings["below"], made.owners, made.days) == (0.95, ["supervisor", "county_command"], 5)
    assert "2026-12-06 起换第 3 版" in words(client.get(RULES))
    history = words(client.get(PAGE))
    for told in ("县政办〔2026〕9 号", "督办员、县级指挥中心", "随产品来的"):
        assert told in history
    assert not given_out(DECEMBER)
    assert [one.owner_id for one in given_out(on(36))] == [town.actor("督办员").account_id] * 2
    assert rule_words(made, "name", "en") == "Finished in limit: below 95%"


def test_a_rule_looks_in_its_own_area_only(town: Settled, client_as: Any) -> None:
    client = client_as(town.actor("指挥长"))
    assert town.street.name in words(client.get(PAGE))
    tried = client.post(PAGE, TYPED | {"place_id": str(town.street.pk)})
    assert "按新的会响 2 次" in words(tried)  # the street and its community
    assert client.post(PAGE, TYPED | {"place_id": "999999"}).status_code == 422
    given: dict[str, Any] = {"code": "not_in_limit", "since": TOMORROW, "reason": "试点", "at": DECEMBER}
    changes = {"settings": {"below": 0.95}, "place_id": town.street.pk}
    define_alert_rule(town.actor("指挥长"), changes=changes, **given)
    assert {one.scope_id for one in given_out(on(36))} == {town.street.pk, town.community.pk}


def test_a_rule_is_switched_off_after_a_second_look_and_on_again(town: Settled, client_as: Any) -> None:
    client = client_as(town.actor("指挥长"))
    page = f"{PAGE}stop/"
    asked = words(client.get(page))
    assert "没有人会收到提醒" in asked
    refused = client.post(page, {"since": "2026-12-05", "reason": "试点结束"})
    assert refused.status_code == 422
    assert 'value="试点结束"' in refused.content.decode() or ">试点结束<" in refused.content.decode()
    assert client.post(page, {"since": "2026-12-06", "reason": "试点结束"}).status_code == 302
    assert "2026-12-06 起停用" in words(client.get(RULES))
    given: dict[str, Any] = {"code": "not_in_limit", "reason": "再看", "at": DECEMBER}
    Tally.objects.update(finished_in_limit=10)
    assert not given_out(on(36))
    changes = {"active": True, "settings": {"below": 0.5}}
    define_alert_rule(town.actor("指挥长"), changes=changes, since=date(2026, 12, 7), **given)
    assert {one.rule.version for one in given_out(on(38)) if one.rule} == {4}


@pytest.mark.parametrize(
    ("code", "changes", "field"),
    [
        ("burst", {"settings": {"least": 0}}, "least"),
        ("burst", {"settings": {"weeks": 2.5}}, "weeks"),
        ("burst", {"settings": {"sigmas": True}}, "sigmas"),
        ("left_out", {"settings": {"indicator": "I20"}}, "indicator"),
        ("left_out", {"settings": {"above": 1.5}}, "above"),
        ("silent_unit", {"settings": {"of": "person"}}, "of"),
        ("no_unit", {"settings": {"level": "building"}}, "level"),
        ("dead_item", {"place_id": 1}, "place_id"),
        ("jump", {"owners": []}, "owners"),
        ("jump", {"owners": ["handler"]}, "owners"),
        ("jump", {"owners": ["reviewer", "reviewer"]}, "owners"),
        ("jump", {"days": 0}, "days"),
        ("jump", {"next_en": " "}, "next_zh"),
    ],
)
def test_a_rule_is_set_to_what_makes_sense_only(town: Settled, code: str, changes: dict[str, Any], field: str) -> None:
    with pytest.raises(Invalid) as refused:
        define_alert_rule(town.actor("指挥长"), code=code, changes=changes, since=TOMORROW, reason="试试", at=DECEMBER)
    assert set(refused.value.fields) == {field}


def test_every_rule_has_its_form_and_can_be_tried_as_it_stands(town: Settled, client_as: Any) -> None:
    client = client_as(town.actor("指挥长"))
    for code in ("left_out", "jump", "fall", "silent_place", "silent_unit", "burst", "no_unit", "dead_item"):
        form = client.get(f"{RULES}{code}/").context["form"]
        typed = {name: "" if value is None else str(value) for name, value in form.initial.items()}
        tried = client.post(f"{RULES}{code}/", typed | {"reason": "试试"})
        assert tried.status_code == 200, tried.context["form"].errors
        assert "过去 30 天会怎样" in words(tried)


def test_only_the_command_of_the_county_changes_rules(town: Settled, client_as: Any) -> None:
    for page in (PAGE, f"{PAGE}stop/"):
        assert client_as(town.actor("督办员")).get(page).status_code == 403
        assert client_as(town.actor("督办员")).post(page, TYPED).status_code == 403
        assert client_as(town.resident).get(page).status_code == 404
    listed = words(client_as(town.actor("督办员")).get(RULES))
    assert "改这条规则" not in listed
    assert "规则由县级指挥中心定" in listed
    assert client_as(town.actor("指挥长")).get(f"{RULES}nothing/").status_code == 404
