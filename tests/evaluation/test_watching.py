"""Figures that need a look are given to one person each, at most ten a day, and closed with what became of them."""

from datetime import date, timedelta
from typing import Any

import pytest

from huying.dashboards.words import ALERT_WORDS
from huying.evaluation.actions import close_alert, raise_alerts, see_alert
from huying.evaluation.definitions import alert_rules
from huying.evaluation.models import Alert, Tally
from huying.evaluation.watching import MOST_A_DAY
from huying.kernel.actor import SYSTEM
from huying.kernel.errors import Invalid, NotAllowed, NotFound
from huying.organisations.public import grant_role
from huying.territory.public import set_jurisdiction
from tests.cases.makers import MONDAY, on, settle

pytestmark = pytest.mark.django_db
DECEMBER = on(35)


def a_sum(place_id: int, start: date, grain: str = "m", **counts: int) -> None:
    Tally.objects.create(slice="place", grain=grain, start=start, place_id=place_id, **counts)


@pytest.fixture
def town(definitions: None) -> Any:
    """A county with a reviewer and a commander that the database knows."""
    town = settle()
    set_jurisdiction(SYSTEM, area_id=town.county.pk, at=MONDAY)
    for who, role in (("考评员", "reviewer"), ("指挥长", "county_command")):
        account = town.actor(who).account_id
        grant_role(SYSTEM, account_id=account, role=role, area_id=town.county.pk, reason="任职", at=MONDAY)
    return town


def test_too_many_left_out_and_too_few_calls_are_told_once(town: Any) -> None:
    for month, inputs in ((8, 60), (9, 60), (10, 60), (11, 20)):
        a_sum(town.community.pk, date(2026, month, 1), inputs=inputs)
    Tally.objects.filter(start=date(2026, 11, 1)).update(finished=100, excluded=16, finish_due=40, finished_in_limit=39)
    assert raise_alerts(SYSTEM, at=DECEMBER) > 0
    assert raise_alerts(SYSTEM, at=DECEMBER) == 0
    found = {(one.code, one.scope_id): one for one in Alert.objects.all()}
    left_out = found["left_out", town.county.pk]
    assert (left_out.value, left_out.compared, left_out.owner_id) == (0.16, 0.15, town.actor("考评员").account_id)
    fall = found["fall", town.county.pk]
    assert (fall.value, fall.compared, fall.owner_id) == (20, 60, town.actor("指挥长").account_id)
    assert ("not_in_limit", town.county.pk) not in found

    with pytest.raises(NotAllowed):
        see_alert(town.actor("督办员"), alert_id=left_out.pk, at=DECEMBER)
    with pytest.raises(NotFound):
        see_alert(town.actor("派单员"), alert_id=left_out.pk, at=DECEMBER)
    see_alert(town.actor("考评员"), alert_id=left_out.pk, at=DECEMBER)
    with pytest.raises(Invalid):
        close_alert(town.actor("考评员"), alert_id=left_out.pk, text=" ", at=DECEMBER)
    closed = close_alert(town.actor("考评员"), alert_id=left_out.pk, text="已抽查五件，都有凭据", at=DECEMBER)
    assert closed.closed_at == DECEMBER


def test_an_alert_says_the_border_that_it_watches() -> None:
    told = {rule["code"]: rule.get("above", rule.get("below")) for rule in alert_rules() if rule["kind"] == "threshold"}
    assert told
    assert all(f"{border:.0%}" in str(ALERT_WORDS[code]) for code, border in told.items())


def test_a_week_out_of_the_ordinary_is_told_and_an_ordinary_one_is_not(town: Any) -> None:
    for week, inputs in enumerate((20, 22, 19, 21, 20, 18, 22, 20)):
        a_sum(town.community.pk, date(2026, 10, 5) + timedelta(weeks=week), "d", inputs=inputs)
    a_sum(town.community.pk, date(2026, 11, 30), "d", inputs=22)
    raise_alerts(SYSTEM, at=on(38))
    assert not Alert.objects.filter(code="jump").exists()
    Tally.objects.filter(start=date(2026, 11, 30)).update(inputs=45)
    raise_alerts(SYSTEM, at=on(38))
    assert Alert.objects.filter(code="jump", scope_id=town.county.pk, value=45).exists()


def test_nobody_gets_more_than_ten_a_day(town: Any, client_as: Any) -> None:
    reviewer = town.actor("考评员")
    for nth in range(MOST_A_DAY):
        about = {"code": "left_out", "scope_kind": "unit", "scope_id": nth, "start": date(2026, 10, 1)}
        given = {"owner_id": reviewer.account_id, "given_on": DECEMBER.date(), "raised_at": DECEMBER}
        Alert.objects.create(**about, **given, value=1, compared=0)
    a_sum(town.community.pk, date(2026, 11, 1), finished=100, excluded=20)
    assert raise_alerts(SYSTEM, at=DECEMBER) == 0
    assert raise_alerts(SYSTEM, at=on(36)) > 0
    page = client_as(reviewer).get("/desk/figures/alerts/")
    assert page.status_code == 200
    first = Alert.objects.filter(owner_id=reviewer.account_id).last()
    assert first is not None
    refused = client_as(reviewer).post(f"/desk/figures/alerts/{first.pk}/close/", {"text": "x"})
    assert refused.status_code == 422
    assert 'value="x"' in refused.content.decode()
