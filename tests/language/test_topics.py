"""Texts about the same matter are found together, in an order a person agrees with; form letters are not a matter."""

from datetime import UTC, datetime, timedelta
from io import StringIO
from pathlib import Path

import pytest
from django.core.management import CommandError, call_command

from huying.language.clusters import Item, background_of, clusters, heat, keywords
from huying.language.likeness import grams

START = datetime(2026, 11, 1, tzinfo=UTC)
GRILL = ["楼下烧烤摊油烟直排，半夜吵人", "烧烤摊油烟熏人，半夜不收摊", "半夜烧烤摊吵闹，油烟往楼上灌"]
BRIDGE = ["过江大桥早高峰从头堵到尾", "早高峰过江大桥堵得动不了", "大桥早高峰天天堵，过江要一小时"]
LETTERS = [
    "您好，我想反映路灯不亮的问题，希望有关部门尽快处理，谢谢！",
    "您好，我想反映井盖破损的问题，希望有关部门尽快处理，谢谢！",
    "您好，我想反映自来水浑浊的问题，希望有关部门尽快处理，谢谢！",
]  # fmt: skip


def items(texts: list[str], point: tuple[float, float] | None = None) -> list[Item]:
    return [Item(number, START + timedelta(hours=number), grams(text), point) for number, text in enumerate(texts)]


def test_each_matter_is_one_cluster_and_form_letters_are_none() -> None:
    found = clusters(items(GRILL + BRIDGE + LETTERS), likeness=0.15, metres=0)
    assert sorted(sorted(one.keys) for one in found) == [[0, 1, 2], [3, 4, 5]]
    assert all(one.likeness[0] == 1.0 for one in found)


def test_what_is_farther_away_than_the_radius_is_not_in_it() -> None:
    near, far = items(GRILL, (118.78, 32.06)), items(GRILL, (118.88, 32.06))
    both = near + [Item(one.key + 3, one.at, one.pieces, one.point) for one in far]
    assert sorted(len(one.keys) for one in clusters(both, likeness=0.1, metres=500)) == [3, 3]
    assert [len(one.keys) for one in clusters(both, likeness=0.1, metres=20_000)] == [6]


def test_likes_are_squashed_and_many_voices_come_first() -> None:
    week = START + timedelta(days=7)
    voices = heat(people=20, likes=[0] * 20, first=START, last=week)
    liked = heat(people=3, likes=[2000, 0, 0], first=START, last=week)
    plain = heat(people=3, likes=[0, 0, 0], first=START, last=week)
    assert voices > liked > plain
    assert heat(people=5, likes=[], first=START, last=week) > heat(
        people=5, likes=[], first=START, last=START + 9 * (week - START)
    )


def test_keywords_are_what_these_say_and_others_do_not() -> None:
    said = keywords(GRILL, background=background_of(GRILL + BRIDGE + LETTERS))
    assert {"烧烤摊", "烧烤", "油烟"} & set(said)
    assert not {"您好", "问题", "大桥"} & set(said)


def test_the_command_prints_topics_hottest_first(tmp_path: Path) -> None:
    path = tmp_path / "said.csv"
    lines = [
        f"{text},{text}。,2026/11/{number + 1} 10:00:00,{number}" for number, text in enumerate(GRILL + BRIDGE[:2])
    ]
    path.write_text("\n".join(["title,body,sent_at,likes", *lines]), encoding="utf-8")
    out = StringIO()
    call_command("show_topics", file=path, likeness=0.15, fewest=2, stdout=out)
    said = out.getvalue()
    assert "5 texts, 2 topics" in said
    assert said.index("烧烤") < said.index("大桥")
    path.write_text("title,body,sent_at,likes\na,b,gestern,0", encoding="utf-8")
    with pytest.raises(CommandError, match="no moment"):
        call_command("show_topics", file=path)
    with pytest.raises(CommandError, match="not there"):
        call_command("show_topics", file=tmp_path / "no.csv")


def test_words_that_say_nothing_are_no_keywords() -> None:
    asked = ["麻烦问一下，就是电梯一直坏。", "麻烦一下，电梯怎么还没修。", "辛苦了，电梯就是一直不修。"]
    assert keywords(asked, background=background_of([*asked, *BRIDGE])) == ("电梯",)
