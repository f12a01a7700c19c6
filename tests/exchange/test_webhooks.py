"""Other systems are told of what happens: signed, again until it is taken, never into the own network unasked."""

import hashlib
import hmac
import json
from collections.abc import Callable, Iterator
from contextlib import suppress
from datetime import datetime, timedelta
from http.server import BaseHTTPRequestHandler, HTTPServer
from threading import Thread
from time import sleep
from typing import Any

import pytest
from django.test import Client

from huying.cases import actions as do
from huying.cases.events import CaseMerged
from huying.cases.states import S
from huying.exchange.actions import NewWebhook, change_secret, end_webhook, make_webhook, replay, tell_webhooks
from huying.exchange.actions import hooks as hook_actions
from huying.exchange.hooks.addresses import AddressRefused, is_public, parsed, target_of
from huying.exchange.hooks.sending import send
from huying.exchange.models import Webhook, WebhookSending
from huying.kernel.actor import SYSTEM
from huying.kernel.errors import Invalid, NotAllowed, NotFound
from huying.kernel.journal import announce
from huying.kernel.models import JournalRow
from huying.organisations.public import body_brief
from tests.cases.makers import MONDAY, Life, a_case, settle
from tests.people.makers import with_role

pytestmark = pytest.mark.django_db
FILED = "cases.case_filed"
MINUTE = timedelta(minutes=1)
LATER = MONDAY + timedelta(days=1)


class Receiver:
    """A system of others: keeps what it is told and answers as it likes."""

    def __init__(self) -> None:
        self.answer, self.heard, self.drops = 200, [], False  # type: ignore[var-annotated]
        receiver = self

        class Handler(BaseHTTPRequestHandler):
            def do_POST(self) -> None:
                body = self.rfile.read(int(self.headers["Content-Length"]))
                receiver.heard.append((dict(self.headers), body, self.path))
                with suppress(BrokenPipeError):
                    while receiver.drops:
                        self.wfile.write(b"H")
                        self.wfile.flush()
                        sleep(0.02)
                self.send_response(receiver.answer)
                self.send_header("Location", "/elsewhere")
                self.end_headers()

            def log_message(self, *_args: Any) -> None:
                pass

        self.server = HTTPServer(("127.0.0.1", 0), Handler)
        self.address = f"http://127.0.0.1:{self.server.server_port}/hook?x=1"
        Thread(target=self.server.serve_forever, daemon=True).start()


@pytest.fixture
def receiver(settings: Any, monkeypatch: pytest.MonkeyPatch) -> Iterator[Receiver]:
    """The operator named the host; the journal is read as it stands in this test's own transaction."""
    settings.HUYING_WEBHOOK_HOSTS = ("127.0.0.1",)
    monkeypatch.setattr(
        hook_actions, "facts_since",
        lambda row_id, *, limit: list(JournalRow.objects.filter(id__gt=row_id).order_by("id")[:limit]),
    )  # fmt: skip
    monkeypatch.setattr(
        hook_actions, "newest_fact", lambda: JournalRow.objects.order_by("-id").values_list("id", flat=True).first()
    )
    found = Receiver()
    yield found
    found.server.shutdown()
    found.server.server_close()


def a_hook(receiver: Receiver, *, at: datetime = MONDAY, **given: Any) -> tuple[Webhook, str]:
    new = NewWebhook(**{"name": "大屏", "address": receiver.address, "codes": (FILED,), **given})
    return make_webhook(with_role("system_admin"), new=new, reason="接入", at=at)


def signed_by(secret: str, headers: dict[str, str], body: bytes) -> bool:
    """As a receiver checks it."""
    parts = [part.split("=", 1) for part in headers["Huying-Signature"].split(",")]
    stamp = next(value for name, value in parts if name == "t")
    expected = hmac.new(secret.encode(), f"{stamp}.".encode() + body, hashlib.sha256).hexdigest()
    return any(hmac.compare_digest(value, expected) for name, value in parts if name == "v1")


def test_what_happens_is_told_signed_with_ids_and_codes_only(receiver: Receiver) -> None:
    town = settle()
    a_case(town, at=MONDAY - MINUTE)
    _hook, secret = a_hook(receiver)
    case = a_case(town, words="楼道灯不亮，张三丰，13812345678", at=MONDAY + MINUTE)
    for kind in ({"confidentiality": "P1"}, {"kind": "report"}, {"target_body_id": town.body("城管")}):
        a_case(town, at=MONDAY + MINUTE, **kind)
    assert tell_webhooks(at=LATER) == 1
    assert tell_webhooks(at=LATER) == 0
    [(headers, body, path)] = receiver.heard
    said = json.loads(body)
    assert (said["code"], said["thing_id"], said["facts"]["number"], path) == (FILED, case.pk, case.number, "/hook?x=1")
    assert "by" not in said
    assert "张三丰" not in body.decode()
    assert said["facts"]["target"] == S.SUBMITTED.value
    assert said["words"] == {"language": "zh-hans", "code": "提交", "facts": {"step": "提交", "target": "待受理"}}
    assert signed_by(secret, headers, body)
    assert not signed_by("whsec_other", headers, body)
    assert secret not in str(Webhook.objects.values())


def test_words_stand_beside_the_codes_in_the_language_of_the_receiver(receiver: Receiver) -> None:
    town = settle()
    a_hook(receiver, codes=("cases.case_dispatched",), language="en")
    life = Life(town, a_case(town, in_state=S.ACCEPTED, at=MONDAY + MINUTE).pk, MONDAY + 9 * MINUTE)
    life.dispatch()
    assert tell_webhooks(at=LATER) == 1
    said = json.loads(receiver.heard[0][1])
    unit = body_brief(said["facts"]["body_id"])
    assert unit is not None
    assert (said["words"]["language"], said["words"]["code"]) == ("en", "Dispatch")
    assert said["words"]["facts"]["body_id"] == unit.short_name
    assert set(said["words"]["facts"]) <= {"step", "source", "target", "body_id"}
    with pytest.raises(Invalid):
        a_hook(receiver, language="fr")


def test_only_matters_of_the_area_and_never_what_was_loaded(receiver: Receiver) -> None:
    town = settle()
    a_hook(receiver, area_id=town.other_street.pk)
    a_case(town, at=MONDAY + MINUTE)
    here = a_case(town, area_id=town.other_street.pk, at=MONDAY + MINUTE)
    assert tell_webhooks(at=LATER) == 1
    assert json.loads(receiver.heard[0][1])["thing_id"] == here.pk


def test_what_is_not_taken_is_tried_again_until_it_is_stuck_and_seen(receiver: Receiver) -> None:
    town = settle()
    hook, _secret = a_hook(receiver)
    a_case(town, at=MONDAY + MINUTE)
    receiver.answer = 302
    at = LATER
    tries = []
    for _nth in range(14):
        tell_webhooks(at=at)
        row = WebhookSending.objects.get()
        tries.append(row.next_at - at)
        at = row.next_at
    assert (row.stuck, row.attempts, row.last_error) == (True, 10, "http_302")
    assert tries[:3] == [timedelta(seconds=10), timedelta(seconds=20), timedelta(seconds=40)]
    assert {path for _headers, _body, path in receiver.heard} == {"/hook?x=1"}, "a redirect is not followed"
    receiver.answer = 204
    assert replay(with_role("system_admin"), hook_id=hook.pk, reason="对方修好了", at=at) == 1
    assert tell_webhooks(at=at) == 1
    with pytest.raises(NotFound):
        replay(with_role("system_admin"), hook_id=hook.pk, reason="再来", at=at)
    assert tell_webhooks(at=at + timedelta(days=31)) == 0
    assert not WebhookSending.objects.exists(), "forgotten after a month"


def test_for_a_day_after_a_change_both_secrets_sign_and_an_ended_one_is_silent(receiver: Receiver) -> None:
    town = settle()
    admin = with_role("system_admin")
    hook, old = a_hook(receiver)
    _hook, new = change_secret(admin, hook_id=hook.pk, reason="例行更换", at=LATER)
    for days, both in ((0, True), (2, False)):
        at = LATER + timedelta(days=days, minutes=1)
        a_case(town, at=at)
        tell_webhooks(at=at)
        headers, body, _path = receiver.heard[-1]
        assert (signed_by(old, headers, body), signed_by(new, headers, body)) == (both, True)
    end_webhook(admin, hook_id=hook.pk, reason="不用了", at=LATER)
    a_case(town, at=LATER + timedelta(days=3))
    assert tell_webhooks(at=LATER + timedelta(days=3)) == 0
    assert Webhook.objects.get().secret is None


PRIVATE = (
    "127.0.0.1", "10.1.2.3", "192.168.1.1", "172.16.0.1", "169.254.169.254", "0.0.0.0", "100.64.0.1", "224.0.0.1",
    "::1", "fe80::1%eth0", "fc00::1", "::ffff:10.0.0.1", "2002:0a00:0001::1", "255.255.255.255",
    "64:ff9b::a9fe:a9fe", "::7f00:1", "::ffff:0:7f00:1", "fec0::1", "64:ff9b:1::1", "192.0.0.8", "192.88.99.1",
    "3fff::1", "5f00::1", "::",
)  # fmt: skip
WRONG = (
    ("http://93.184.216.34/", "scheme"), ("ftp://93.184.216.34/", "scheme"), ("https://", "address"),
    ("https://a:b@example.org/", "address"), ("https://example.org/#x", "address"),
    ("https://example.org:x/", "address"),
    ("https://example.org/ x", "address"), ("https://例子.cn/", "address"), ("https://e.org/" + "x" * 300, "address"),
    ("file:///etc/passwd", "scheme"), ("https://example.org/\r\nX: y", "address"),
)  # fmt: skip


def test_no_address_of_the_own_network_is_asked(monkeypatch: pytest.MonkeyPatch, settings: Any) -> None:
    assert [ip for ip in PRIVATE if is_public(ip)] == []
    assert is_public("93.184.216.34")
    assert is_public("2606:2800:220:1::1")
    for address, code in WRONG:
        with pytest.raises(AddressRefused, match=code):
            parsed(address)
    answers = iter([["93.184.216.34"], ["93.184.216.34", "10.0.0.1"]])
    monkeypatch.setattr(
        "huying.exchange.hooks.addresses.socket.getaddrinfo",
        lambda host, port, type: [(2, 1, 6, "", (ip, port)) for ip in next(answers)],
    )
    assert target_of("https://hooks.example.org/x").ip == "93.184.216.34"
    with pytest.raises(AddressRefused, match="private"):
        target_of("https://hooks.example.org/x")
    settings.HUYING_WEBHOOK_HOSTS = ("inner",)
    settings.HUYING_PRODUCTION = True
    with pytest.raises(AddressRefused, match="scheme"):
        parsed("http://inner/x")


def test_only_the_administrator_makes_one_and_only_of_facts_that_may_be_told(receiver: Receiver) -> None:
    town = settle()
    with pytest.raises(NotAllowed):
        make_webhook(town.actor("派单员"), new=NewWebhook("x", receiver.address, (FILED,)), reason="接入", at=MONDAY)
    wrong = NewWebhook(" ", "http://example.org/", ("people.token_made",))
    with pytest.raises(Invalid) as refused:
        make_webhook(SYSTEM, new=wrong, reason="接入", at=MONDAY)
    assert set(refused.value.fields) == {"name", "address", "codes"}


def test_on_the_pages_the_secret_is_shown_once_and_what_is_stuck_is_replayed(
    receiver: Receiver, client_as: Callable[..., Client]
) -> None:
    town = settle()
    client = client_as(with_role("system_admin"))
    sent = {"name": "大屏", "address": receiver.address, "codes": [FILED], "area_code": "", "reason": "接入"}
    page = client.post("/manage/exchange/webhooks/", sent).content.decode()
    assert "whsec_" in page
    hook = Webhook.objects.get()
    a_case(town, at=hook.made_at + MINUTE)
    receiver.answer, at = 500, hook.made_at + 2 * MINUTE
    for _nth in range(11):
        tell_webhooks(at=at)
        at = WebhookSending.objects.get().next_at
    one = f"/manage/exchange/webhooks/{hook.pk}/"
    listed = client.get(one).content.decode()
    assert "http_500" in listed
    assert "whsec_" not in listed
    assert client.post(f"{one}replay/", {"reason": "修好了"}).status_code == 302
    assert not WebhookSending.objects.get().stuck
    assert "whsec_" in client.post(f"{one}secret/", {"reason": "例行更换"}).content.decode()
    assert client.get("/manage/exchange/webhooks/").status_code == client.get(f"{one}end/").status_code == 200
    assert client.post(f"{one}end/", {"reason": "不用了"}).status_code == 302
    assert client.get(one).status_code == 404
    assert client_as(town.actor("派单员")).get("/manage/exchange/webhooks/").status_code == 403


def test_one_receiver_that_does_not_answer_holds_no_other_up(receiver: Receiver, monkeypatch: Any) -> None:
    town = settle()
    a_hook(receiver, address=receiver.address.replace("/hook", "/dead"))
    a_hook(receiver)
    monkeypatch.setattr(
        hook_actions,
        "send",
        lambda address, *_body, **_rest: "timeout" if "/dead" in address else asked.append(1) or "",
    )
    asked: list[int] = []
    for _nth in range(3):
        a_case(town, at=MONDAY + MINUTE)
    assert tell_webhooks(at=LATER) == len(asked) == 3
    assert sorted(WebhookSending.objects.filter(done_at=None).values_list("attempts", flat=True)) == [0, 0, 1]


def test_an_answer_that_comes_drop_by_drop_ends(receiver: Receiver, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("huying.exchange.hooks.sending.SECONDS_IN_ALL", 0.2)
    receiver.drops = True
    assert send(receiver.address, b"{}", secrets=[b"x"], timestamp=1, message_id="1") == "timeout"


def test_what_became_confidential_while_it_waited_is_not_told(receiver: Receiver) -> None:
    town = settle()
    hook, _secret = a_hook(receiver)
    case = a_case(town, at=MONDAY + MINUTE)
    receiver.answer = 500
    assert tell_webhooks(at=LATER) == 0
    do.change_confidentiality(town.actor("信息官"), case_id=case.pk, level="P1", at=LATER)
    receiver.answer = 200
    assert tell_webhooks(at=LATER + timedelta(days=1)) == 0
    assert (len(receiver.heard), hook.sendings.count()) == (1, 0)


def test_of_a_case_that_was_merged_only_what_may_be_known(receiver: Receiver) -> None:
    town = settle()
    a_hook(receiver, codes=("cases.case_merged",))
    spoken, hidden = (a_case(town, in_state=S.IN_HANDLING, at=MONDAY, confidentiality=one) for one in ("P0", "P2"))
    announce(CaseMerged(case_id=spoken.pk, other_case_id=hidden.pk), by=SYSTEM, at=MONDAY + MINUTE)
    announce(CaseMerged(case_id=spoken.pk, other_case_id=spoken.pk), by=SYSTEM, at=MONDAY + MINUTE)
    assert tell_webhooks(at=LATER) == 2
    said = [json.loads(body)["facts"].get("other_case_id") for _headers, body, _path in receiver.heard]
    assert said == [None, spoken.pk]
