"""What must not be public is found wherever it was planted, and nothing else is."""

import pytest

from huying.language.private import Span, card_holds, identity_holds, mask, private_spans

PLANTED = [
    ("请打我手机13812345678联系", "phone", "13812345678"),
    ("电话 138-1234-5678，晚上也行", "phone", "138-1234-5678"),
    ("手机：＋86 １３８１２３４５６７８", "phone", "＋86 １３８１２３４５６７８"),
    ("座机 025-83456789 转 办公室", "landline", "025-83456789"),
    ("电话：83456789", "landline", "83456789"),
    ("身份证11010519491231002X丢了", "id_number", "11010519491231002X"),
    ("证号110105491231002请查", "id_number", "110105491231002"),
    ("发到 zhang.san@example.com 吧", "email", "zhang.san@example.com"),
    ("苏A12345一直堵着消防通道", "plate", "苏A12345"),
    ("苏AD12345占了充电位", "plate", "苏AD12345"),
    ("卡号6222 0212 3456 7894请退款", "bank_card", "6222 0212 3456 7894"),
    ("加微信zhang_san88", "account", "zhang_san88"),
    ("我叫王小明，住三楼", "name", "王小明"),
    ("联系人：李红，下午在家", "name", "李红"),
    ("楼上业主陈大力家半夜装修", "name", "陈大力"),
    ("请找张国强先生核实", "name", "张国强"),
    ("反映人欧阳修文", "name", "欧阳修文"),
    ("邻居周建国的狗没人管", "name", "周建国"),
    ("路灯坏了，请尽快修。\n刘芳", "name", "刘芳"),
    ("患者赵丽，被误诊", "name", "赵丽"),
]
NOTHING = [
    "请拨打12345或110。", "编号20261116-000123的诉求", "2026年11月16日到18日停水", "物业费1.35元/平方米，共12000元",
    "请市长、区委书记关心", "王主任说下周修", "李局长到了现场", "业主高度重视安全", "居民强烈要求", "我是业主委员会的",
    "联系人：某先生", "王某把车停在路口", "住户严重受影响", "公交路线3路、15路改道", "老板关门了", "学生安全没有保障",
    "建邺区江东中路100号", "孩子成绩下降", "司机马上开走", "工人施工到半夜", "订单号1234567890123456",
]  # fmt: skip


@pytest.mark.parametrize(("text", "kind", "word"), PLANTED)
def test_what_was_planted_is_found_and_covered(text: str, kind: str, word: str) -> None:
    found = private_spans(text)
    assert [(one.kind, text[one.start : one.end].strip()) for one in found] == [(kind, word)]
    covered = mask(text, found)
    assert word not in covered
    assert covered[: found[0].start] == text[: found[0].start]


@pytest.mark.parametrize("text", NOTHING)
def test_offices_units_dates_and_ordinary_words_are_left_alone(text: str) -> None:
    assert private_spans(text) == []


def test_numbers_must_hold_and_the_surname_stays() -> None:
    assert identity_holds("11010519491231002X")
    assert not identity_holds("110105194912310021")
    assert card_holds("6222021234567894")
    assert not card_holds("6222021234567895")
    assert mask("我叫王小明", [Span(2, 5, "name")]) == "我叫王＊＊"
    both = "我叫王小明，电话13812345678"
    assert mask(both, private_spans(both)) == "我叫王＊＊，电话＊＊＊＊＊＊"
    assert [one.kind for one in private_spans(both, sure=True)] == ["phone"]
