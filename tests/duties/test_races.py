"""Two keepers at once: what must not be true together is not, whoever is faster."""

from collections.abc import Callable
from datetime import date
from threading import Barrier, Thread

import pytest
from django.db import connection

from huying.duties.actions.lists import Approval, put_in_force
from huying.duties.models import ListDoc
from huying.kernel.actor import SYSTEM
from huying.kernel.errors import DomainError
from huying.organisations.models import Body, RoleGrant
from huying.organisations.public import grant_role
from tests.duties.makers import AT, a_draft, an_item, the_tree
from tests.organisations.makers import a_body, a_town
from tests.people.makers import an_account

pytestmark = [pytest.mark.race, pytest.mark.django_db(transaction=True)]


def at_once(*steps: Callable[[], object]) -> list[str]:
    """Every step in a thread of its own with its own connection; "done" or the code of the refusal for each."""
    start, told = Barrier(len(steps)), [""] * len(steps)

    def run(place: int, step: Callable[[], object]) -> None:
        start.wait()
        try:
            step()
            told[place] = "done"
        except DomainError as refused:
            told[place] = refused.code
        finally:
            connection.close()

    threads = [Thread(target=run, args=(place, step)) for place, step in enumerate(steps)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(30)
    return told


def test_two_administrations_given_at_once_to_one_person_leave_one():
    town, account = a_town(), an_account()

    def give(role: str) -> Callable[[], object]:
        given = {"account_id": account.pk, "role": role, "area_id": town.county.pk, "reason": "任命"}
        return lambda: grant_role(SYSTEM, **given, at=AT)

    told = at_once(give("system_admin"), give("audit_admin"), give("security_admin"))

    assert sorted(told) == ["administrators_exclude", "administrators_exclude", "done"]
    assert RoleGrant.objects.filter(account=account).count() == 1


def test_two_broad_committees_founded_at_once_under_one_street_leave_one():
    town = a_town()
    street = a_body(town.streets[0], kind="P20", parent=a_body(town.county, kind="P10"))

    told = at_once(*(lambda: a_body(town.streets[0], kind="P21", parent=street) for _ in range(3)))

    assert sorted(told) == ["done", "parent_not_allowed", "parent_not_allowed"]
    assert Body.objects.filter(kind__code="P21").count() == 1


def test_two_drafts_of_one_list_put_in_force_at_once_never_hold_on_one_day():
    the_tree()
    town = a_town()
    drafts = [a_draft("L1", town.county, an_item("0701", "fire")) for _ in range(2)]
    approval = Approval(date(2026, 12, 1), "区政府")

    def put(doc: ListDoc) -> Callable[[], object]:
        return lambda: put_in_force(SYSTEM, doc_id=doc.pk, approval=approval, at=AT)

    told = at_once(*(put(doc) for doc in drafts))

    holding = [d for d in ListDoc.objects.all() if d.effective_from and d.effective_from != d.effective_to]
    assert len(holding) == 1
    assert "done" in told
