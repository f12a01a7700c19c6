"""Many at once, on a real database with real threads: exactly one wins, and nothing is half done."""

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from threading import Barrier

import pytest
from django.db import connection, connections

from huying.cases import actions as do
from huying.cases.actions.endings import links_to_rate
from huying.cases.effort import find_nonce, make_challenge
from huying.cases.errors import LinkUsed, NotMergeable
from huying.cases.models import Card, Case, Clock, Rating, Timer, WorkOrder
from huying.cases.states import S
from huying.cases.tasks import fire_due_timers
from huying.kernel.actor import GUEST, SYSTEM
from huying.kernel.errors import DomainError, StepNotAllowed
from huying.kernel.journal import story
from tests.cases.makers import ALL_WELL, Life, a_case, filed, on, settle

pytestmark = [pytest.mark.race, pytest.mark.django_db(transaction=True)]


def at_once(*tries: Callable[[], object]) -> list[object]:
    """All of them at the same moment, connected before it; each gives what it returned or the refusal."""
    start = Barrier(len(tries))

    def run(one: Callable[[], object]) -> object:
        try:
            connection.ensure_connection()
            start.wait()
            return one()
        except DomainError as error:
            return error
        finally:
            connections.close_all()

    with ThreadPoolExecutor(len(tries)) as pool:
        return list(pool.map(run, tries))


def test_two_dispatchers_send_one_order():
    town = settle()
    case = a_case(town, in_state=S.ACCEPTED)
    life = Life(town, case.pk, on(16, 10))

    def send(who: str, unit: str) -> Callable[[], object]:
        sending = life.sending(body_id=town.body(unit), reason="按现场情况派给这个单位")
        return lambda: do.dispatch(town.actor(who), case_id=case.pk, sending=sending, at=on(16, 10))

    found = at_once(send("派单员", "城管"), send("另一派单员", "住建"))

    assert sum(isinstance(one, Case) for one in found) == 1
    assert sum(isinstance(one, StepNotAllowed) for one in found) == 1
    assert WorkOrder.objects.filter(case=case).count() == 1
    assert [row.facts["step"] for row in story("case", case.pk)].count("dispatch") == 1


def test_two_workers_fire_one_timer_once():
    town = settle()
    case = a_case(town, in_state=S.DISPATCHED)

    at_once(*[lambda: fire_due_timers(at=on(17, 18)) for _nth in range(4)])

    assert Timer.objects.filter(case=case, kind="auto_sign").exclude(fired_at=None).count() == 1
    assert Card.objects.filter(case=case, cause="auto_signed").count() == 1
    assert [row.facts["step"] for row in story("case", case.pk)].count("auto_sign") == 1


def test_merge_against_an_approved_result_leaves_both_whole():
    """The main case is being answered while another is merged into it: either it is merged and answered, or refused."""
    town = settle()
    main = a_case(town, in_state=S.HANDED_IN)
    check = Life(town, main.pk, on(16, 11))
    check.order_check()
    do.pass_site_check(town.actor("网格员"), case_id=main.pk, at=on(16, 12))
    other = a_case(town, in_state=S.ACCEPTED, by="李阿姨")

    at_once(
        lambda: do.approve_result(town.actor("派单员"), case_id=main.pk, at=on(16, 13)),
        lambda: do.merge(town.actor("另一派单员"), case_id=other.pk, main_id=main.pk, text="同一处", at=on(16, 13)),
    )

    main.refresh_from_db()
    other.refresh_from_db()
    assert main.state == S.TO_BE_JUDGED
    assert (other.state, other.merged_into_id) in ((S.TO_BE_JUDGED, None), (S.ACCEPTED, None))


def test_merge_against_close_leaves_both_whole():
    """The main case ends while another is merged into it: whichever comes first, that one is merged into nothing, its
    own dispatch clock runs, and its story is the whole of what happened."""
    town = settle()

    def end(life: Life, way: str) -> Callable[[], object]:
        when = {"case_id": life.case_id, "at": on(16, 13)}
        return {
            "withdraw": lambda: do.withdraw(town.actor("张先生"), **when),
            "rate": lambda: do.rate(town.actor("张先生"), answers=ALL_WELL, **when),
            "close_unrated": lambda: do.close_unrated(SYSTEM, **when),
        }[way]

    for way, source, ended in (
        ("withdraw", S.IN_HANDLING, S.WITHDRAWN),
        ("rate", S.TO_BE_JUDGED, S.CLOSED),
        ("close_unrated", S.TO_BE_JUDGED, S.CLOSED),
    ):
        life = Life(town, a_case(town, in_state=source).pk, on(16, 11))
        if way == "close_unrated":
            do.record_call(town.actor("回访员"), way="phone", reached=False, **life.next())
        other = a_case(town, in_state=S.ACCEPTED, by="李阿姨")
        given = {"case_id": other.pk, "main_id": life.case_id, "text": "同一处", "at": on(16, 13)}

        closed, merged = at_once(end(life, way), lambda given=given: do.merge(town.actor("另一派单员"), **given))

        assert isinstance(closed, Case), (way, closed)
        assert isinstance(merged, Case | NotMergeable), (way, merged)
        other.refresh_from_db()
        steps = [row.facts["step"] for row in story("case", other.pk)][2:]
        assert (way, life.case.state, other.state, other.merged_into_id) == (way, ended, S.ACCEPTED, None)
        assert steps == (["merge", "unmerge"] if isinstance(merged, Case) else [])
        assert Clock.objects.filter(case=other, kind="dispatch", running=True).count() == 1


def test_a_hundred_ratings_with_one_link_are_one():
    town = settle()
    case = a_case(town, in_state=S.TO_BE_JUDGED)
    token = links_to_rate(case, at=on(16, 12))(case.reporters.get()).split("/")[-2]

    def rate() -> object:
        return do.rate_by_link(token=token, answers=ALL_WELL, at=on(16, 13))

    found = at_once(*[rate] * 100)

    assert [type(one).__name__ for one in found if not isinstance(one, LinkUsed)] == ["Case"]
    assert len(found) == 100
    assert Rating.objects.filter(case=case).count() == 1
    case.refresh_from_db()
    assert case.state == S.CLOSED


def test_one_proof_of_effort_files_one_case():

    town = settle()
    task = make_challenge(at=on(16), bits=8)
    proof = do.Proof(task.token, find_nonce(task.token, 8), "a neighbour")
    filing = do.Filing("楼道堆满杂物，走不过去。", "0301", area_id=town.grid.pk, confidentiality="P2")

    found = at_once(*[lambda: do.file_case(GUEST, filing=filing, at=on(16), proof=proof) for _nth in range(6)])

    assert sum(isinstance(one, do.Filed) for one in found) == 1
    assert Case.objects.count() == 1


def test_numbers_are_never_given_twice():
    town = settle()

    found = at_once(*[lambda: filed(town, at=on(16) + timedelta(minutes=1)) for _nth in range(8)])

    numbers = [one.case.number for one in found if isinstance(one, do.Filed)]
    assert len(numbers) == len(set(numbers)) == 8
