"""Two texts are alike by what they say; greetings, stock phrases of hotlines, places and numbers do not count."""

import pytest

from huying.language.likeness import alike, bands, grams, shared_words, sketch

LIFT = "颐和公馆3幢电梯坏了三天，老人上下楼很不方便。"
SAME = "您好，我想反映一下颐和公馆 3 栋的电梯坏了，老人小孩上下楼都不方便，希望有关部门尽快处理，谢谢！"
OTHER = "您好，我想反映一下颐和公馆门口的垃圾没人清，苍蝇很多，希望有关部门尽快处理，谢谢！"


@pytest.mark.parametrize(
    ("one", "other", "least", "most"),
    [
        (LIFT, LIFT, 1.0, 1.0),
        (LIFT, SAME, 0.3, 0.9),
        (SAME, OTHER, 0.0, 0.05),
        ("诉求人来电反映：路灯不亮。请相关部门核实处理。", "诉求人来电反映：井盖破损。请相关部门核实处理。", 0.0, 0.05),
        ("市民到宁海路街道办事处来访反映路灯不亮", "市民到宁海路街道办事处来访反映井盖破损", 0.0, 0.05),
        ("", LIFT, 0.0, 0.0),
    ],
)
def test_likeness_goes_by_what_is_said(one: str, other: str, least: float, most: float) -> None:
    ignore = ("颐和公馆",)
    assert least <= alike(sketch(one, ignore=ignore), sketch(other, ignore=ignore)) <= most


def test_a_long_text_is_compared_as_far_as_its_sketch_reaches() -> None:
    long = "".join(chr(0x4E00 + (number * 37) % 9000) for number in range(1500))
    assert len(sketch(long)) == 4 * 128
    assert alike(sketch(long), sketch(long[:1200])) > 0.7
    assert alike(sketch(long), sketch("".join(chr(0x6000 + n * 11 % 8000) for n in range(900)))) < 0.1


def test_much_alike_texts_share_a_band_and_strangers_do_not() -> None:
    one, other = set(bands(grams(LIFT))), set(bands(grams(LIFT.replace("三天", "一周"))))
    assert one & other
    assert not one & set(bands(grams("公交站台的座椅松动，候车的人怕摔。")))
    assert all(-(2**31) <= number < 2**31 for number in one)
    assert len(one) == 16
    assert bands(grams("")) == []


def test_the_reason_is_what_stands_in_both() -> None:
    assert shared_words(LIFT, SAME, ignore=("颐和公馆",))[0] in ("电梯坏了", "电梯坏", "上下楼")
    assert shared_words(LIFT, OTHER, ignore=("颐和公馆",)) == ()
