"""Where a matter lies is taken from what was written; what intake puts right once is right the next time."""

import pytest

from huying.cases import actions as do
from huying.cases.models import Case
from huying.cases.states import S
from huying.territory.models import Alias, LearnedPlace
from huying.territory.public import place_meant
from tests.cases.makers import ELEMENTS, RUBBISH, a_case, filed, on, settle
from tests.organisations.makers import an_actor

pytestmark = pytest.mark.django_db
REPORT = {"kind": "complaint", "category_code": RUBBISH, "confidentiality": "P0", "consent": "1", "other": "1"}


def report(client, place: str, words: str = "垃圾三天没人清了", **given: str):
    return client.post("/report/", {**REPORT, "words": words, "place": place, **given})


def test_a_resident_is_asked_only_where_it_is_not_clear(client_as):
    town = settle()
    client = client_as(town.resident)
    assert report(client, "颐和公馆3幢楼下").status_code == 302
    assert Case.objects.latest("pk").area_id == town.estate.pk

    unknown = report(client, "大槐树底下").content.decode()
    assert "没有认出这个地方，请选是哪个社区" in unknown
    assert 'value="大槐树底下"' in unknown
    assert report(client, "大槐树底下", area_id=str(town.community.pk)).status_code == 302
    assert report(client, "我家楼下", "颐和公馆的垃圾三天没人清了").status_code == 302
    assert Case.objects.latest("pk").area_id == town.estate.pk

    for area in (town.community, town.other_street):
        Alias.objects.create(area=area, text="水塔下", kind="alias")
    several = report(client, "水塔下")
    assert several.status_code == 422
    assert several.content.decode().count('name="area_id" value=') == 2


def test_while_one_writes_the_page_says_what_it_is_taken_for(client_as):
    town = settle()
    client = client_as(town.resident)
    assert "看作：" in client.post("/report/place/", {"place": "颐和公馆3幢"}).content.decode()
    assert "没有认出这个地方" in client.post("/report/place/", {"place": "大槐树底下"}).content.decode()
    assert "请写一下在哪里" in client.post("/report/place/", {"words": "灯不亮"}).content.decode()


def test_what_intake_puts_right_is_learned_and_can_be_taken_back(client_as):
    town = settle()
    case = filed(town, place="老机修厂3幢2单元501", area_id=town.other_street.pk).case
    acceptance = do.Acceptance(elements=ELEMENTS, wish="清走", area_id=town.estate.pk)
    do.accept(town.actor("受理员"), case_id=case.pk, acceptance=acceptance, at=on(16, 10))
    case.refresh_from_db()
    assert case.area_id == town.estate.pk
    assert LearnedPlace.objects.values_list("text", "area", "origin_id").get() == ("老机修厂", town.estate.pk, case.pk)
    assert report(client_as(town.resident), "老机修厂门口").status_code == 302
    assert Case.objects.latest("pk").area_id == town.estate.pk

    keeper = client_as(an_actor("system_admin", town.county))
    assert "老机修厂" in keeper.get("/manage/areas/learned/").content.decode()
    turn = f"/manage/areas/learned/{LearnedPlace.objects.get().pk}/"
    assert keeper.post(turn, {"reason": "不是这里"}).status_code == 302
    assert "老机修厂" in keeper.get("/manage/areas/learned/?state=undone").content.decode()
    assert report(client_as(town.resident), "老机修厂门口").status_code == 422
    assert keeper.post(turn, {"reason": "核对过了"}).status_code == 302
    assert LearnedPlace.objects.get().undone_at is None


def test_dispatch_may_put_the_place_right_too():
    town = settle()
    case = a_case(town, in_state=S.ACCEPTED, place="水塔下面那排房子", area_id=town.other_street.pk)
    change = do.Reclassification(reason="wrong_place", area_id=town.community.pk)
    do.reclassify(town.actor("派单员"), case_id=case.pk, change=change, at=on(16, 11))
    assert LearnedPlace.objects.get().area_id == town.community.pk
    assert place_meant("水塔下面那排房子积水").best.area_id == town.community.pk


def test_nothing_is_learned_from_what_is_confidential_and_the_desk_may_change_the_place(client_as):
    town = settle()
    secret = filed(town, kind="report", place="老机修厂").case
    acceptance = do.Acceptance(elements=ELEMENTS, wish="查", area_id=town.estate.pk)
    do.accept(town.actor("受理员"), case_id=secret.pk, acceptance=acceptance, at=on(16, 10))
    assert not LearnedPlace.objects.exists()

    desk = client_as(town.actor("受理员"))
    shown = desk.get(f"/desk/cases/{filed(town, place='颐和公馆').case.number}/").content.decode()
    assert "属于哪里" in shown
    assert "写的可能是" in shown
    asked = desk.post("/desk/filing/", {
        "channel": "phone", "kind": "complaint", "words": "垃圾没人清", "category_code": RUBBISH, "place": "大槐树底下",
        "confidentiality": "P2",
    })  # fmt: skip
    assert (asked.status_code, "没有认出这个地方" in asked.content.decode()) == (422, True)
