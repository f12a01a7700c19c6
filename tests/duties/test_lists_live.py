"""A list is drafted, filled, put in force in the place of the one before, and never edited afterwards."""

from datetime import date

import pytest
from django.db import IntegrityError, connection, transaction

from huying.duties.actions.lists import Approval, draft_list, put_in_force, remove_item, repeal_list, save_item
from huying.duties.actions.proposals import decide_proposal, propose_change
from huying.duties.errors import ListInForce, ListOverlap
from huying.duties.models import ListDoc, ListItem, ListProposal
from huying.duties.public import old_proposals, open_proposals, who_answers
from huying.duties.queries.lists import current, difference
from huying.kernel.actor import SYSTEM
from huying.kernel.errors import Invalid, NotAllowed, StepNotAllowed
from huying.kernel.models import JournalRow
from tests.duties.makers import AT, SINCE, a_draft, a_list, an_item, the_tree
from tests.organisations.makers import Town, a_body, a_town, an_actor

pytestmark = pytest.mark.django_db
JUNE = date(2026, 6, 1)


@pytest.fixture
def town() -> Town:
    the_tree()
    return a_town()


def in_force(doc: ListDoc, since: date = JUNE) -> ListDoc:
    return put_in_force(SYSTEM, doc_id=doc.pk, approval=Approval(since, "区政府"), at=AT)


def refused(sql: str, *values: object) -> bool:
    """Whether the database refuses it, behind the product's back."""
    try:
        with transaction.atomic(), connection.cursor() as cursor:
            cursor.execute(sql, values)
    except IntegrityError:
        return True
    return False


def test_a_new_version_begins_with_the_items_of_the_one_in_force_and_takes_its_place(town):
    old = a_list("L1", town.county, an_item("0701", "fire", code="1"), an_item("0304", "urban_management", code="2"))

    new = draft_list(SYSTEM, kind="L1", area_id=town.county.pk, no="L1-2", title="清单", at=AT)
    assert (new.version, new.replaces, new.items.count()) == (2, old, 2)
    in_force(new)

    old.refresh_from_db()
    assert old.effective_to == JUNE
    assert current(kind="L1", area_id=town.county.pk, on=date(2026, 5, 31)) == old
    assert current(kind="L1", area_id=town.county.pk, on=JUNE) == new


def test_items_in_force_answer_by_their_day(town):
    fire, housing = a_body(town.county, function="fire"), a_body(town.county, function="housing")
    a_list("L1", town.county, an_item("0701", "fire", code="1"))
    new = draft_list(SYSTEM, kind="L1", area_id=town.county.pk, no="L1-2", title="清单", at=AT)
    save_item(SYSTEM, doc_id=new.pk, item_id=new.items.get().pk, item=an_item("0701", "housing", code="1"), at=AT)
    in_force(new)

    def asked(on: date) -> int:
        return who_answers(category_code="0701", area_id=town.grids[0].pk, klass="U", on=on).lead.id

    assert (asked(date(2026, 5, 31)), asked(JUNE)) == (fire.pk, housing.pk)


def test_a_list_in_force_is_not_edited_by_the_product(town):
    doc = a_list("L1", town.county, an_item("0701", "fire"))

    for step in (
        lambda: save_item(SYSTEM, doc_id=doc.pk, item=an_item("0304", "fire"), at=AT),
        lambda: remove_item(SYSTEM, doc_id=doc.pk, item_id=doc.items.get().pk, at=AT),
    ):
        with pytest.raises(ListInForce):
            step()
    with pytest.raises(StepNotAllowed):
        in_force(doc)


@pytest.mark.constraint
def test_a_list_in_force_is_not_edited_behind_the_products_back(town):
    doc = a_list("L1", town.county, an_item("0701", "fire"))
    item = doc.items.get()
    draft = a_draft("L1", town.county)

    assert refused("UPDATE duties_listitem SET title = '改' WHERE id = %s", item.pk)
    assert refused("UPDATE duties_listitem SET doc_id = %s WHERE id = %s", draft.pk, item.pk)
    assert refused("DELETE FROM duties_listitem WHERE id = %s", item.pk)
    assert refused("UPDATE duties_listdoc SET effective_from = '2020-01-01' WHERE id = %s", doc.pk)
    assert refused("UPDATE duties_listdoc SET state = 'draft' WHERE id = %s", doc.pk)
    assert refused("UPDATE duties_listitem SET doc_id = %s WHERE doc_id = %s", doc.pk, draft.pk)
    assert refused("UPDATE duties_listitem SET kind = 'L2' WHERE doc_id = %s", draft.pk)
    assert not refused("UPDATE duties_listitem SET title = '改' WHERE doc_id = %s", draft.pk)


@pytest.mark.constraint
def test_two_versions_of_one_list_are_never_in_force_on_one_day(town):
    a_list("L1", town.county, an_item("0701", "fire"))
    late = in_force(a_draft("L1", town.county, an_item("0304", "fire")), date(2026, 9, 1))

    with pytest.raises(ListOverlap):
        in_force(a_draft("L1", town.county, an_item("0304", "fire")), JUNE)
    assert refused("UPDATE duties_listdoc SET effective_to = '2026-12-01' WHERE kind = 'L1' AND id <> %s "
                   "AND state = 'in_force'", late.pk)  # fmt: skip


def test_an_empty_list_or_one_without_an_approval_does_not_come_into_force(town):
    with pytest.raises(Invalid):
        in_force(a_draft("L1", town.county))
    doc = a_draft("L1", town.county, an_item("0701", "fire"))
    with pytest.raises(Invalid) as wrong:
        put_in_force(SYSTEM, doc_id=doc.pk, approval=Approval(JUNE, " "), at=AT)
    assert "approved_by" in wrong.value.fields


def test_a_repealed_list_holds_until_its_last_day_and_a_draft_can_be_discarded(town):
    a_body(town.county, function="fire")
    doc = a_list("L1", town.county, an_item("0701", "fire"))
    repeal_list(SYSTEM, doc_id=doc.pk, on=JUNE, at=AT)

    def asked(on: date) -> bool:
        return who_answers(category_code="0701", area_id=town.county.pk, klass="", on=on).is_gap

    assert (asked(date(2026, 5, 31)), asked(JUNE)) == (False, True)
    assert repeal_list(SYSTEM, doc_id=a_draft("L1", town.county).pk, on=JUNE, at=AT).state == "repealed"


def test_the_difference_names_what_was_added_changed_and_removed(town):
    old = a_list("L1", town.county, *(an_item("0701", "fire", code=str(n), title="原") for n in (1, 2, 3)))
    new = draft_list(SYSTEM, kind="L1", area_id=town.county.pk, no="2", title="清单", at=AT)
    by_code = {item.code: item.pk for item in new.items.all()}
    remove_item(SYSTEM, doc_id=new.pk, item_id=by_code["1"], at=AT)
    changed = an_item("0701", "fire", code="2", title="新")
    save_item(SYSTEM, doc_id=new.pk, item_id=by_code["2"], item=changed, at=AT)
    save_item(SYSTEM, doc_id=new.pk, item=an_item("0701", "fire", code="4"), at=AT)

    found = difference(old, new)

    assert [item.code for item in found.added] == ["4"]
    assert [item.code for item in found.removed] == ["1"]
    assert [(c.code, c.fields) for c in found.changed] == [("2", (("title", "原", "新"),))]


@pytest.mark.parametrize(
    ("kind", "item", "field"),
    [
        ("L1", an_item("", "fire"), "category"),
        ("L1", an_item("0701", ""), "lead_function"),
        ("L1", an_item("0799", "fire"), "category"),
        ("L1", an_item("0701", "no_such_function"), "lead_function"),
        ("L1", an_item("0701", "fire", klass="Z"), "klass"),
        ("L1", an_item("0701", "fire", limit_amount=5), "limit_amount"),
        ("L1", an_item("0701", "fire", limit_amount=0, limit_unit="day"), "limit_amount"),
        ("L1", an_item("0701", "fire", title="长" * 121), "title"),
        ("L1", an_item("0701", "fire", helpers={"nobody": "看"}), "helpers"),
        ("L1", an_item("0701", "fire", helpers={"street": "看；听"}), "helpers"),
        ("L3", an_item("1301", stream="party"), "work_kind"),
        ("L3", an_item("1301", work_kind="lawful"), "stream"),
    ],
)
def test_a_wrong_item_is_refused_at_its_field(town, kind, item, field):
    doc = a_draft(kind, town.county)

    with pytest.raises(Invalid) as wrong:
        save_item(SYSTEM, doc_id=doc.pk, item=item, at=AT)

    assert field in wrong.value.fields


def test_two_items_of_one_draft_do_not_share_a_code(town):
    doc = a_draft("L1", town.county, an_item("0701", "fire", code="7"))
    with pytest.raises(Invalid):
        save_item(SYSTEM, doc_id=doc.pk, item=an_item("0304", "fire", code="7"), at=AT)


def test_only_the_list_keeper_of_the_area_keeps_its_lists(town):
    keeper, elsewhere = an_actor("list_keeper", town.county), an_actor("list_keeper", town.streets[0])
    clerk = an_actor("dispatcher", town.county)
    doc = draft_list(keeper, kind="L1", area_id=town.county.pk, no="1", title="清单", reason="年度调整", at=AT)

    for other in (elsewhere, clerk):
        with pytest.raises(NotAllowed):
            save_item(other, doc_id=doc.pk, item=an_item("0701", "fire"), at=AT)
        with pytest.raises(NotAllowed):
            draft_list(other, kind="L1", area_id=town.county.pk, no="1", title="清单", at=AT)


def test_every_change_of_a_list_stands_in_the_journal(town):
    doc = a_list("L1", town.county, an_item("0701", "fire"))
    codes = JournalRow.objects.filter(thing="list", thing_id=doc.pk).order_by("id").values_list("code", flat=True)
    assert list(codes) == ["duties.list_drafted", "duties.list_item_saved", "duties.list_put_in_force"]


def test_a_ruling_proposes_a_change_once_and_old_proposals_are_shown_until_decided(town):
    body = a_body(town.county, function="fire")
    judge, keeper = an_actor("adjudicator", town.county), an_actor("list_keeper", town.county)
    ask = {"item_id": None, "category_code": "0701", "lead_body_id": body.pk, "ruling_ref": "case:7:T18"}
    proposal = propose_change(judge, **ask, at=AT)
    assert propose_change(judge, **ask, at=AT) == proposal

    month_later = AT.replace(month=12, day=3)
    assert list(old_proposals(keeper, at=AT)) == []
    assert list(old_proposals(keeper, at=month_later)) == [proposal]

    with pytest.raises(NotAllowed):
        decide_proposal(judge, proposal_id=proposal.pk, taken=True, note="采纳", at=month_later)
    decide_proposal(keeper, proposal_id=proposal.pk, taken=True, note="列入下一版", at=month_later)
    assert list(open_proposals(keeper)) == []
    assert ListProposal.objects.get().state == "taken"


def test_someone_who_only_takes_calls_proposes_nothing(town):
    body = a_body(town.county)
    with pytest.raises(NotAllowed):
        propose_change(an_actor("intake", town.county), item_id=None, category_code="0701", lead_body_id=body.pk,
                       ruling_ref="case:1", at=AT)  # fmt: skip


def test_an_item_keeps_its_category_alive(town):
    doc = a_list("L1", town.county, an_item("0701", "fire"))
    assert ListItem.objects.get(doc=doc).category.code == "0701"
    assert doc.effective_from == SINCE
