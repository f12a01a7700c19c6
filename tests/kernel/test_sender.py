"""One-time codes go out at once, or the caller is told."""

import json
import threading
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, HTTPServer
from typing import Any, ClassVar

import pytest
from django.core.exceptions import ImproperlyConfigured

from huying.kernel.errors import Unavailable
from huying.kernel.sender import send_code


class Gateway(BaseHTTPRequestHandler):
    """A local stand-in for the SMS gateway of a tenant."""

    got: ClassVar[list[tuple[str, str, dict[str, Any]]]] = []
    status: ClassVar[int] = 200

    def do_POST(self) -> None:
        body = self.rfile.read(int(self.headers["Content-Length"]))
        self.got.append((self.path, self.headers["Authorization"], json.loads(body)))
        self.send_response(self.status)
        self.send_header("Location", "http://127.0.0.1:9/elsewhere")
        self.end_headers()

    def log_message(self, format: str, *args: Any) -> None:
        return


@pytest.fixture
def gateway(settings) -> Iterator[type[Gateway]]:
    server = HTTPServer(("127.0.0.1", 0), Gateway)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    settings.HUYING_CODE_SENDER = "gateway"
    settings.HUYING_SMS_URL = f"http://127.0.0.1:{server.server_port}/sms?app=1"
    settings.HUYING_SMS_TOKEN = "token-1"
    Gateway.got.clear()
    Gateway.status = 200
    yield Gateway
    server.shutdown()
    server.server_close()


def test_the_gateway_gets_the_code_in_plain_words(gateway: type[Gateway]) -> None:
    send_code(phone="13812345678", code="402917")
    ((path, token, body),) = gateway.got
    assert (path, token, body["phone"]) == ("/sms?app=1", "Bearer token-1", "13812345678")
    assert "402917" in body["text"]
    assert "5 分钟" in body["text"]


@pytest.mark.parametrize("status", [302, 400, 500])
def test_whoever_waits_is_told_that_the_gateway_refused(gateway: type[Gateway], status: int, caplog) -> None:
    gateway.status = status
    with pytest.raises(Unavailable) as told:
        send_code(phone="13812345678", code="402917")
    assert "请过一会儿再试" in str(told.value)
    assert len(gateway.got) == 1
    assert "13812345678" not in caplog.text
    assert "402917" not in caplog.text


def test_whoever_waits_is_told_that_nobody_answers(settings) -> None:
    settings.HUYING_CODE_SENDER = "gateway"
    settings.HUYING_SMS_URL = "http://127.0.0.1:9/"
    with pytest.raises(Unavailable):
        send_code(phone="13812345678", code="402917")


def test_the_console_shows_the_code_but_not_the_number(settings, capsys) -> None:
    settings.HUYING_CODE_SENDER = "console"
    send_code(phone="13812345678", code="402917")
    shown = capsys.readouterr().out
    assert "402917" in shown
    assert "138****5678" in shown
    assert "13812345678" not in shown


def test_the_console_sends_nothing_in_production(settings, capsys) -> None:
    settings.HUYING_CODE_SENDER = "console"
    settings.HUYING_PRODUCTION = True
    with pytest.raises(Unavailable):
        send_code(phone="13812345678", code="402917")
    assert "402917" not in capsys.readouterr().out


@pytest.mark.parametrize(("url", "production"), [("", False), ("ftp://x/", False), ("http://sms.example/", True)])
def test_an_unfit_gateway_address_is_a_mistake_of_the_settings(settings, url: str, production: bool) -> None:
    settings.HUYING_CODE_SENDER, settings.HUYING_SMS_URL, settings.HUYING_PRODUCTION = "gateway", url, production
    with pytest.raises(ImproperlyConfigured):
        send_code(phone="13812345678", code="402917")
