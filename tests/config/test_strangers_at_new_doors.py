"""Figures, topics, words, exchange: whoever is not meant finds nothing, by page, by file and by program."""

import json
import re
from collections.abc import Callable
from datetime import datetime

import pytest
from django.test import Client

from huying.duties.models import Category
from huying.evaluation.actions import load_definitions
from huying.evaluation.models import Alert
from huying.evaluation.public import keep
from huying.kernel.actor import GUEST, SYSTEM, Actor
from huying.organisations.models import Body
from huying.territory.models import Area
from tests.cases.makers import LAMPS, Settled, a_case, settle
from tests.organisations.makers import an_actor
from tests.people.makers import a_resident, person, with_role

pytestmark = pytest.mark.django_db
LOOKED_AT = (
    "desk/figures/areas/{street}/", "desk/figures/areas/{county}/", "desk/figures/areas/{street}/units/",
    "desk/figures/areas/{street}/areas/", "desk/figures/units/{unit}/months/",
    "desk/figures/areas/{street}/map.json", "desk/figures/units/{unit}/",
    "desk/figures/numbers/I20/?scope=area-{street}", "desk/figures/rows/inputs/?scope=area-{street}",
    "desk/figures/rows/inputs/?scope=unit-{unit}", "desk/figures/take/area-{street}/parts.csv",
    "desk/figures/take/unit-{unit}/months.xlsx", "api/v1/evaluation/figures/area-{street}",
    "api/v1/evaluation/figures/unit-{unit}",
)  # fmt: skip
WHY = {"reason": "试试看"}
WEIGHTS = {"name_zh": "x", "name_en": "x", "w1": "1", "w2": "0", "w3": "0", "alpha": "1", "beta": "1"}
TRIED = (
    ("evaluation/alerts/{alert}/see", {}),
    ("evaluation/alerts/{alert}/close", {"text": "看过了，没有事"}),
    ("evaluation/weights/W/versions", {**WEIGHTS, "in_force_from": "2099-01-01", **WHY}),
    ("evaluation/indicators/I20/versions", {"since": "2099-01-01", **WHY}),
    ("language/case_category/versions/0/choose", WHY),
    ("exchange/webhooks", {"name": "x", "address": "https://a.example/", "codes": ["cases.case_filed"], **WHY}),
    ("exchange/webhooks/1/secret", WHY),
    ("exchange/webhooks/1/replay", WHY),
    ("exchange/webhooks/1/end", WHY),
    ("exchange/attributes/1/end", WHY),
    ("exchange/proposals/1/decide", {"same": True, **WHY}),
    ("territory/learned/1/unlearn", WHY),
    ("territory/learned/1/use-again", WHY),
)


def strangers(town: Settled) -> dict[str, Actor]:
    return {
        "another street": an_actor("street_coordinator", town.other_street),
        "another unit": town.actor("住建经办"),
        "another supervisor": an_actor("supervisor", town.other_street),
        "a resident": person(a_resident()),
        "a guest": GUEST,
    }


def test_nobody_opens_the_figures_of_others_or_writes_there(client_as: Callable[..., Client], at: datetime) -> None:
    town = settle()
    load_definitions(SYSTEM, at=at)
    alert = Alert.objects.create(
        code="I31", scope_kind="area", scope_id=town.street.pk, start=at, value=0.2, compared=0.1,
        owner_id=with_role("supervisor").account_id, raised_at=at,
    )  # fmt: skip
    named = {"street": town.street.pk, "county": town.county.pk, "unit": town.body("城管"), "alert": alert.pk}
    own = client_as(town.actor("指挥长"))
    assert {own.get(f"/{one.format(**named)}").status_code for one in LOOKED_AT} == {200}
    for who, actor in strangers(town).items():
        client = client_as(actor)
        away = {302, 401} if who == "a guest" else {404, 403}
        for one in LOOKED_AT:
            assert client.get(f"/{one.format(**named)}").status_code in away, (who, one)
        for one, body in TRIED:
            answer = client.post(f"/api/v1/{one.format(**named)}", json.dumps(body), content_type="application/json")
            assert answer.status_code in away, (who, one)
    alert.refresh_from_db()
    assert (alert.seen_at, alert.closed_at) == (None, None)


WRONG = [
    ("indicators/I20/versions", {"name_zh": " "}, "name_zh"),
    ("indicators/I20/versions", {"population_en": ""}, "population_en"),
    ("weights/neu/versions", {"name_en": ""}, "name_en"),
    ("weights/" + "x" * 200 + "/versions", {}, "code"),
    ("weights/%20/versions", {}, "code"),
]


@pytest.mark.parametrize(("address", "wrong", "field"), WRONG)
def test_nothing_without_a_name_or_under_an_endless_code(
    address: str, wrong: dict[str, str], field: str, client_as: Callable[..., Client], at: datetime
) -> None:
    load_definitions(SYSTEM, at=at)
    weights = {**WEIGHTS, "alpha": "0.5", "beta": "0.5", "in_force_from": "2099-01-01"}
    body = {**(weights if "weights" in address else {"since": "2099-01-01"}), **WHY, **wrong}
    client = client_as(with_role("county_command"))
    answer = client.post(f"/api/v1/evaluation/{address}", body, content_type="application/json")
    assert (answer.status_code, field in answer.json()["fields"]) == (422, True)


def test_markup_in_a_name_is_text_on_every_page_and_no_formula_in_a_file(
    client_as: Callable[..., Client], at: datetime
) -> None:
    town = settle()
    load_definitions(SYSTEM, at=at)
    bad = "=HYPERLINK(1)</script><script>alert(1)</script>"
    for model, found in (
        (Category, {"code": LAMPS}),
        (Area, {"pk": town.street.pk}),
        (Body, {"pk": town.body("城管")}),
    ):
        model._default_manager.filter(**found).update(name=bad[:60])
    case = a_case(town, at=at, category_code=LAMPS, words=f"{bad}路灯不亮")
    keep([case.pk], at=at)
    client = client_as(town.actor("指挥长"))
    for page in (
        "desk/figures/here/",
        "desk/figures/numbers/",
        "desk/figures/numbers/I20/",
        "desk/figures/rows/inputs/",
    ):
        text = client.get(f"/{page}").content.decode()
        assert "<script>alert" not in text, page
    for kind in ("parts", "units", "months", "topics"):
        lines = client.get(f"/desk/figures/take/area-{town.county.pk}/{kind}.csv").getvalue().decode("utf-8-sig")
        assert not re.search(r'(?:^|[,"])=', lines, re.MULTILINE), kind
