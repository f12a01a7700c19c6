"""Outside identities: off unless configured; only the opaque id is kept. Tested against a stand-in, no further."""

import urllib.request
from collections.abc import Iterator
from datetime import datetime
from typing import Any
from urllib.parse import urlsplit

import pytest
from allauth.mfa.totp.internal.auth import TOTP, generate_totp_secret
from allauth.socialaccount.models import SocialAccount
from allauth.socialaccount.providers.dingtalk.views import DingTalkOAuth2Adapter
from allauth.socialaccount.providers.feishu.client import FeishuOAuth2Client
from allauth.socialaccount.providers.feishu.views import FeishuOAuth2Adapter
from allauth.socialaccount.providers.weixin.views import WeixinOAuth2Adapter
from django.db import connection
from django.http import HttpResponse
from django.test import Client

from huying.config.signin import identity_providers
from huying.people.models import Account
from tests.people.coming_in import PASSWORD, by_password, is_in
from tests.people.identity_stand_in import PERSON, StandIn, stand_in
from tests.people.makers import an_account

pytestmark = pytest.mark.django_db

OIDC = "/account/outside/oidc/gov/login/"


@pytest.fixture
def provider(settings: Any, monkeypatch: pytest.MonkeyPatch) -> Iterator[StandIn]:
    with stand_in() as server:
        kinds = [
            f'{{"kind": "openid_connect", "id": "gov", "name": "政务统一身份", "server": "{server.url}",'
            ' "client": "huying", "secret": "secret"}'
        ]
        for kind in ("weixin", "dingtalk", "feishu"):
            kinds.append(f'{{"kind": "{kind}", "client": "huying", "secret": "secret"}}')
        chosen, _origins = identity_providers(f"[{','.join(kinds)}]")
        for kind in ("weixin", "feishu"):
            chosen[kind]["AUTHORIZE_URL"] = f"{server.url}/authorize"
        settings.SOCIALACCOUNT_PROVIDERS = chosen
        point(monkeypatch, server.url)
        yield server


def point(monkeypatch: pytest.MonkeyPatch, url: str) -> None:
    """The three fixed services answer here instead."""
    for adapter, attribute, path in (
        (WeixinOAuth2Adapter, "access_token_url", "/weixin/token"),
        (WeixinOAuth2Adapter, "profile_url", "/weixin/me"),
        (DingTalkOAuth2Adapter, "authorize_url", "/authorize"),
        (DingTalkOAuth2Adapter, "access_token_url", "/dingtalk/token"),
        (DingTalkOAuth2Adapter, "profile_url", "/dingtalk/me"),
        (FeishuOAuth2Client, "app_access_token_url", "/feishu/app"),
        (FeishuOAuth2Adapter, "access_token_url", "/feishu/token"),
        (FeishuOAuth2Adapter, "user_info_url", "/feishu/me"),
    ):
        monkeypatch.setattr(adapter, attribute, url + path)


class _Stay(urllib.request.HTTPRedirectHandler):
    """Does not follow a redirect, so that the browser's part stays with the test client."""

    def redirect_request(self, *args: Any) -> None:
        return None


def there_and_back(client: Client, start: str, **more: str) -> HttpResponse:
    """Press the button, agree at the other side, come back."""
    going = client.post(start, more)
    assert going.status_code == 302, going.content.decode()
    try:
        urllib.request.build_opener(_Stay).open(going["Location"])
    except urllib.error.HTTPError as answer:
        back = urlsplit(answer.headers["Location"])
    return client.get(f"{back.path}?{back.query}")


def everything_kept() -> str:
    tables = ("socialaccount_socialaccount", "account_emailaddress", "people_account", "people_sealedrecord")
    with connection.cursor() as cursor:
        texts = []
        for table in tables:
            cursor.execute(f"SELECT coalesce(json_agg(t)::text, '') FROM {table} t")
            texts.append(cursor.fetchone()[0])
    return "".join(texts)


def test_a_resident_comes_in_by_openid_connect(client: Client, provider: StandIn) -> None:
    assert there_and_back(client, OIDC)["Location"] == "/my/"
    account = SocialAccount.objects.get(uid=PERSON["sub"]).user
    assert is_in(client, account)
    assert not account.staff
    assert {"/token", "/userinfo"} <= set(provider.asked)


def test_nothing_is_kept_but_the_opaque_id(client: Client, provider: StandIn) -> None:
    there_and_back(client, OIDC)
    there_and_back(Client(), OIDC)
    kept = everything_kept()
    assert PERSON["sub"] in kept
    for marker in ("标记", "marker", "13955550144"):
        assert marker not in kept
    assert SocialAccount.objects.get().extra_data == {}


def test_the_second_time_it_is_the_same_account(client: Client, provider: StandIn) -> None:
    there_and_back(client, OIDC)
    there_and_back(Client(), OIDC)
    assert Account.objects.filter(staff=False).count() == 1


def test_a_stopped_account_stays_out(client: Client, provider: StandIn, at: datetime) -> None:
    there_and_back(client, OIDC)
    account = SocialAccount.objects.get().user
    Account.objects.filter(pk=account.pk).update(is_active=False)
    again = Client()
    assert there_and_back(again, OIDC)["Location"] == "/account/inactive/"
    assert not is_in(again, account)
    assert again.get("/account/inactive/").status_code == 403


def test_an_answer_nobody_asked_for_is_refused(client: Client, provider: StandIn) -> None:
    answer = client.get("/account/outside/oidc/gov/login/callback/?code=once&state=made-up")
    assert "_auth_user_id" not in client.session
    assert answer.status_code == 401
    assert "登录没有成功" in answer.content.decode()


def test_staff_join_an_outside_identity_and_then_come_in_by_it(client: Client, provider: StandIn) -> None:
    wang = an_account(password=PASSWORD)
    by_password(client, wang)
    there_and_back(client, f"{OIDC}?process=connect")
    later = Client()
    assert there_and_back(later, OIDC)["Location"] == "/desk/"
    assert is_in(later, wang)


def test_a_second_factor_is_asked_of_staff_by_this_way_too(client: Client, provider: StandIn) -> None:
    wang = an_account(password=PASSWORD)
    by_password(client, wang)
    there_and_back(client, f"{OIDC}?process=connect")
    TOTP.activate(wang, generate_totp_secret())
    later = Client()
    assert there_and_back(later, OIDC)["Location"] == "/account/second-factor/authenticate/"
    assert not is_in(later, wang)


def test_weixin_opens_a_residents_account(client: Client, provider: StandIn) -> None:
    assert there_and_back(client, "/account/outside/weixin/login/")["Location"] == "/my/"
    assert SocialAccount.objects.get(provider="weixin").uid == PERSON["sub"]
    assert "标记" not in everything_kept()


@pytest.mark.parametrize("kind", ["dingtalk", "feishu"])
def test_dingtalk_and_feishu_let_in_only_staff_who_joined_them_before(
    client: Client, provider: StandIn, kind: str
) -> None:
    start = f"/account/outside/{kind}/login/"
    assert "还没有绑定账号" in there_and_back(client, start).content.decode()
    wang = an_account(password=PASSWORD)
    by_password(client, wang)
    there_and_back(client, f"{start}?process=connect")
    later = Client()
    assert there_and_back(later, start)["Location"] == "/desk/"
    assert is_in(later, wang)
    assert "标记" not in everything_kept()


@pytest.mark.parametrize("kind", ["weixin", "dingtalk", "feishu", "oidc/gov"])
def test_what_is_not_configured_does_not_exist(client: Client, kind: str) -> None:
    assert client.post(f"/account/outside/{kind}/login/").status_code == 404
    assert f"outside/{kind}" not in client.get("/account/sign-in/").content.decode()


def test_the_sign_in_page_offers_what_is_configured(client: Client, provider: StandIn) -> None:
    assert "政务统一身份" in client.get("/account/sign-in/").content.decode()


def test_an_outside_identity_that_is_the_only_way_in_cannot_be_cut_off(client: Client, provider: StandIn) -> None:
    there_and_back(client, OIDC)
    joined = SocialAccount.objects.get()
    assert client.post(f"/account/outside/part/{joined.pk}/").status_code == 409
    assert SocialAccount.objects.filter(pk=joined.pk).exists()


def test_nobody_cuts_off_somebody_elses_identity(client: Client, provider: StandIn) -> None:
    there_and_back(client, OIDC)
    joined = SocialAccount.objects.get()
    wang = an_account(password=PASSWORD)
    other = Client()
    by_password(other, wang)
    other.post(f"/account/outside/part/{joined.pk}/")
    assert SocialAccount.objects.filter(pk=joined.pk).exists()


def test_only_configured_providers_may_be_reached_by_a_form() -> None:
    chosen, origins = identity_providers("")
    assert (chosen, origins) == ({}, ())
    text = '[{"kind": "openid_connect", "id": "x", "server": "https://id.example/realm", "client": "c", "secret": "s"}]'
    assert identity_providers(text)[1] == ("https://id.example",)


def test_closing_an_account_cuts_its_outside_identities(client: Client, provider: StandIn) -> None:
    there_and_back(client, OIDC)
    client.post("/account/close/")
    assert not SocialAccount.objects.exists()
