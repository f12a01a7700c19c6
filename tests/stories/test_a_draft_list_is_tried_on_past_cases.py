"""The list keeper tries a draft on cases that lived through the product's own actions, before putting it in force."""

from datetime import date, timedelta

import pytest

from huying.cases.states import S
from huying.duties.public import draft_list, save_item
from huying.duties.queries.dryrun import dry_run, past_cases
from huying.kernel.actor import SYSTEM
from tests.cases.makers import LAMPS, MONDAY, RUBBISH, a_case, settle
from tests.duties.makers import an_item

pytestmark = pytest.mark.django_db


def test_the_keeper_sees_who_would_gain_and_who_would_lose_before_the_list_changes():
    town = settle()
    dispatched = [a_case(town, in_state=S.DISPATCHED, category_code=LAMPS) for _ in range(2)]
    a_case(town, in_state=S.ACCEPTED, category_code=RUBBISH)
    had = dispatched[0].lead_body_id
    draft = draft_list(SYSTEM, kind="L1", area_id=town.county.pk, no="2", title="清单", at=MONDAY)
    draft.items.filter(category__code__startswith=LAMPS[:4]).delete()
    save_item(SYSTEM, doc_id=draft.pk, item=an_item(LAMPS, "environment", code="new"), at=MONDAY)

    cases = past_cases(town.county.path, date(2026, 1, 1))
    result = dry_run(draft, cases=cases, on=MONDAY.date())

    assert [(case.category_code, case.lead_body_id) for case in cases] == [(LAMPS, had)] * 2
    assert (result.total, result.moved) == (2, 2)
    assert [(s.body.id, s.gained) for s in result.gaining] == [(town.body("环保"), 2)]
    assert [(s.body.id, s.lost) for s in result.losing] == [(had, 2)]
    assert past_cases(town.county.path, MONDAY.date() + timedelta(days=30)) == []
