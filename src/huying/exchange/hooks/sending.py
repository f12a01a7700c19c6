"""One message over the wire: signed, without following redirects, with time-outs, and little read of the answer."""

import hashlib
import hmac
import http.client
import socket
import ssl
from collections.abc import Sequence
from contextlib import suppress
from threading import Event, Timer

from huying.exchange.hooks.addresses import AddressRefused, Target, target_of

SECONDS, SECONDS_IN_ALL = 5.0, 10.0
"""Of one step (connecting, one piece of the answer), and of the whole: who answers drop by drop holds nobody up."""
READ_MOST = 4_096


def signature(secrets: Sequence[bytes], timestamp: int, body: bytes) -> str:
    """`t=…,v1=…`: HMAC-SHA256 over the timestamp, a dot and the body; one v1 for each secret that is valid now."""
    said = f"{timestamp}.".encode() + body
    return ",".join([f"t={timestamp}", *(f"v1={hmac.new(one, said, hashlib.sha256).hexdigest()}" for one in secrets)])


class _Secure(http.client.HTTPSConnection):
    """Connects to the address that was looked up, and checks the certificate for the name that was asked."""

    def __init__(self, target: Target) -> None:
        self.safe = ssl.create_default_context()
        super().__init__(target.host, target.port, timeout=SECONDS, context=self.safe)
        self.target = target

    def connect(self) -> None:
        plain = socket.create_connection((self.target.ip, self.target.port), timeout=SECONDS)
        self.sock = self.safe.wrap_socket(plain, server_hostname=self.target.host)


class _Plain(http.client.HTTPConnection):
    """The same without encryption, for a host that the operator named, outside of production."""

    def __init__(self, target: Target) -> None:
        super().__init__(target.host, target.port, timeout=SECONDS)
        self.target = target

    def connect(self) -> None:
        self.sock = socket.create_connection((self.target.ip, self.target.port), timeout=SECONDS)


def send(address: str, body: bytes, *, secrets: Sequence[bytes], timestamp: int, message_id: str) -> str:
    """A code of what went wrong, or nothing. Whatever is not 2xx is not taken; a redirect is not followed."""
    try:
        target = target_of(address)
        connection = _Secure(target) if target.scheme == "https" else _Plain(target)
    except AddressRefused as refused:
        return f"address_{refused}"
    headers = {
        "Content-Type": "application/json; charset=utf-8", "User-Agent": "Huying", "Connection": "close",
        "Huying-Message-Id": message_id, "Huying-Signature": signature(secrets, timestamp, body),
    }  # fmt: skip
    late = Event()
    over = Timer(SECONDS_IN_ALL, _hang_up, [connection, late])
    over.daemon = True
    over.start()
    try:
        connection.request("POST", target.path, body=body, headers=headers)
        answer = connection.getresponse()
        answer.read(READ_MOST)
        return "" if 200 <= answer.status < 300 else f"http_{answer.status}"
    except (OSError, http.client.HTTPException) as error:
        return "timeout" if late.is_set() else _code_of(error)
    finally:
        over.cancel()
        connection.close()


def _hang_up(connection: http.client.HTTPConnection, late: Event) -> None:
    late.set()
    with suppress(OSError):
        if connection.sock is not None:
            connection.sock.shutdown(socket.SHUT_RDWR)


def _code_of(error: Exception) -> str:
    if isinstance(error, ssl.SSLError):
        return "certificate"
    return "timeout" if isinstance(error, TimeoutError) else type(error).__name__[:40]
