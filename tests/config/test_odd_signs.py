"""Signs that no text can keep, and bodies that no reader survives: refused at every door, never an error of ours."""

from collections.abc import Callable
from datetime import datetime
from urllib.parse import quote

import pytest
from django.test import Client

from huying.exchange.actions import NewWebhook, make_webhook
from tests.people.makers import with_role

pytestmark = pytest.mark.django_db
DEEP = "[" * 200_000


@pytest.mark.parametrize(
    ("address", "body"),
    [
        ("exchange/webhooks", r'{"name": "a\u0000b", "address": "https://a.example/", "codes": [], "reason": "接入"}'),
        ("language/case_category/suggest", r'{"text": "路灯\u0000不亮"}'),
        ("language/case_category/suggest", r'{"text": "路灯\ud800不亮"}'),
        ("territory/locate/text", r'{"text": "颐和\u0000路"}'),
        ("territory/locate/text", DEEP),
        ("territory/locate/point", '{"lon": NaN, "lat": 32.0}'),
        ("territory/locate/point", '{"lon": 1e999, "lat": -Infinity}'),
        ("evaluation/indicators/I20/versions", r'{"since": "2027-01-01", "reason": "\u0000", "name_zh": "\u0000"}'),
        ("evaluation/weights/x/versions", '{"w1": NaN}'),
    ],
)
def test_no_body_of_a_program_breaks_anything(address: str, body: str, client_as: Callable[..., Client]) -> None:
    client = client_as(with_role("system_admin"))
    assert client.post(f"/api/v1/{address}", body, content_type="application/json").status_code == 422


def test_what_only_looks_like_one_is_a_text(client_as: Callable[..., Client]) -> None:
    body = r'{"text": "路灯\\u0000不亮"}'
    address = "/api/v1/territory/locate/text"
    assert client_as(with_role("system_admin")).post(address, body, content_type="application/json").status_code == 200


@pytest.mark.parametrize(
    "address",
    ["api/v1/territory/areas?q=\x00", "api/v1/territory/grids/\x00", "api/v1/evaluation/figures/area-1?period=\x00",
     "api/v1/evaluation/alerts?after=\x00", "desk/figures/rows/inputs/?after=\x00&scope=\x00&period=\x00",
     "desk/figures/numbers/I20/?scope=area-99999999999999999999", "desk/figures/area/999999999999999999999/",
     "search/?q=\x00&since=\x00&area_id=\x00&state=\x00&category=\x00&after=\x00", "figures/?month=\x00",
     "search/?q=²&area_id=²&since=٠٠٠٠-٠٠-٠٠&until=99999-99-99", "search/?q=99999年13月45日&until=0000-00-00",
     "manage/dictionary/?context=\x00", "manage/language/\x00/", "open311/v2/tokens/\x00.json",
     "open311/v2/requests.json?bbox=nan,nan,inf,inf&start_date=\x00&page=\x00", "c/\x00/", "desk/topics/?after=\x00"],
)  # fmt: skip
def test_no_address_breaks_anything(address: str, client_as: Callable[..., Client]) -> None:
    for role in ("system_admin", "county_command"):
        assert client_as(with_role(role)).get(f"/{quote(address, safe='/?=&,')}").status_code < 500


@pytest.mark.parametrize(
    ("address", "typed"),
    [
        ("desk/figures/alerts/1/close/", {"text": "a\x00b" * 9}),
        ("report/place/", {"place": "a\x00b", "words": "\x00"}),
        ("report/", {"help_choose": "1", "words": "路灯不亮\x00" * 9}),
        ("report/", {"choose_category": "\x00", "words": "路灯不亮"}),
        ("manage/language/case_category/", {"number": "²", "reason": "\x00"}),
        ("open311/v2/requests.json", {"api_key": "\x00", "service_code": "\x00"}),
    ],
)
def test_no_form_breaks_anything(address: str, typed: dict[str, str], client_as: Callable[..., Client]) -> None:
    for role in ("system_admin", "county_command"):
        assert client_as(with_role(role)).post(f"/{address}", typed).status_code < 500


def test_what_no_form_has_looked_at_is_refused_where_it_would_be_kept(
    client_as: Callable[..., Client], at: datetime
) -> None:
    keeper = with_role("system_admin")
    new = NewWebhook("大屏", "https://a.example/", ("cases.case_filed",))
    hook, _secret = make_webhook(keeper, new=new, reason="接入", at=at)
    client = client_as(keeper)
    assert client.post(f"/manage/exchange/webhooks/{hook.pk}/secret/", {"reason": "换\x00密钥"}).status_code == 422
