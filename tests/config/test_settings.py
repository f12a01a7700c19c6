"""What production demands, what the environment may say, and what a log line may hold."""

import json
import logging
import os
import subprocess
import sys

import pytest
from django.test import Client

from huying.config.database import database
from huying.config.env import read
from huying.config.logs import LineFormatter, NoPersonalData, without_personal_data
from tests.house.places import ROOT

KEYS = {f"HUYING_{name}_KEY": "ab" * 32 for name in ("SECRET", "JOURNAL", "SEAL")}
ASK = """
import json
from django.conf import settings as s
names = ["DEBUG", "SESSION_COOKIE_SECURE", "CSRF_COOKIE_SECURE", "SECURE_SSL_REDIRECT", "SECURE_HSTS_SECONDS",
         "SESSION_COOKIE_HTTPONLY", "SESSION_COOKIE_SAMESITE", "X_FRAME_OPTIONS", "SECURE_REFERRER_POLICY"]
print(json.dumps({name: getattr(s, name) for name in names}))
"""


def settings_with(**environ: str) -> subprocess.CompletedProcess[str]:
    clean = {name: value for name, value in os.environ.items() if not name.startswith("HUYING_")}
    clean |= {"PYTHONPATH": str(ROOT / "src"), "DJANGO_SETTINGS_MODULE": "huying.config.base", **environ}
    return subprocess.run([sys.executable, "-c", ASK], env=clean, capture_output=True, text=True, check=False)


def test_production_is_hardened() -> None:
    answer = settings_with(HUYING_PRODUCTION="1", **KEYS)
    assert json.loads(answer.stdout) == {
        "DEBUG": False,
        "SESSION_COOKIE_SECURE": True,
        "CSRF_COOKIE_SECURE": True,
        "SECURE_SSL_REDIRECT": True,
        "SECURE_HSTS_SECONDS": 31536000,
        "SESSION_COOKIE_HTTPONLY": True,
        "SESSION_COOKIE_SAMESITE": "Lax",
        "X_FRAME_OPTIONS": "DENY",
        "SECURE_REFERRER_POLICY": "same-origin",
    }


@pytest.mark.parametrize("missing", KEYS)
def test_production_refuses_to_start_without_its_keys(missing: str) -> None:
    answer = settings_with(HUYING_PRODUCTION="1", **{**KEYS, missing: ""})
    assert answer.returncode == 1
    assert f"{missing} must be set in production" in answer.stderr


def test_the_environment_is_read_into_types() -> None:
    env = read({"HUYING_PORT": "9000", "HUYING_PRODUCTION": "1", "HUYING_HOSTS": "a.example, b.example,"})
    assert (env.port, env.production, env.hosts, env.cipher) == (9000, True, ("a.example", "b.example"), "intl")


@pytest.mark.parametrize(
    ("url", "host", "port", "name", "password"),
    [
        ("postgresql://u:p%40ss@db:5433/huying", "db", "5433", "huying", "p@ss"),
        ("postgresql://u@/huying?host=/run/pg&port=5432", "/run/pg", "5432", "huying", ""),
    ],
)
def test_a_database_address_is_read(url: str, host: str, port: str, name: str, password: str) -> None:
    found = database(url)
    assert (found["HOST"], found["PORT"], found["NAME"], found["PASSWORD"]) == (host, port, name, password)


def test_a_database_address_keeps_its_options() -> None:
    assert database("postgresql://u@db/huying?sslmode=verify-full")["OPTIONS"] == {
        "connect_timeout": 5,
        "options": "-c jit=off",
        "sslmode": "verify-full",
    }


@pytest.mark.parametrize(
    ("text", "kept"),
    [
        ("Not Found: /track/?code=7F2K-1234", "Not Found: /track/?…"),
        ("sent to 13812345678.", "sent to …."),
        ("card 320106199001011234 and 32010619900101123X", "card … and …"),
        ("duplicate key\nDETAIL:  Key (phone)=(139) already exists.", "duplicate key"),
        ("case 2026008213 closed", "case 2026008213 closed"),
    ],
)
def test_a_log_line_loses_what_could_name_a_person(text: str, kept: str) -> None:
    assert without_personal_data(text) == kept


def test_an_error_is_logged_with_its_place_and_without_its_words() -> None:
    try:
        raise ValueError("planted 13812345678 words of a resident")
    except ValueError:
        record = logging.LogRecord("huying", logging.ERROR, __file__, 1, "failed for %s", ("x",), sys.exc_info())
    NoPersonalData().filter(record)
    line = LineFormatter().format(record)
    assert "ValueError at" in line
    assert "planted" not in line
    assert "\n" not in line


def test_pages_carry_the_headers_that_protect_them(client: Client) -> None:
    headers = client.get("/healthz").headers
    assert headers["X-Content-Type-Options"] == "nosniff"
    assert headers["X-Frame-Options"] == "DENY"
    assert headers["Referrer-Policy"] == "same-origin"
    assert "default-src 'self'" in headers["Content-Security-Policy"]
    assert "geolocation=(self)" in headers["Permissions-Policy"]
