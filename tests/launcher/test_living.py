"""What the launcher starts lives, survives a blow in the middle of its work, and is gone when it is told to stop."""

import json
import os
import re
import signal
import threading
import time
import urllib.error
import urllib.parse
import urllib.request
from collections.abc import Callable, Iterator
from contextlib import suppress
from pathlib import Path

import psutil
import psycopg
import pytest

from huying.config.launcher.demo import chosen_cases
from huying.config.launcher.embedded import TEST_SETTINGS, Embedded
from huying.config.launcher.words import Trouble
from huying.demonstration.roster import CAST, RESIDENT_PHONE, SIGN_IN_WORD
from huying.kernel.actor import ROLES
from tests.launcher.serving import Serving, eventually

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


@pytest.fixture
def server(tmp_path: Path) -> Iterator[Embedded]:
    made = Embedded(tmp_path, settings=TEST_SETTINGS)
    yield made
    made.leave()


def pid_of(server: Embedded) -> int:
    pid = server.running_pid()
    assert pid is not None
    return pid


def test_whoever_leaves_last_stops_the_database(server: Embedded, tmp_path: Path) -> None:
    second = Embedded(tmp_path, settings=TEST_SETTINGS)
    server.enter()
    pid = pid_of(server)
    second.enter()
    assert pid_of(second) == pid
    server.leave()
    assert psycopg.connect(second.url()).execute("SELECT 1").fetchone() == (1,)
    second.leave()
    assert not psutil.pid_exists(pid) or psutil.Process(pid).status() == psutil.STATUS_ZOMBIE


def test_the_database_listens_on_no_network_and_only_its_owner_reaches_it(server: Embedded) -> None:
    server.enter()
    connections = psutil.Process(pid_of(server)).net_connections(kind="inet")
    assert connections == []
    assert server.sockets.stat().st_mode & 0o077 == 0
    assert server.data.stat().st_mode & 0o077 == 0


def test_a_killed_database_comes_back_with_everything_that_was_committed(tmp_path: Path) -> None:
    first = Embedded(tmp_path)
    first.enter()
    with psycopg.connect(first.url()) as open_connection:
        open_connection.execute("CREATE TABLE kept AS SELECT generate_series(1, 1000) AS n")
    os.kill(pid_of(first), signal.SIGKILL)
    first.leave()
    second = Embedded(tmp_path)
    second.enter()
    with psycopg.connect(second.url()) as open_connection:
        assert open_connection.execute("SELECT count(*) FROM kept").fetchone() == (1000,)
    second.leave()


@pytest.fixture(scope="module")
def place(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Serving]:
    """The demonstration, begun from nothing; what follows goes on with what it left."""
    made = Serving(tmp_path_factory.mktemp("place"))
    without_tables = made.run("serve")
    assert without_tables.returncode == 2
    assert without_tables.stderr.splitlines()[-1].startswith("huying: The tables are not up to date: run `huying init`")
    made.start("demo", within=240)
    yield made
    made.rest()


@pytest.mark.parametrize("given", ["few", "0", "-3"])
def test_a_number_of_cases_that_is_none(given: str) -> None:
    with pytest.raises(Trouble, match="from 1"):
        chosen_cases({"HUYING_DEMO_CASES": given})


@pytest.mark.slow
def test_the_demonstration_is_served_while_it_fills_and_stops_with_all_it_started(place: Serving) -> None:
    filler = eventually(lambda: place.process_with("rest"))
    said = place.said()
    assert f"http://127.0.0.1:{place.port}/" in said
    for part in CAST:
        assert re.search(rf"^{part.login} +{re.escape(part.name)} ", said, re.MULTILINE), part.login
    assert {role for part in CAST for role in part.roles} == set(ROLES)
    assert RESIDENT_PHONE in said
    assert SIGN_IN_WORD in said
    for path in ("/", "/report/", "/account/sign-in/password/"):
        assert "鼓楼区" in place.page(path)
    assert filler.is_running()
    eventually(lambda: "演示数据：其余街道的网格和小区 10%" in place.said(), seconds=120)
    assert place.cases() == 2
    started = [*place.processes(), filler]
    code, _said = place.stop(signal.SIGINT)
    assert code == 0
    assert [process for process in started if process.is_running()] == []


@pytest.mark.slow
def test_a_place_survives_a_killed_worker_and_database_and_leaves_nothing_behind(place: Serving) -> None:
    place.rest()
    place.start("demo", within=60)
    assert "演示数据已在" in place.said(), "the second start keeps the data and plays nothing again"
    assert place.cases() == 2
    worker = place.worker()
    assert worker
    worker.kill()
    eventually(lambda: (again := place.worker()) and again.pid != worker.pid)
    eventually(place.is_ready)
    beside = place.run("manage", "procrastinate", "healthchecks")
    assert beside.returncode == 0, beside.stderr
    assert place.is_ready(), "a command beside the running place must leave its database running"
    os.kill(int((place.home / "postgres" / "postmaster.pid").read_text().split()[0]), signal.SIGKILL)
    eventually(lambda: not place.is_ready())
    eventually(place.is_ready)
    started = place.processes()
    code, said = place.stop(signal.SIGINT)
    assert code == 0
    assert "The worker ended with code -9 and is started again" in said
    assert "The database ended and is started again" in said
    assert [process for process in started if process.is_running()] == []


@pytest.mark.slow
def test_a_place_is_served_from_a_database_that_was_given(place: Serving) -> None:
    place.rest()
    server = Embedded(place.home)
    server.enter()
    place.environ["HUYING_DATABASE_URL"] = server.url()
    place.start()
    assert "鼓楼区" in place.page("/")
    assert not any("postgres" in process.name() for process in place.processes())
    assert place.stop(signal.SIGTERM)[0] == 0
    assert place.cases() == 2, "a database that was given goes on without us"
    server.leave()
    del place.environ["HUYING_DATABASE_URL"]


@pytest.fixture(scope="module")
def served(place: Serving) -> Iterator[Serving]:
    """The same place, as `serve` runs it."""
    place.rest()
    refused = place.run("init", "--code", "320106", "--province", "江苏省", "--city", "南京市", "--county", "鼓楼区")
    assert refused.returncode == 1, "a place that stands is not founded over"
    place.start()
    yield place
    place.rest()


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
def test_every_number_that_was_given_out_stands_after_the_restart(served: Serving) -> None:
    place = served
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
