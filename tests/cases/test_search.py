"""Cases are found by any piece of what they say: exactly those that the asker may see, and never by a person."""

from collections.abc import Iterator
from datetime import timedelta

import pytest
from django.core.management import call_command
from django.db import connection

from huying.cases import actions as do
from huying.cases import indexing
from huying.cases.masking import HIDDEN
from huying.cases.models import Case, SearchText
from huying.cases.queries import Filters, search
from huying.cases.queries import searching as by
from huying.cases.rules import rules
from huying.cases.states import S
from huying.kernel import following
from huying.kernel.folding import folded
from huying.kernel.models import JournalRow
from tests.cases.makers import ELEMENTS, MONDAY, POLICY, Life, Settled, a_case, filed, on, settle
from tests.cases.steps import TAKE

pytestmark = pytest.mark.django_db

WORDS = (
    "楼道灯不亮，晚上回家摸黑。", "楼道里堆满了纸箱", "路灯整夜不亮", "３号楼电梯停了50%", "电梯_异响\\很大",
    "垃圾三天没清", "Wi-Fi箱子在楼道里嗡嗡响", "鑫鑫超市门口占道",
)  # fmt: skip
ASKED = ("楼道", "灯", "不亮", "%", "_", "\\", "3号楼", "ＷＩ", "鑫", "没有这样的字", "楼道 灯", "。")


def told(town: Settled, words: str, *, at=MONDAY, **given) -> Case:
    return filed(
        town, words=words, at=at, by="受理员", channel="phone", name="王小明", phone="13912345678", **given
    ).case


def keep_up() -> None:
    """What the worker does after each commit, for what this test has done so far."""
    indexing._after(list(JournalRow.objects.order_by("id")))


def pages(town: Settled, who: str, words: str, *, size: int = 3, **given) -> Iterator[by.CaseHit]:
    after = None
    while True:
        page = by.found(town.actor(who), words=words, filters=Filters(**given), at=on(20), after=after, size=size)
        yield from page.items
        if page.next_cursor is None:
            return
        after = page.next_cursor


def found(town: Settled, who: str, words: str, **given) -> list[int]:
    return [hit.row.id for hit in pages(town, who, words, **given)]


def expected(town: Settled, who: str, words: str) -> list[int]:
    """By `LIKE` over everything, then by the rule of cases, newest first."""
    sql = " AND ".join(["text LIKE %s"] * len(folded(words).split()))
    like = [f"%{one.replace(chr(92), chr(92) * 2).replace('%', chr(92) + '%').replace('_', chr(92) + '_')}%"
            for one in folded(words).split()]  # fmt: skip
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT case_id FROM cases_searchtext WHERE {sql}", like)
        ids = [pk for (pk,) in cursor.fetchall()]
    rows = rules.permitted(town.actor(who), to="see", rows=Case.objects.filter(pk__in=ids))
    return list(rows.order_by("-filed_at", "-id").values_list("pk", flat=True))


@pytest.fixture
def town() -> Settled:
    """A street and its neighbour, the same things in both; one unit at work on one of them."""
    town = settle()
    for number, words in enumerate(WORDS):
        told(town, words, at=MONDAY + timedelta(minutes=number))
        told(town, words, at=MONDAY + timedelta(minutes=number, seconds=30), area_id=town.other_street.pk)
    a_case(town, in_state=S.IN_HANDLING, at=MONDAY + timedelta(hours=1), words="楼道灯又坏了")
    keep_up()
    return town


def test_every_piece_is_found_by_those_who_may_see_it_and_by_nobody_else(town, monkeypatch):
    """Through the index, and by walking from the newest: the same as `LIKE` finds, page by page."""
    seen = {}
    for who in ("派单员", "统筹员", "城管经办", "住建经办", "张先生"):
        for words in ASKED if who in ("派单员", "统筹员") else ASKED[:2]:
            seen[who, words] = found(town, who, words)
            assert seen[who, words] == expected(town, who, words), (who, words)
    assert len(seen["派单员", "楼道"]) == 2 * 3 + 1
    assert len(seen["统筹员", "楼道"]) == 3 + 1
    assert len(seen["城管经办", "楼道"]) == 1
    assert seen["住建经办", "楼道"] == seen["派单员", "没有这样的字"] == []

    monkeypatch.setattr(by, "_share_seen", lambda *asked: 1.0)
    for total in (17, 160):
        monkeypatch.setattr(by, "WALKED_MOST", 40)
        monkeypatch.setattr(by, "how_common", lambda *asked, total=total: (total, 0.5))
        for (who, words), ids in list(seen.items())[::3]:
            assert found(town, who, words) == ids, (total, who, words)


def test_who_works_for_a_unit_is_looked_up_by_every_way_in_which_the_rule_lets_them_see():
    """What a search starts from stands beside the rule, for its pace; it leaves out nothing that the rule lets in."""
    town = settle()
    answered = a_case(town, in_state=S.IN_HANDLING)
    TAKE["add_helper"](Life(town, a_case(town, in_state=S.IN_HANDLING).pk, on(16, 10)))
    a_case(town, in_state=S.ESCALATED)
    joined = a_case(town)
    do.join_case(town.actor("住建经办"), case_id=joined.pk, at=on(16, 10))
    told(town, "与单位无关的一件")

    seen = {}
    for who in ("城管经办", "城管负责人", "住建经办", "住建负责人", "派单员", "张先生"):
        let_in = rules.permitted(town.actor(who), to="see", rows=Case.objects.all())
        seen[who] = set(by.permitted(town.actor(who)).values_list("pk", flat=True))
        assert seen[who] == set(let_in.values_list("pk", flat=True)), who
    assert (len(seen["城管经办"]), len(seen["住建负责人"]), len(seen["住建经办"])) == (3, 2, 3)
    assert answered.pk not in seen["住建经办"]
    assert joined.pk in seen["住建经办"]


def test_a_walk_that_finds_little_stops_and_says_how_far_back_it_has_looked(town, monkeypatch, client_as):
    monkeypatch.setattr(by, "how_common", lambda *asked: (400_000, 0.5))
    monkeypatch.setattr(by, "_share_seen", lambda *asked: 1.0)
    first = by.found(town.actor("派单员"), words="垃圾三天", filters=Filters(), at=on(20), size=3)
    assert (first.items, bool(first.next_cursor)) == ([], True)
    assert first.back_to is not None
    assert first.back_to > MONDAY
    shown = client_as(town.actor("派单员")).get("/desk/search/?text=垃圾三天").content.decode()
    assert "最近的里面没有" in shown
    assert shown.count("继续往前查") == 1
    assert found(town, "派单员", "垃圾三天") == expected(town, "派单员", "垃圾三天")


def test_filters_days_and_numbers_narrow_what_is_found(town):
    newest = Case.objects.latest("pk")
    assert found(town, "派单员", "楼道灯", state="S40") == [newest.pk]
    assert found(town, "派单员", "楼道灯", until=on(15).date()) == []
    assert len(found(town, "派单员", "楼道灯", since=on(16).date(), area_id=town.other_street.pk)) == 1
    for typed in (newest.number, newest.number.lower(), newest.number.replace("-", "")):
        assert found(town, "派单员", typed) == [newest.pk]
    assert found(town, "派单员", newest.number[-6:]) == [newest.pk]
    assert found(town, "住建经办", newest.number) == []
    late = told(town, "刚刚打来的电话")
    assert found(town, "派单员", late.number) == [late.pk], "by its number at once"
    rows = search(town.actor("派单员"), filters=Filters(text="楼道灯又"), at=on(20))
    assert [row.id for row in rows] == [newest.pk]


def test_nobody_is_found_by_who_they_are(town):
    """Neither name nor telephone nor home goes in; what becomes confidential leaves at once, in the same step."""
    case = told(town, "我叫王小明，打13912345678，王 小明家楼上漏水", place="颐和公馆3幢2单元501室")
    secret = told(town, "举报有人倒卖", kind="report")
    keep_up()
    text = SearchText.objects.get(pk=case.pk).text
    assert [one for one in ("漏水", "颐和公馆3幢", folded(HIDDEN)) if one not in text] == []
    said = text.removeprefix(folded(case.number))  # a number of the day may hold any three digits
    for marker in ("王小明", "13912345678", "501室", "单元501", "小明"):
        assert (marker in text, found(town, "派单员", marker)) == (False, [])
    assert "501" not in said
    assert SearchText.objects.get(pk=secret.pk).text.startswith(folded(secret.number))
    assert (found(town, "派单员", "倒卖"), found(town, "派单员", secret.number[-6:])) == ([], [secret.pk])

    hit = next(pages(town, "派单员", "漏水"))
    assert "<mark>漏水</mark>" in hit.text
    shown = hit.text.replace(case.number, "") + hit.title + hit.place
    assert [one for one in ("王小明", "501", "1391") if one in shown] == []

    do.change_confidentiality(town.actor("信息官"), case_id=case.pk, level="P1", at=on(17), text="本人要求")
    assert not SearchText.objects.filter(pk=case.pk).exists()
    keep_up()
    assert "漏水" not in SearchText.objects.get(pk=case.pk).text


def test_what_changes_is_found_anew_and_the_archive_holds_no_names():
    town = settle()
    case = a_case(town, in_state=S.ARCHIVED, words="我叫李雷，楼道灯坏了")
    keep_up()
    assert SearchText.objects.get(pk=case.pk).text == folded(f"{case.number}\n{case.title}\n{case.words}\n{case.place}")
    assert "李雷" not in SearchText.objects.get(pk=case.pk).text
    life = told(town, "门禁坏了")
    keep_up()
    acceptance = do.Acceptance(elements=ELEMENTS, wish="修", title="大门刷卡没反应")
    do.accept(town.actor("受理员"), case_id=life.pk, acceptance=acceptance, at=on(16, 10))
    keep_up()
    keep_up()
    assert found(town, "派单员", "刷卡没反应") == [life.pk]


def test_the_worker_follows_the_journal_and_everything_can_be_written_anew(capsys, monkeypatch):
    """Which rows are surely over is tried in tests of the journal; here the rows of this transaction stand for them."""

    def committed(row_id: int, *, limit: int) -> list[JournalRow]:
        return list(JournalRow.objects.filter(pk__gt=row_id).order_by("pk")[:limit])

    monkeypatch.setattr(following, "facts_since", committed)
    town = settle()
    case = a_case(town, in_state=S.ACCEPTED, words="楼道灯不亮", category_code=POLICY)
    while indexing.keep_up(limit=5):
        pass
    assert found(town, "派单员", "楼道灯不亮") == [case.pk]
    assert indexing.keep_up() == 0
    SearchText.objects.all().delete()
    call_command("rebuild_search")
    assert "1 cases can be found" in capsys.readouterr().out
    assert found(town, "派单员", "楼道灯不亮") == [case.pk]
