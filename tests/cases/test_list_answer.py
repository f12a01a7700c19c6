"""A list over the wire is written from our own rows, and says what the schema says."""

import json

import pytest
from ninja.responses import NinjaJSONEncoder

from huying.cases import schemas
from huying.cases.models import Case
from huying.cases.queries import Filters, search
from huying.cases.rules import rules
from huying.kernel.actor import GUEST
from huying.kernel.answering import page_answer
from tests.cases.makers import MONDAY, filed, settle

pytestmark = pytest.mark.django_db


def test_a_page_says_what_its_schema_would_say() -> None:
    town = settle()
    for nth in range(3):
        filed(town, words=f"{nth} 单元楼道灯不亮已经三天")
    page = search(town.actor("指挥长"), filters=Filters(), at=MONDAY, size=2)

    told = json.loads(page_answer(page, schemas.CasePage).content)

    checked = schemas.CasePage.model_validate(page).model_dump()
    assert told == json.loads(json.dumps(checked, cls=NinjaJSONEncoder))
    assert len(told["items"]) == 2
    assert told["next_cursor"]


def test_the_pages_of_a_prepared_list_are_those_of_the_plain_one() -> None:
    town = settle()
    for nth in range(5):
        filed(town, words=f"{nth} 单元楼道灯不亮已经三天")
    who = town.actor("指挥长")
    plain = [row.id for row in rules.permitted(who, to="see", rows=Case.objects.order_by("-filed_at", "-id"))]
    for narrowed, wanted in ((Filters(), plain), (Filters(light="red"), []), (Filters(klass="E"), [])):
        found, after = [], None
        while True:
            page = search(who, filters=narrowed, at=MONDAY, after=after, size=2)
            found += [row.id for row in page.items]
            after = page.next_cursor
            if after is None:
                break
        assert found == wanted
    assert search(GUEST, filters=Filters(), at=MONDAY).items == []
