"""A gateway, people with phones, and a robot: the outside stands in on this machine."""

import json
import threading
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from datetime import datetime
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any

import pytest

from huying.kernel.actor import SYSTEM, Actor, Post
from huying.people.public import ensure_account, seal_person

ADMINISTRATOR = Actor("person", account_id=900, posts=(Post("system_admin", "/1/"),))
PHONE = "13800138000"


@dataclass
class Outside:
    """What came to the stand-in and how it answers."""

    url: str
    answers: list[int] = field(default_factory=list)
    got: list[dict[str, Any]] = field(default_factory=list)
    headers: list[dict[str, str]] = field(default_factory=list)


@pytest.fixture
def outside() -> Iterator[Outside]:
    """An HTTP server that keeps the JSON it is sent; it answers 200 unless told otherwise."""
    kept = Outside("")

    class Handler(BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            body = self.rfile.read(int(self.headers["Content-Length"]))
            kept.got.append(json.loads(body))
            kept.headers.append(dict(self.headers))
            self.send_response(kept.answers.pop(0) if kept.answers else 200)
            self.end_headers()

        def log_message(self, *args: Any) -> None:
            """Quiet."""

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    kept.url = f"http://127.0.0.1:{server.server_port}/sms?account=huying"
    thread = threading.Thread(target=server.serve_forever, daemon=True)
    thread.start()
    yield kept
    server.shutdown()
    server.server_close()


@pytest.fixture
def sms(outside: Outside, settings: Any) -> Outside:
    """The SMS gateway is switched on."""
    settings.HUYING_SMS_URL, settings.HUYING_SMS_TOKEN = outside.url, "gateway-token"
    return outside


@pytest.fixture
def left_phone(db: None, at: datetime) -> int:
    """A sealed record with the phone that somebody left for one case."""
    return seal_person(SYSTEM, purpose="case_contact", fields={"name": "张桂芳", "phone": PHONE}, at=at)


@pytest.fixture
def account_of(db: None, at: datetime) -> Callable[..., int]:
    def make(phone: str = PHONE, *, elder: bool = False, language: str = "zh-hans", staff: bool = False) -> int:
        account = ensure_account(SYSTEM, phone=phone, name="李四", staff=staff, at=at)
        account.elder, account.language = elder, language
        account.save(update_fields=["elder", "language"])
        return int(account.pk)

    return make


SENT = {"title": "楼道灯不亮", "number": "GL-2026-008213", "until": "今天 11:30"}
DISPATCHED = {
    "title": "楼道灯不亮",
    "number": "GL-2026-008213",
    "unit": "宁海路街道城管中队",
    "until": "12 月 4 日（周五）17:30",
}
PROGRESS = {"title": "燃气泄漏", "number": "GL-2026-008214", "words": "已关阀。"}
ORDER = {"number": "GL-1", "title": "灯", "area": "宁海路街道", "sign_until": "明天 17:30", "until": "周五 17:30"}
