"""One-time codes go at once, never through the outbox: whoever waits at a sign-in page must know if it went."""

import http.client
import json
import logging
import ssl
import sys
from typing import Protocol
from urllib.parse import urlsplit
from uuid import uuid4

from django.conf import settings
from django.core.exceptions import ImproperlyConfigured
from django.utils import translation
from django.utils.module_loading import import_string
from django.utils.translation import gettext as _

from huying.kernel.errors import Unavailable

log = logging.getLogger(__name__)
PATIENCE = 5  # seconds


class OneTimeCodeSender(Protocol):
    """Carries a code to a telephone, or raises Unavailable."""

    def send(self, *, phone: str, code: str, minutes: int, language: str) -> None: ...


def send_code(*, phone: str, code: str, minutes: int = 5, language: str = "zh-hans") -> None:
    """Send a one-time code by the configured sender. Raises Unavailable when it did not go out."""
    sender().send(phone=phone, code=code, minutes=minutes, language=language)


def sender() -> OneTimeCodeSender:
    """ "console", "gateway" or the dotted path of an own sender (`HUYING_CODE_SENDER`)."""
    name = settings.HUYING_CODE_SENDER
    made: OneTimeCodeSender = SENDERS[name]() if name in SENDERS else import_string(name)()
    return made


def masked(phone: str) -> str:
    return f"{phone[:3]}****{phone[-4:]}" if len(phone) >= 8 else "****"


class ConsoleSender:
    """For the demonstration: the code appears where the server was started. Never in production."""

    def send(self, *, phone: str, code: str, minutes: int, language: str) -> None:
        if settings.HUYING_PRODUCTION:
            raise Unavailable(_("验证码短信没有接通"), way_out=_("请改用密码登录，或请管理员接通短信。"))
        sys.stdout.write(f"[呼应] {masked(phone)} 验证码 {code}（{minutes} 分钟内有效）\n")
        sys.stdout.flush()


class GatewaySender:
    """Posts JSON to the SMS gateway of the tenant (`HUYING_SMS_URL`, `HUYING_SMS_TOKEN`); follows no redirects."""

    def __init__(self) -> None:
        self.url = urlsplit(settings.HUYING_SMS_URL)
        if self.url.scheme not in ("http", "https") or not self.url.hostname:
            raise ImproperlyConfigured("HUYING_SMS_URL must be the http or https address of the SMS gateway")
        if settings.HUYING_PRODUCTION and self.url.scheme != "https":
            raise ImproperlyConfigured("HUYING_SMS_URL must be https in production")

    def send(self, *, phone: str, code: str, minutes: int, language: str) -> None:
        with translation.override(language):
            text = _("验证码 %(code)s，%(minutes)s 分钟内有效。请勿告诉任何人，包括工作人员。")
            self.post({"phone": phone, "text": text % {"code": code, "minutes": minutes}, "id": uuid4().hex})

    def post(self, body: dict[str, str]) -> None:
        """One message, at once or not at all."""
        connection = self._connect()
        headers = {"Content-Type": "application/json", "Authorization": f"Bearer {settings.HUYING_SMS_TOKEN}"}
        path = (self.url.path or "/") + (f"?{self.url.query}" if self.url.query else "")
        try:
            connection.request("POST", path, json.dumps(body).encode(), headers)
            status = connection.getresponse().status
        except (OSError, http.client.HTTPException) as error:
            self._failed(type(error).__name__)
        else:
            if not 200 <= status < 300:
                self._failed(f"status {status}")
        finally:
            connection.close()

    def _connect(self) -> http.client.HTTPConnection:
        host, port = self.url.hostname or "", self.url.port
        if self.url.scheme == "https":
            return http.client.HTTPSConnection(host, port, timeout=PATIENCE, context=ssl.create_default_context())
        return http.client.HTTPConnection(host, port, timeout=PATIENCE)

    def _failed(self, reason: str) -> None:
        log.warning("sender: the SMS gateway did not take a one-time code: %s", reason)
        raise Unavailable(_("验证码没有发出去"), way_out=_("请过一会儿再试，或改用密码登录。"))


SENDERS: dict[str, type[ConsoleSender] | type[GatewaySender]] = {"console": ConsoleSender, "gateway": GatewaySender}
