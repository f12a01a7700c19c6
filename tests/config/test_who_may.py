"""Every rule × every role, for what is not the work of a case: accounts, requests, exports, messages, papers, feedback,
the site and the machinery. And every rule book of the house has such a table."""

from datetime import datetime
from pathlib import Path
from typing import Any

import pytest
from django.core.files.storage import storages
from django.db.models import Model

from huying.documents.public import take_in
from huying.evaluation.actions import load_definitions
from huying.evaluation.models import Alert, Indicator
from huying.kernel.actor import GUEST, ROLES, SYSTEM, Actor, Post
from huying.kernel.drawing import rule_books, who_may
from huying.kernel.errors import NotAllowed
from huying.kernel.models import DataKey, Delivery, JournalRow
from huying.language.models import ModelVersion
from huying.notices.actions import send
from huying.notices.recipients import Recipient
from huying.people.actions.rights import ask_for_rights
from huying.people.models import Account
from huying.people.public import ask_for_export
from huying.portal.actions import describe_site, send_feedback
from huying.territory.models import Area
from tests.cases import test_who_may as of_cases
from tests.documents.conftest import a_photo
from tests.duties import test_who_may as of_duties
from tests.notices.conftest import SENT
from tests.organisations import test_who_may as of_organisations
from tests.people.makers import with_role
from tests.territory import test_who_may as of_territory

pytestmark = pytest.mark.django_db
FAR = 10**9
OWNER, KEY, WORKER, APP = "owner", "key", "worker", "app"
SYSTEM_ADMIN, SECURITY, AUDIT, DPO = "system_admin", "security_admin", "audit_admin", "dpo"

MAY: dict[str, dict[str, set[str]]] = {
    "people.accounts": {
        "see": {OWNER, SYSTEM_ADMIN, SECURITY, AUDIT, WORKER},
        "change": {OWNER},
        "reset": {SYSTEM_ADMIN, WORKER},
        "close": {SYSTEM_ADMIN, WORKER},
        "lock": {SECURITY, WORKER},
        "unlock": {SECURITY, WORKER},
        "clear_minor": set(),
    },
    "people.offices": {
        "open_accounts": {SYSTEM_ADMIN, WORKER},
        "manage_tokens": {SYSTEM_ADMIN, WORKER},
        "read_logs": {AUDIT, WORKER},
        "read_looks": {AUDIT, DPO, WORKER},
        "publish_purposes": {DPO, WORKER},
    },
    "people.requests": {"see": {OWNER, DPO, WORKER}, "answer": {DPO, WORKER}},
    "people.exports": {
        "see": {OWNER, DPO, SECURITY, AUDIT, WORKER},
        "decide": {DPO, SECURITY, WORKER},
        "use": {OWNER},
    },
    "notices": {"see": {OWNER, KEY}, "resend": {SYSTEM_ADMIN, WORKER}, "manage": {SYSTEM_ADMIN, WORKER}},
    "language": {
        "see": {SYSTEM_ADMIN, "list_keeper", "county_command", "dispatcher", WORKER},
        "choose": {SYSTEM_ADMIN, "list_keeper", WORKER},
        "suggest": {*ROLES, OWNER, WORKER},
    },
    "documents": {"attach": {OWNER, WORKER}, "set_limits": {SYSTEM_ADMIN, WORKER}},
    "portal.feedback": {"see": {OWNER, KEY, SYSTEM_ADMIN}, "answer": {SYSTEM_ADMIN}},
    "portal.site": {"describe": {SYSTEM_ADMIN, WORKER}},
    "deliveries": {"see": {SYSTEM_ADMIN, WORKER}, "retry": {SYSTEM_ADMIN, WORKER}},
    "journal": {"see": {AUDIT, WORKER}, "keep_months": {SYSTEM_ADMIN, WORKER}},
    "keys": {"rotate": {SECURITY, WORKER}},
    "evaluation.areas": {
        "see": {
            "intake", "dispatcher", "adjudicator", "street_coordinator", "county_command", "supervisor", OWNER,
            "callback", "reviewer", "dpo", "list_keeper", "community_secretary", WORKER,
        }
    },
    "evaluation.alerts": {"see": {OWNER, "county_command", "supervisor", WORKER}, "close": {OWNER}},
    "evaluation.definitions": {"see": {*ROLES, OWNER, WORKER, "machine", APP}, "decide": {"county_command", WORKER}},
    "exchange": {
        "post": {APP},
        "keep_questions": {SYSTEM_ADMIN, "list_keeper", WORKER},
        "import": {SYSTEM_ADMIN, WORKER},
        "keep_webhooks": {SYSTEM_ADMIN, WORKER},
        "read_dictionary": {SYSTEM_ADMIN, AUDIT, DPO, "list_keeper", WORKER},
    },
    "cases.offices": {
        "file_for_others": {"intake", "grid_worker", "community_secretary", "street_coordinator", WORKER},
        "keep_limits": {SYSTEM_ADMIN, "list_keeper", "county_command", WORKER},
        "keep_likeness": {SYSTEM_ADMIN, "list_keeper", "county_command", WORKER},
        "load_history": {SYSTEM_ADMIN, WORKER},
        "export": {OWNER, "dispatcher", "county_command", "supervisor", "reviewer"},
        "compare_areas": {OWNER, "county_command", "supervisor", "reviewer", "street_coordinator", WORKER},
    },
}  # fmt: skip
ELSEWHERE = {
    "cases": set(of_cases.MAY),
    "cases.topics": {"see"},
    "territory": set(of_territory.MAY),
    "calendars": set(of_territory.MAY),
    **{f"duties.{many}": {verb for name, verb in of_duties.MAY if name == one} for many, one in (
        ("categories", "category"), ("lists", "list"), ("proposals", "proposal"), ("knowledge", "knowledge"),
    )},
    **{f"organisations.{many}": {verb for name, verb in of_organisations.MAY if name == one} for many, one in (
        ("bodies", "body"), ("posts", "post"), ("appointments", "appointment"), ("grants", "grant"),
    )},
}  # fmt: skip


@pytest.fixture(autouse=True)
def _folder(tmp_path: Path, settings: Any) -> None:
    backend = "django.core.files.storage.FileSystemStorage"
    settings.STORAGES = {**settings.STORAGES, "documents": {"BACKEND": backend, "OPTIONS": {"location": tmp_path}}}
    storages._storages.clear()


def rows(owner: Actor, at: datetime) -> dict[str, Model]:
    """One row for each book: what the owner has or has asked for."""
    to = Recipient(account_id=owner.account_id, box="case:17")
    request = ask_for_rights(owner, kind="copy", at=at)
    own = Account.objects.get(pk=owner.account_id)
    fact = JournalRow.objects.latest("id")
    load_definitions(SYSTEM, at=at)
    place = Area.objects.create(
        pk=1, path="/1/", level="county", name="某区", code="320199000000", since=at, valid_from=at
    )
    return {
        "people.accounts": own,
        "people.offices": own,
        "people.requests": request,
        "people.exports": ask_for_export(owner, what="x", filters={}, row_count=1, reason="核对名单", at=at),
        "notices": send(to=to, template="case.sent", facts=SENT, about=("case", 17), at=at),
        "language": ModelVersion.objects.create(
            scheme="x", number=1, weights=b"", samples=1, last_sample=1, made_at=at
        ),
        "documents": take_in(owner, file=a_photo(), name="a.jpg", purpose="case.report", at=at),
        "portal.feedback": send_feedback(owner, kind="idea", text="字大一点", page="/", at=at)[0],
        "portal.site": describe_site(SYSTEM, facts={"name": "呼应"}, at=at),
        "deliveries": Delivery.objects.create(row_id=fact.pk, row_at=fact.at, handler="x", next_at=at),
        "journal": fact,
        "keys": DataKey.objects.create(provider="x", wrapped=b"", wrapped_by="x", made_at=at),
        "cases.offices": place,
        "exchange": place,
        "evaluation.areas": place,
        "evaluation.definitions": Indicator.objects.latest("id"),
        "evaluation.alerts": Alert.objects.create(
            code="I31",
            scope_kind="area",
            scope_id=1,
            start=at,
            value=0.2,
            compared=0.15,
            owner_id=owner.account_id,
            raised_at=at,
        ),
    }


def actors(owner: Actor, found: dict[str, Model]) -> dict[str, Actor]:
    """Everybody whom a rule may know: each role held by a stranger, and whoever has something to do with the row."""
    keys = ("case:17", f"feedback:{found['portal.feedback'].pk}")
    others = {OWNER: owner, KEY: Actor("guest", keys=keys), WORKER: SYSTEM}
    others |= {"guest": GUEST, "resident": Actor("person", account_id=FAR), "machine": Actor("token", account_id=FAR)}
    others[APP] = Actor("token", account_id=FAR, scopes=("exchange:write",))
    return others | {role: Actor("person", account_id=FAR, posts=(Post(role, "/1/"),)) for role in ROLES}


def test_each_rule_lets_in_exactly_whom_the_table_names(at: datetime) -> None:
    owner = with_role("supervisor")
    found = rows(owner, at)
    everybody = actors(owner, found)
    assert len(everybody) == len(ROLES) + 7
    assert {name: who_may(rule_books()[name], actors=everybody, row=row) for name, row in found.items()} == MAY


def test_a_door_is_open_for_whoever_a_rule_lets_in_and_says_no_to_a_guest(at: datetime) -> None:
    owner = with_role("supervisor")
    found = rows(owner, at)
    everybody = actors(owner, found)
    shut = {
        (name, to, who)
        for name, table in MAY.items() for to, people in table.items() for who in people
        if not rule_books()[name].opens(everybody[who], to=to)
    }  # fmt: skip
    assert shut == set()
    with pytest.raises(NotAllowed):
        rule_books()["exchange"].enter(GUEST, to="import")


def test_every_rule_of_every_book_stands_in_a_table() -> None:
    told = {name: set(table) for name, table in MAY.items()} | ELSEWHERE
    assert told == {name: set(book) for name, book in rule_books().items()}
