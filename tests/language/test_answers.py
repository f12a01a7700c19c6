"""An approver is told what to look at in an answer, with the reason; the answer itself decides nothing."""

import pytest

from huying.language.answers import answer_hints

ASKED = "颐和公馆3单元的楼道灯坏了一周，晚上摸黑上楼，老人怕摔，请尽快修。"
GOOD = "11月17日上午，我街道会同物业到3单元现场查看，因线路老化导致楼道灯不亮，已更换灯泡和开关，当晚恢复照明。"


@pytest.mark.parametrize(
    ("answered", "same_before", "codes"),
    [
        (GOOD, 0, []),
        ("已处理。", 0, ["empty"]),
        ("您好，您反映的问题已收悉，已转相关部门办理，感谢您的支持。", 0, ["empty"]),
        ("3单元的楼道灯坏了一周，晚上摸黑上楼，老人怕摔。", 0, ["copied_call", "elements"]),
        ("11月17日，我局执法队员到菜市场现场检查，因占道经营，已责令摊主整改。", 0, ["off_point"]),
        (GOOD, 5, ["template"]),
        ("楼道灯已经更换。", 0, ["elements"]),
    ],
)
def test_each_weakness_is_named(answered: str, same_before: int, codes: list[str]) -> None:
    found = answer_hints(ASKED, answered, places=("颐和公馆",), same_before=same_before)
    assert [one.code for one in found] == codes
    assert all(str(one.reason) for one in found)


def test_it_says_which_elements_are_missing_and_counts_what_was_done_besides() -> None:
    (hint,) = answer_hints(ASKED, "楼道灯已经更换。")
    assert [str(one)[:2] for one in hint.missing] == ["何人", "何时", "起因"]
    assert answer_hints(ASKED, "楼道灯已经更换。", done="11月17日物业师傅到3单元查看，线路老化，换了灯泡") == []
