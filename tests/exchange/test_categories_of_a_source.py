"""What another system calls a kind of matter: seen in a trial, chosen once, used when files come in and cases leave."""

import csv
import io
from collections.abc import Callable
from typing import Any

import pytest
from django.test import Client

from huying.cases.models import Case
from huying.exchange.actions import map_categories
from huying.exchange.models import CategoryWord, Source
from huying.kernel.actor import SYSTEM
from huying.kernel.clock import now
from huying.kernel.errors import Invalid, NotAllowed
from huying.kernel.models import JournalRow
from huying.territory.public import set_jurisdiction
from tests.cases.makers import LAMPS, MONDAY, NOISE, RUBBISH, Settled, filed
from tests.exchange import shapes
from tests.exchange.asking import get
from tests.exchange.importing import as_csv, taken, wrong_of
from tests.exchange.test_importing import a_row, open_row
from tests.exchange.test_open311_posting import a_key
from tests.people.makers import with_role

pytestmark = pytest.mark.django_db
LAMP, NOISY, LONG = "市政-路灯", "环保/噪声扰民", "我家住在三号楼，电话 13812345678，楼上半夜装修"


def their_rows(town: Settled) -> list[dict[str, str]]:
    said = [LAMP, LAMP, NOISY, "垃圾清运与分类", LONG]
    return [open_row(town, f"B{n}", 诉求类别=kind, 联系电话=f"1391234567{n}") for n, kind in enumerate(said)]


def test_what_a_trial_did_not_know_is_chosen_once_and_then_known(
    town: Settled, source: Source, client_as: Callable[..., Client]
) -> None:
    content = as_csv(their_rows(town))
    tried = taken(source, content, at=MONDAY, dry=True)
    assert [code for _row, column, code in wrong_of(tried) if column == "category"] == ["unknown_word"] * 4
    seen = {one.word: one.seen for one in CategoryWord.objects.all()}
    assert seen == {LAMP: 2, NOISY: 1}, "no sentence of anybody and no telephone number is kept"

    client, here = client_as(with_role("system_admin")), "/manage/exchange/sources/12345/categories/"
    assert "有 2 种类别还不知道" in client.get(f"/manage/exchange/runs/{tried.pk}/").content.decode()
    page = client.get(here).content.decode()
    assert (LAMP in page, "最近一个文件里有 2 行" in page, "共用设施设备" in page) == (True, True, True)
    rows = {one.word: one.pk for one in CategoryWord.objects.all()}
    sent = {f"code_{rows[LAMP]}": LAMPS, f"code_{rows[NOISY]}": NOISE, "reason": "与市里核对过"}
    assert client.post(here, {**sent, "new_word": "小广告"}).status_code == 422
    assert client.post(here, {**sent, "new_word": "环卫清扫", "new_code": RUBBISH})["Location"] == here
    fact = JournalRow.objects.get(code="exchange.categories_mapped")
    assert (fact.facts["words"], LAMP in str(fact.facts)) == (3, False)

    run = taken(source, content, at=MONDAY)
    assert (run.counts["live"], run.counts["refused"]) == (4, 1)
    kinds = dict(Case.objects.values_list("origins__number", "category_code"))
    assert [kinds[f"B{n}"] for n in range(4)] == [LAMPS, LAMPS, NOISE, RUBBISH]
    assert run.mapping["categories"] == {LAMP: LAMPS, NOISY: NOISE, "环卫清扫": RUBBISH}
    assert client_as(town.actor("派单员")).get(here).status_code == 403


def test_cases_leave_with_their_word_for_the_kind(
    town: Settled, source: Source, client_as: Callable[..., Client]
) -> None:
    admin = with_role("system_admin")
    map_categories(admin, source_id=source.pk, words={LAMP: LAMPS, "路灯坏了": LAMPS}, reason="对照", at=MONDAY)
    taken(source, as_csv([a_row(town, "A1", 诉求类别="路灯坏了"), a_row(town, "A2")]), at=MONDAY)
    asked = {"since": "2026-03-01", "until": "2026-03-31", "columns": "ours", "format": "csv", "theirs": "12345"}

    def left() -> list[list[str]]:
        answer: Any = client_as(town.actor("派单员")).get("/exports/cases/", asked)
        text = b"".join(answer.streaming_content).decode("utf-8-sig")
        return [row[-1:] for row in csv.reader(io.StringIO(text))]

    assert left() == [["12345的类别"], [LAMP], [""]]
    map_categories(admin, source_id=source.pk, words={}, outward=["路灯坏了"], reason="改用这个词", at=MONDAY)
    assert left()[1] == ["路灯坏了"]
    assert CategoryWord.objects.filter(outward=True).count() == 1


def test_open311_takes_and_gives_their_codes_where_it_is_asked_in_them(town: Settled, source: Source) -> None:
    set_jurisdiction(SYSTEM, area_id=town.county.pk, at=MONDAY)
    admin, theirs = with_role("system_admin"), {"service_scheme": "12345"}
    map_categories(admin, source_id=source.pk, words={"LD-1": LAMPS, "LD-2": LAMPS}, reason="对照", at=MONDAY)
    sent = {"service_code": "LD-2", "address_id": town.grid.code, "description": "楼道灯不亮，晚上摸黑。"}
    address = "/open311/v2/requests.json"
    answer = Client().post(address, {**sent, **theirs, "api_key": a_key()})
    case = Case.objects.get(number=answer.json()[0]["service_request_id"])
    assert case.category_code == LAMPS
    assert Client().post(address, {**sent, **theirs, "api_key": a_key(), "service_code": LAMPS}).status_code == 404

    here = filed(town, at=now(), category_code=LAMPS).case  # what comes without a name is not public
    filed(town, at=now(), category_code=NOISE)
    (row,) = get("requests.json", shapes.REQUESTS, service_code="LD-1", **theirs).said
    assert (row["service_request_id"], row["service_code"]) == (here.number, "LD-1")
    assert get(f"requests/{here.number}.json", **theirs).said[0]["service_code"] == "LD-1"
    assert get(f"requests/{here.number}.json").said[0]["service_code"] == LAMPS
    assert {one["service_code"] for one in get("services.json", shapes.SERVICES, **theirs).said} == {"LD-1"}
    assert get("requests.json", service_scheme="nobody").status == 404
    assert get("requests.json", service_code="unknown", **theirs).said == []


@pytest.mark.constraint
def test_only_kinds_in_use_may_be_chosen_and_only_by_the_administrator(town: Settled, source: Source) -> None:
    given: dict[str, Any] = {"source_id": source.pk, "reason": "对照", "at": MONDAY}
    with pytest.raises(Invalid):
        map_categories(with_role("system_admin"), words={LAMP: "99"}, **given)
    with pytest.raises(Invalid):
        map_categories(with_role("system_admin"), words={"": LAMPS}, **given)
    with pytest.raises(NotAllowed):
        map_categories(town.actor("派单员"), words={LAMP: LAMPS}, **given)
    version = Source.objects.get().version
    assert map_categories(with_role("system_admin"), words={LAMP: LAMPS}, **given) == 1
    assert map_categories(with_role("system_admin"), words={LAMP: LAMPS}, **given) == 0
    assert Source.objects.get().version == version + 1
    assert map_categories(with_role("system_admin"), words={LAMP: ""}, **given) == 1
    assert not CategoryWord.objects.filter(outward=True).exists()


def test_json_says_the_same(source: Source, client_as: Callable[..., Client]) -> None:
    client, door = client_as(with_role("system_admin")), "/api/v1/exchange/sources/12345/categories"
    said = client.put(door, {"words": {LAMP: LAMPS}, "reason": "对照"}, content_type="application/json").json()
    assert said == [{"word": LAMP, "code": LAMPS, "outward": True, "seen": 0}]
    assert client.get(door).json() == said
