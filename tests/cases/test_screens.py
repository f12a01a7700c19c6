"""The pages that are photographed: each address exists, and the account that is named beside it may open it."""

from pathlib import Path
from types import SimpleNamespace as Thing

import pytest
from django.test import Client

from huying.cases.models import RatingLink
from huying.cases.states import S
from huying.demonstration.roster import CAST
from huying.evaluation.public import load_definitions
from huying.kernel.actor import GUEST, SYSTEM, Actor, Post
from tests.browser.screens import RESIDENT, SCREENS, Screen, photograph, variants
from tests.cases.makers import MONDAY, Settled, a_case, settle
from tests.cases.test_rating_page import link_in_the_message
from tests.people.makers import an_account

pytestmark = pytest.mark.django_db
PLACES = {"grid": "grid", "community": "community", "street": "street"}


def actors(town: Settled) -> dict[str, Actor]:
    """The cast with their roles; who works at a desk works for the unit that has the case."""
    unit = town.bodies["城管"].pk
    found = {"": GUEST, RESIDENT: town.resident}
    for part in CAST:
        area = getattr(town, PLACES.get(part.login, "county"))
        posts = tuple(Post(role, area.path, unit if role in ("handler", "unit_lead") else None) for role in part.roles)
        found[part.login] = Actor(kind="person", account_id=an_account(part.login).pk, posts=posts)
    return found


def known_of(town: Settled) -> dict[str, str]:
    handled, judged = a_case(town, in_state=S.IN_HANDLING), a_case(town, in_state=S.TO_BE_JUDGED)
    assert RatingLink.objects.filter(case=judged).exists()
    link = link_in_the_message(judged).split("/")[2]
    own = {"case": handled.number, "mine": handled.number, "judged": judged.number}
    return own | {"link": link, "home": str(town.county.pk)}


def test_each_page_that_is_photographed_answers_the_account_that_looks(client_as):
    town = settle()
    load_definitions(SYSTEM, at=MONDAY)
    known, looking = known_of(town), actors(town)
    found = {}
    for screen in SCREENS:
        client: Client = client_as(looking[screen.login])
        if screen.name == "filed":
            client.get("/report/")
            session = client.session
            session["filed"] = {"number": known["mine"], "code": "ABCD-EFGH-JKLM-NPQR"}
            session.save()
        found[screen.name] = (screen.path, client.get(screen.path.format(**known)).status_code, screen.status)

    assert [said for said in found.values() if said[1] != said[2]] == []
    assert len(found) == len(SCREENS) > 50


class Browser:
    """Answers every page alike; takes no pictures."""

    def __init__(self, status: int) -> None:
        self.status = status

    def new_context(self, **_options: object) -> Thing:
        page = Thing(goto=lambda *_, **__: Thing(status=self.status), screenshot=lambda **_: None)
        return Thing(add_cookies=lambda _: None, new_page=lambda: page, close=lambda: None)


def test_a_page_that_is_not_there_is_named_and_not_photographed(tmp_path: Path):
    screen = Screen("gone", "/manage/grants/", also=())
    told = {"known": {}, "ready": lambda *_: None}

    assert photograph(Browser(200), "", [screen], {}, tmp_path, **told) == (
        [tmp_path / f"{name}.png" for name, _width, _cookies in variants(screen)],
        [],
    )
    taken, amiss = photograph(Browser(404), "", [screen], {}, tmp_path, **told)
    assert taken == []
    assert amiss[0] == "gone-360: /manage/grants/ answers 404 instead of 200"
