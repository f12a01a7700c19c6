"""A local stand-in for outside identity providers: OpenID Connect by its standard, others as far as the client asks.

It proves our side of the conversation. What the real services do beyond that is not claimed.
"""

import base64
import hashlib
import json
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any
from urllib.parse import parse_qs, urlencode, urlsplit

import jwt

PERSON = {
    "sub": "opaque-7731",
    "name": "欧阳标记",
    "nickname": "小欧标记",
    "email": "marker@example.com",
    "email_verified": True,
    "phone_number": "13955550144",
    "phone_number_verified": True,
    "picture": "https://example.com/marker.png",
}
KEY = "a-key-of-the-stand-in-with-enough-bytes"


class StandIn:
    """One provider with one person."""

    def __init__(self) -> None:
        self.asked: list[str] = []
        self.challenge = ""
        server = self

        class Handler(BaseHTTPRequestHandler):
            """Answers from the methods of the stand-in."""

            def do_GET(self) -> None:
                server.answer(self, {})

            def do_POST(self) -> None:
                length = int(self.headers.get("Content-Length", 0))
                server.answer(self, server.body(self.rfile.read(length)))

            def log_message(self, format: str, *args: Any) -> None:
                """Quiet."""

        self.http = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
        self.url = f"http://127.0.0.1:{self.http.server_address[1]}"

    @staticmethod
    def body(raw: bytes) -> dict[str, str]:
        text = raw.decode()
        if text.startswith("{"):
            return dict(json.loads(text))
        return {name: values[0] for name, values in parse_qs(text).items()}

    def answer(self, handler: BaseHTTPRequestHandler, body: dict[str, str]) -> None:
        parts = urlsplit(handler.path)
        query = {name: values[0] for name, values in parse_qs(parts.query).items()}
        self.asked.append(parts.path)
        if parts.path == "/authorize":
            self.challenge = query.get("code_challenge", "")
            back = query.get("redirect_uri", "")
            handler.send_response(302)
            handler.send_header("Location", f"{back}?{urlencode({'code': 'once', 'state': query['state']})}")
            handler.end_headers()
            return
        told = self.tell(parts.path, {**query, **body})
        handler.send_response(200 if told is not None else 400)
        handler.send_header("Content-Type", "application/json")
        handler.end_headers()
        handler.wfile.write(json.dumps(told).encode())

    def tell(self, path: str, given: dict[str, str]) -> Any:
        """The JSON of each address."""
        return {
            "/.well-known/openid-configuration": self.configuration,
            "/token": lambda: self.token(given),
            "/userinfo": lambda: PERSON,
            "/weixin/token": lambda: {"access_token": "t", "openid": PERSON["sub"], "expires_in": 7200},
            "/weixin/me": lambda: {"openid": PERSON["sub"], "nickname": PERSON["nickname"], "sex": 1},
            "/dingtalk/token": lambda: {"accessToken": "t", "refreshToken": "r", "expireIn": 7200},
            "/dingtalk/me": lambda: {"openId": PERSON["sub"], "nick": PERSON["nickname"], "mobile": "13955550144"},
            "/feishu/app": lambda: {"app_access_token": "app"},
            "/feishu/token": lambda: {"data": {"access_token": "t", "expires_in": 7200}},
            "/feishu/me": lambda: {
                "code": 0,
                "data": {"open_id": PERSON["sub"], "name": PERSON["name"], "email": PERSON["email"]},
            },
        }.get(path, lambda: None)()

    def configuration(self) -> dict[str, Any]:
        return {
            "issuer": self.url,
            "authorization_endpoint": f"{self.url}/authorize",
            "token_endpoint": f"{self.url}/token",
            "userinfo_endpoint": f"{self.url}/userinfo",
            "jwks_uri": f"{self.url}/jwks",
            "token_endpoint_auth_methods_supported": ["client_secret_post"],
        }

    def token(self, given: dict[str, str]) -> dict[str, Any] | None:
        """Only for the right code, the right secret and the right proof of who asked (PKCE)."""
        proof = base64.urlsafe_b64encode(hashlib.sha256(given.get("code_verifier", "").encode()).digest())
        if given.get("code") != "once" or given.get("client_secret") != "secret":
            return None
        if proof.decode().rstrip("=") != self.challenge:
            return None
        claims = {**PERSON, "iss": self.url, "aud": "huying", "exp": 4102444800, "iat": 1760000000}
        return {"access_token": "t", "token_type": "Bearer", "id_token": jwt.encode(claims, KEY, algorithm="HS256")}


@contextmanager
def stand_in() -> Iterator[StandIn]:
    server = StandIn()
    threading.Thread(target=server.http.serve_forever, daemon=True).start()
    try:
        yield server
    finally:
        server.http.shutdown()
        server.http.server_close()
