"""The staff page of one case: a chooser that can be searched, parts split off, where it stands and what comes next."""

import pytest

from huying.cases import actions as do
from huying.cases.models import Case
from huying.cases.queries.standing import NEXT
from huying.cases.states import STORED, S
from tests.cases.makers import LAMPS, RUBBISH, STALLS, a_case, filed, settle

pytestmark = pytest.mark.django_db


def test_helpers_are_searched_without_scripts_and_nothing_typed_is_lost(client_as):
    town = settle()
    case = a_case(town, in_state=S.ACCEPTED)
    typed = {
        "version": case.version, "body_id": town.body("城管"), "helpers": [town.body("环保")], "reason": "他们熟悉",
        "helpers_find": "住建", "find": "helpers",
    }  # fmt: skip

    page = client_as(town.actor("派单员")).post(f"/desk/cases/{case.number}/dispatch/", typed)
    text = page.content.decode()
    case.refresh_from_db()
    shown = text[text.index("chooser-list") : text.index("</ul>", text.index("chooser-list"))]

    assert (page.status_code, case.state) == (200, S.ACCEPTED)
    assert "区住建局" in shown
    assert "颐和路社区居委会" not in shown
    assert shown.index("区生态环境局") < shown.index("区住建局"), "what is ticked stands first and stays"
    assert "他们熟悉" in text
    assert "field-error" not in text


def test_several_helpers_are_asked_at_once(client_as):
    town = settle()
    case = a_case(town, in_state=S.IN_HANDLING)
    given = {"helpers": [town.body("住建"), town.body("环保")], "task": "一起到现场", "working_days": 2}

    done = client_as(town.actor("城管负责人")).post(f"/desk/cases/{case.number}/add_helper/", given)

    assert done.status_code == 302
    assert set(case.parts.values_list("body_id", flat=True)) == {town.body("住建"), town.body("环保")}


def test_what_is_alike_and_near_is_shown_and_offered_for_merging_and_nothing_else(client_as):
    """Two of one kind a hundred metres apart; not another kind, not 300 m away, not what this desk may not see."""
    town = settle()
    lon, lat = 118.7650, 32.0600
    far, near = 300 / 111_320, 100 / 111_320

    def here(north: float, **given):
        return a_case(town, in_state=S.ACCEPTED, area_id=town.street.pk, point=do.Point(lon, lat + north), **given)

    case, alike = here(0), here(near, by="李阿姨")
    others = [here(far, by="王先生"), here(near, by="王先生", category_code=STALLS)]
    place = {"area_id": town.street.pk, "point": do.Point(lon, lat + near)}
    hidden = filed(town, by="王先生", target_body_id=town.body("指挥中心"), **place).case
    client = client_as(town.actor("派单员"))
    page = client.get(f"/desk/cases/{case.number}/").content.decode()
    merging = page[page.index('id="step-merge"') :]
    choices = merging[merging.index("<select") : merging.index("</select>")]

    assert "附近还有 1 件像的" in page
    assert "约 100 米" in page
    assert f'value="{alike.pk}"' in choices
    assert [one.number for one in (*others, hidden) if one.number in page] == []
    done = client.post(f"/desk/cases/{case.number}/merge/", {"main_id": alike.pk, "text": "同一堆垃圾"})
    case.refresh_from_db()
    assert (done.status_code, case.merged_into_id) == (302, alike.pk)


def test_a_case_is_split_in_as_many_parts_as_it_holds_without_scripts(client_as):
    town = settle()
    case = a_case(town, in_state=S.ACCEPTED)
    client, address = client_as(town.actor("派单员")), f"/desk/cases/{case.number}/split/"
    first = {"parts": "1", "words_1": "楼道灯也坏了", "category_1": LAMPS}

    more = client.post(address, {**first, "more": "1"}).content.decode()
    assert "楼道灯也坏了" in more
    assert 'name="words_2"' in more
    assert Case.objects.count() == 1
    both = {**first, "parts": "2", "version": case.version, "words_2": "门口还有一堆垃圾", "category_2": RUBBISH}
    done = client.post(address, both, follow=True)

    parts = Case.objects.filter(split_from=case)
    assert {one.words for one in parts} == {"楼道灯也坏了", "门口还有一堆垃圾"}
    assert all(one.number in done.content.decode() for one in parts)
    assert all(one.filed_at == case.filed_at for one in parts)


def test_a_part_that_cannot_be_split_off_takes_the_others_back(client_as):
    town = settle()
    case = a_case(town, in_state=S.ACCEPTED)
    given = {"parts": "2", "words_1": "楼道灯也坏了", "category_1": LAMPS, "words_2": "啊", "category_2": RUBBISH}

    page = client_as(town.actor("派单员")).post(f"/desk/cases/{case.number}/split/", given)

    assert page.status_code == 422
    assert "楼道灯也坏了" in page.content.decode()
    assert Case.objects.count() == 1


def test_every_state_says_whose_turn_it_is_and_what_comes_next():
    assert set(NEXT) == set(STORED)


def test_the_page_says_who_is_next_until_when_and_under_which_rule(client_as):
    town = settle()
    case = a_case(town, in_state=S.IN_HANDLING)

    text = client_as(town.actor("城管经办")).get(f"/desk/cases/{case.number}/").content.decode()

    assert "区城管局：先联系诉求人，办好后报结果" in text.replace("</strong> ", "")
    assert 'class="is-current" aria-current="step"' in text
    assert "办理时限表：一般件" in text
    assert "SLA-" not in text


def test_the_limit_on_top_is_that_of_whose_turn_it_is(client_as):
    town = settle()
    case = a_case(town, in_state=S.HANDED_IN)

    page = client_as(town.actor("派单员")).get(f"/desk/cases/{case.number}/")

    assert page.context["view"].clock.kind == "result_review"


@pytest.mark.parametrize(("level", "way"), [("P0", "phone"), ("P1", "message")])
def test_a_unit_is_first_offered_the_way_on_which_it_may_reach_the_reporter(client_as, level, way):
    town = settle()
    case = a_case(town, in_state=S.IN_HANDLING, confidentiality=level)
    page = client_as(town.actor("城管负责人")).get(f"/desk/cases/{case.number}/").content.decode()
    field = page[page.index('id="id_log_contact_way"') :]
    options = field[: field.index("</select>")]
    chosen = [one for one in options.split("<option")[1:] if "selected" in one] or options.split("<option")[1:2]
    assert f'value="{way}"' in chosen[0]
