"""The database is restarted while people send things in: nothing that was acknowledged is lost, and people are told."""

import json
import os
import re
import signal
import subprocess
import threading
import time
import urllib.error
import urllib.parse
import urllib.request
from collections.abc import Callable, Iterator
from contextlib import suppress

import psycopg
import pytest

from huying.config.launcher.embedded import Embedded
from tests.launcher.test_living import LAUNCHER, Serving, eventually

TOKEN = """
from datetime import timedelta
from huying.kernel.actor import SYSTEM
from huying.kernel.clock import now
from huying.people.public import ensure_account
from huying.people.actions.tokens import NewToken, make_token
from huying.territory.public import home
account = ensure_account(SYSTEM, phone="13955550100", at=now())
given = dict(scopes=("cases:write",), account_id=account.pk, valid_to=now() + timedelta(1), per_minute=6000)
print("TOKEN", make_token(SYSTEM, new=NewToken("trial", **given), at=now())[1], home().id)
"""
WORDS = "巷口的路灯坏了三天，晚上看不见路。"


class Served(Serving):
    """Says what it has to say into a file: a pipe that nobody reads is full after some dozens of errors."""

    def start(self) -> None:
        with (self.home / "said").open("ab") as said:
            self.launcher = subprocess.Popen([*LAUNCHER, "serve"], env=self.environ, stdout=said, stderr=said)
        eventually(self.is_ready)


@pytest.fixture(scope="module")
def place(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Serving]:
    """A county that was just founded, served."""
    made = Served(tmp_path_factory.mktemp("county"))
    names = ("--code", "320106", "--province", "江苏省", "--city", "南京市", "--county", "鼓楼区")
    founded = made.run("init", *names)
    assert founded.returncode == 0, founded.stderr
    made.start()
    yield made
    made.stop(signal.SIGTERM)


def answer(place: Serving, path: str, body: bytes, **headers: str) -> tuple[int, str]:
    """Status and text; 0 when nobody answered at all."""
    request = urllib.request.Request(f"http://127.0.0.1:{place.port}{path}", body, headers)
    try:
        with urllib.request.urlopen(request, timeout=20) as response:
            return response.status, response.read().decode()
    except urllib.error.HTTPError as refused:
        return refused.code, refused.read().decode()
    except OSError:
        return 0, ""


class Sender(threading.Thread):
    """Sends one matter after another until told to stop, and keeps every number it was given."""

    def __init__(self, place: Serving, token: str, area_id: int, stop: threading.Event) -> None:
        super().__init__()
        self.place, self.stop = place, stop
        self.headers = {"Authorization": f"Bearer {token}", "Content-Type": "application/json"}
        self.body = json.dumps({"words": WORDS, "category_code": "0101", "area_id": area_id, "confidentiality": "P2"})
        self.numbers: list[str] = []
        self.refused: list[tuple[int, str]] = []

    def run(self) -> None:
        while not self.stop.is_set():
            status, text = answer(self.place, "/api/v1/cases/", self.body.encode(), **self.headers)
            if status == 201:
                self.numbers.append(json.loads(text)["number"])
            else:
                self.refused.append((status, text))
                time.sleep(0.1)


def restarted(place: Serving) -> None:
    """As an operator does it: a fast shutdown breaks off every open transaction; the launcher starts it again."""
    pid = Embedded(place.home).running_pid()
    assert pid is not None
    os.kill(pid, signal.SIGINT)
    eventually(lambda: Embedded(place.home).running_pid() not in (None, pid), seconds=30)


@pytest.mark.slow
def test_every_number_that_was_given_out_stands_after_the_restart(place: Serving) -> None:
    said = place.run("manage", "shell", "--no-imports", "-c", TOKEN)
    found = re.search(r"TOKEN (\S+) (\d+)", said.stdout)
    assert found, said.stderr
    stop = threading.Event()
    senders = [Sender(place, found[1], int(found[2]), stop) for _ in range(4)]
    for sender in senders:
        sender.start()
    try:
        eventually(lambda: all(len(sender.numbers) > 4 for sender in senders), seconds=60)
        restarted(place)
        before = sum(len(sender.numbers) for sender in senders)
        eventually(lambda: sum(len(sender.numbers) for sender in senders) > before + 3, seconds=60)
    finally:
        stop.set()
        for sender in senders:
            sender.join()
    given = {number for sender in senders for number in sender.numbers}
    with psycopg.connect(Embedded(place.home).url()) as connection:
        kept = {number for (number,) in connection.execute("SELECT number FROM cases_case")}
    assert given <= kept
    refused = [told for sender in senders for told in sender.refused]
    assert refused, "the restart was not noticed: the test shows nothing"
    assert {status for status, _text in refused} <= {0, 503}, refused[:3]
    assert place.run("manage", "verify").returncode == 0


def posting(place: Serving) -> Callable[[], str]:
    """A resident's page, opened while all was well; calling it sends the form and gives back what a 503 says."""
    browser = urllib.request.build_opener(urllib.request.HTTPCookieProcessor())
    there = f"http://127.0.0.1:{place.port}/report/"
    token = re.search(r'name="csrfmiddlewaretoken" value="([^"]+)"', browser.open(there).read().decode())
    assert token
    body = urllib.parse.urlencode({"csrfmiddlewaretoken": token[1], "words": WORDS, "confidentiality": "P2"}).encode()

    def post() -> str:
        try:
            browser.open(urllib.request.Request(there, body), timeout=20)
        except urllib.error.HTTPError as refused:
            return refused.read().decode() if refused.code == 503 else ""
        except OSError:
            return ""
        return ""

    return post


class HeldDown(threading.Thread):
    """Ends the database again as soon as the launcher has started it."""

    def __init__(self, place: Serving) -> None:
        super().__init__()
        self.server, self.enough = Embedded(place.home), threading.Event()

    def run(self) -> None:
        while not self.enough.is_set():
            pid = self.server.running_pid()
            with suppress(ProcessLookupError):
                if pid is not None:
                    os.kill(pid, signal.SIGINT)
            time.sleep(0.02)


@pytest.mark.slow
def test_who_was_in_the_middle_of_writing_gets_the_words_back(place: Serving) -> None:
    post, down = posting(place), HeldDown(place)
    down.start()
    try:
        told = eventually(post, seconds=20)
    finally:
        down.enough.set()
        down.join()
    assert WORDS in told
    assert "没有丢" in told
    assert "再提交一次" in told
    eventually(place.is_ready, seconds=30)
