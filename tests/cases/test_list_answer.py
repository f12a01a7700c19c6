"""A list over the wire is written from our own rows, and says what the schema says."""

import json

import pytest
from ninja.responses import NinjaJSONEncoder

from huying.cases import schemas
from huying.cases.queries import Filters, search
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
