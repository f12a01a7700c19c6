"""A real place starts without the demonstration: one county, its calendar and categories, three administrators."""

import io
import re
from datetime import datetime

import pytest
from django.core.management import CommandError, call_command
from django.test import Client

from huying.config.founding import ADMINISTRATORS, Administrator, Place, found_place
from huying.duties.public import category_tree
from huying.kernel.errors import Conflict, Invalid
from huying.organisations.public import actor_for
from huying.people.public import account_by_login_name
from huying.territory.public import ancestors, home

pytestmark = pytest.mark.django_db
COUNTY = {"code": "320106", "province": "江苏省", "city": "南京市", "county": "鼓楼区"}


def init(**options: str) -> str:
    said = io.StringIO()
    call_command("init", stdout=said, **{**COUNTY, **options})
    return said.getvalue()


def test_init_makes_a_county_that_can_be_administered(at: datetime) -> None:
    said = init(system_admin="wang")
    served = home()
    assert served is not None
    assert served.code == "320106000000"
    assert {"江苏省", "南京市"} <= {area.name for area in ancestors(served.id)}
    assert category_tree()
    passwords = dict(re.findall(r"(\S+)\s+first password\s+(\S+)", said))
    assert list(passwords) == ["wang", "security-admin", "audit-admin"]
    for role, name in zip(ADMINISTRATORS, passwords, strict=True):
        account = account_by_login_name(name)
        assert account is not None
        assert [post.role for post in actor_for(account.id, at=datetime.now(at.tzinfo)).posts] == [role]


def test_the_first_administrator_signs_in_and_must_choose_a_password() -> None:
    password = re.findall(r"system-admin\s+first password\s+(\S+)", init())[0]
    visitor = Client()
    came = visitor.post("/account/sign-in/password/", {"username": "system-admin", "password": password})
    assert came.status_code == 302
    assert "password" in visitor.get("/").headers.get("Location", "")


def test_a_place_is_founded_once(at: datetime) -> None:
    init()
    with pytest.raises(CommandError, match="founded already"):
        init()
    with pytest.raises(Conflict):
        found_place(Place("320106", "江苏省", "南京市", "鼓楼区"), administrators=(), at=at)


def test_a_whole_city_can_be_a_place() -> None:
    init(code="320100", county="")
    served = home()
    assert served is not None
    assert (served.level, served.name) == ("city", "南京市")


def test_a_failure_on_the_way_leaves_nothing(at: datetime) -> None:
    twice = tuple(Administrator(role, "same", "甲") for role in ADMINISTRATORS)
    with pytest.raises(Invalid, match=r"需要修改"):
        found_place(Place("320106", "江苏省", "南京市", "鼓楼区"), administrators=twice, at=at)
    assert home() is None


@pytest.mark.parametrize("wrong", [{"code": "3201"}, {"code": ""}, {"county": ""}])
def test_a_missing_answer_is_named(wrong: dict[str, str]) -> None:
    with pytest.raises(CommandError, match=f"--{next(iter(wrong))}"):
        init(**wrong)
