"""A token of a system opens the JSON doors of its scopes, and no page: pages ask for no scope."""

from datetime import timedelta

import pytest
from django.test import Client

from huying.kernel.clock import now
from huying.people.actions.tokens import NewToken, make_token
from tests.organisations.makers import a_town, an_actor
from tests.people.makers import with_role

pytestmark = pytest.mark.django_db
FILE = "exports/cases/?format=csv&columns=ours&since=2026-01-01&until=2026-12-01"


def test_a_token_opens_what_its_scopes_name_and_no_page() -> None:
    holder = an_actor("dispatcher", a_town().county).account_id
    new = NewToken(name="大屏", scopes=("territory:read",), valid_to=now() + timedelta(days=3), account_id=holder)
    _token, raw = make_token(with_role("system_admin"), new=new, at=now(), reason="接入")
    client = Client(headers={"Authorization": f"Bearer {raw}"})
    assert client.get("/api/v1/territory/areas").status_code == 200
    assert client.get("/api/v1/cases/desks/dispatch").status_code == 403
    for page in (FILE, "desk/dispatch/", "desk/topics/", "desk/figures/", "search/?q=x", "manage/", "account/"):
        answer = client.get(f"/{page}")
        assert (answer.status_code, "sign-in" in answer.get("Location", "")) == (302, True), page
