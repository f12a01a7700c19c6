"""Two web processes, two workers, a primary and a streaming replica: whichever dies, nothing is lost or doubled."""

import json
import threading
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from pathlib import Path

import pytest

from huying.calendars.actions import change_day
from huying.cases.models import Case
from huying.kernel.models import Delivery
from tests.calendars.makers import ADMIN
from tests.cases.makers import MONDAY, RUBBISH, filed, settle
from tests.launcher.city import Browser, City, signed_in
from tests.launcher.serving import eventually
from tests.people.makers import a_resident

OVERDUE, TOLD = 12, 6
LIST = "/desk/intake/"


@dataclass
class People:
    """Whose sessions are open."""

    residents: list[Browser]
    desk: Browser
    colleague: Browser
    area_id: int

    def file(self, nth: int, port: int, words: str) -> tuple[int, str]:
        body = {"words": words, "category_code": RUBBISH, "area_id": self.area_id, "consent_version": "2026-1"}
        return self.residents[nth].ask(port, "/api/v1/cases/", body)


@pytest.fixture
def people(transactional_db: None) -> People:
    """Their town has matters that nobody has accepted for a week, and days of which nobody was told yet."""
    town = settle()
    for _nth in range(OVERDUE):
        filed(town, at=MONDAY - timedelta(days=14))
    for nth in range(TOLD):
        change_day(ADMIN, day=date(2027, 3, 1 + nth), works=False, reason="全区停水检修", name="停办", at=MONDAY)
    return People(
        residents=[signed_in(a_resident(f"{nth}*").pk) for nth in range(4)],
        desk=signed_in(town.actor("受理员").account_id),
        colleague=signed_in(town.actor("复核员").account_id),
        area_id=town.grid.pk,
    )


@pytest.fixture
def city(people: People, tmp_path: Path) -> Iterator[City]:
    assert (Case.objects.count(), Delivery.objects.filter(done_at=None).count()) == (OVERDUE, TOLD)
    made = City(tmp_path)
    try:
        made.take_over()
        made.open(webs=2, workers=2)
        yield made
    finally:
        made.close()


@pytest.mark.slow
def test_whatever_dies_nothing_is_lost_nothing_is_doubled_and_pages_go_on(city: City, people: People) -> None:
    for nth in range(2):
        eventually(lambda nth=nth: city.readiness(nth).get("replica", {}).get("ready"))
    everything_fires_once(city)
    given = filed_through_both_while_one_dies(city, people)
    kept = {number for (number,) in city.rows("SELECT number FROM cases_case")}
    assert given <= kept
    what_was_written_is_read(city, people)
    nobody_misses_the_replica(city, people)
    a_worker_is_enough(city, people)


def looked_for(city: City) -> None:
    """As every minute, but now and more than one worker can take at once."""
    city.rows(
        "INSERT INTO procrastinate_jobs (task_name, queue_name, args) "
        "SELECT 'cases.fire_due_timers', 'default', '{\"timestamp\": 0}' FROM generate_series(1, 12)"
    )


def nothing_is_due(city: City) -> bool:
    return not city.one("SELECT count(*) FROM cases_timer WHERE fired_at IS NULL AND due_at < now()")


def passed_twice(city: City) -> int:
    """Limits that passed more often than once."""
    counted = (
        "SELECT count(*) FROM (SELECT thing_id, facts->>'reason' FROM kernel_journalrow "
        "WHERE code = 'cases.clock_passed' GROUP BY 1, 2 HAVING count(*) > 1) AS doubled"
    )
    return int(city.one(counted))


def everything_fires_once(city: City) -> None:
    """Both workers look at the same heap at once."""
    looked_for(city)
    eventually(lambda: nothing_is_due(city))
    eventually(lambda: not city.one("SELECT count(*) FROM kernel_delivery WHERE done_at IS NULL"))
    assert passed_twice(city) == 0
    told = dict(
        city.rows(
            "SELECT about_id, count(*) FROM notices_message WHERE template = 'staff.supervise_proposed' GROUP BY 1"
        )
    )
    assert len(told) == OVERDUE
    assert len(set(told.values())) == 1, "of one matter more was said than of another"
    assert city.rows("SELECT DISTINCT attempts, stuck FROM kernel_delivery") == [(1, False)]
    assert city.one("SELECT count(*) FROM procrastinate_workers") == 2


def filed_through_both_while_one_dies(city: City, people: People) -> set[str]:
    """Every number that was given out. Who got no answer asks again, of whoever answers."""
    given: set[str] = set()
    begun = threading.Barrier(5)

    def files(nth: int) -> None:
        for turn in range(6):
            if turn == 2:
                begun.wait()
            ports = (city.ports[(nth + turn) % 2], city.ports[0])
            answers = (people.file(nth, port, f"第 {nth} 处第 {turn} 堆垃圾没人清。") for port in ports)
            status, text = next((one for one in answers if one[0]), (0, ""))
            assert status == 201, text
            given.add(json.loads(text)["number"])

    hands = [threading.Thread(target=files, args=(nth,)) for nth in range(4)]
    for hand in hands:
        hand.start()
    begun.wait()
    city.kill("web 1")
    for hand in hands:
        hand.join()
    assert len(given) == 4 * 6
    return given


def what_was_written_is_read(city: City, people: People) -> None:
    """By the writer at once, although the replica stands still; by others, from the replica, when it goes on."""
    one = city.ports[0]
    city.one("SELECT pg_wal_replay_pause()::text", of=city.replica)
    status, text = people.file(0, one, "报刊亭后面有人倒建筑垃圾。")
    assert status == 201, text
    number = json.loads(text)["number"]
    assert number in people.residents[0].ask(one, "/my/")[1]
    eventually(lambda: city.readiness(0)["replica"]["reason"] == "lagging")
    assert city.readiness(0)["ready"] is True
    assert number in people.desk.ask(one, LIST)[1]
    city.one("SELECT pg_wal_replay_resume()::text", of=city.replica)
    eventually(lambda: city.readiness(0)["replica"]["ready"])
    before = looks(city)
    assert number in people.colleague.ask(one, LIST)[1]
    eventually(lambda: looks(city) > before)


def looks(city: City) -> int:
    """How often the replica was asked for cases."""
    asked = "SELECT COALESCE(seq_scan, 0) + COALESCE(idx_scan, 0) FROM pg_stat_user_tables WHERE relname = 'cases_case'"
    return int(city.one(asked, of=city.replica))


def nobody_misses_the_replica(city: City, people: People) -> None:
    city.kill_replica()
    for _nth in range(3):
        for browser, path in ((people.colleague, LIST), (people.residents[0], "/my/"), (Browser(""), "/figures/")):
            assert browser.ask(city.ports[0], path)[0] == 200, path
    said = city.readiness(0)
    assert (said["ready"], said["replica"]["reason"]) == (True, "away")


def a_worker_is_enough(city: City, people: People) -> None:
    """Weeks later much is due at once, and one of the two workers dies with its hands full."""
    city.rows("UPDATE cases_timer SET due_at = now() - interval '1 minute' WHERE fired_at IS NULL AND due_at > now()")
    left = city.one("SELECT count(*) FROM cases_timer WHERE fired_at IS NULL")
    assert left > OVERDUE
    looked_for(city)
    eventually(lambda: city.one("SELECT count(*) FROM cases_timer WHERE fired_at IS NULL") < left)
    city.kill("worker 1")
    eventually(lambda: nothing_is_due(city))
    assert passed_twice(city) == 0
    assert city.readiness(0)["worker"]["ready"] is True
