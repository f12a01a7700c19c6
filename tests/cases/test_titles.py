"""What a case is called says what is wrong and never who says so: titles stand in lists, messages and the search."""

import pytest

from huying.cases import actions as do
from huying.cases.models import Case
from huying.cases.queries import Filters, search
from huying.cases.titles import title_of
from huying.duties.public import category
from huying.kernel.actor import SYSTEM
from huying.kernel.errors import Invalid
from huying.notices.public import inbox
from huying.people.public import ensure_account
from tests.cases.makers import ELEMENTS, STALLS, Life, filed, on, settle
from tests.people.makers import person

NAME, KIND = "欧阳冰玉", "生活垃圾"

TITLES = [
    # words, the name given, the title
    ("楼道灯不亮，晚上回家摸黑。", "", "楼道灯不亮"),
    ("您好，我叫王小明，电话13912345678。楼道灯坏了。", "", "楼道灯坏了"),
    ("我叫王小明住在3单元楼道灯坏了", "王小明", "住在3单元楼道灯坏了"),
    ("我叫欧阳冰玉住在3单元楼道灯坏了", "", "住在3单元楼道灯坏了"),
    ("我是王小明。", "", KIND),
    ("我是王女士，井盖松了，走过去会响", "", "井盖松了"),
    ("我是3单元的租户，水管漏了三天", "", "我是3单元的租户"),
    ("姓名：阿依古丽·买买提，路灯坏了", "", "路灯坏了"),
    ("联系人：张三 电话 025-83241234。下水道堵了", "", "下水道堵了"),
    ("联系人是张三，下水道堵了", "", "下水道堵了"),
    ("打13912345678找王小明，楼道灯坏了。", "", "楼道灯坏了"),
    ("请联系王小明", "", KIND),
    ("业主王小明家里漏水到楼下", "王小明", "家里漏水到楼下"),
    ("住户刘大强，家里没水", "", "家里没水"),
    ("王 小 明反映楼道灯坏了", "王小明", "反映楼道灯坏了"),
    ("本人姓褚遂良，楼道灯坏了", "", "楼道灯坏了"),
    ("我的手机号是13912345678", "", KIND),
    ("微信 abc12345，楼道灯坏了", "", "楼道灯坏了"),
    ("我叫了物业三次都没有人来", "", "我叫了物业三次都没有人来"),
    ("举报人行道上停车没有人管", "", "举报人行道上停车没有人管"),
    ("业主高度不满电梯总坏", "", "业主高度不满电梯总坏"),
    ("电表 88661 不走了", "", "电表 … 不走了"),
    ("My name is Anna Smith. The lamp is broken", "", "The lamp is broken"),
    ("Hello, this is Anna Smith, the lamp is out", "anna smith", "the lamp is out"),
    ("I am unable to sleep", "", "I am unable to sleep"),
]


def test_the_title_is_the_first_clause_that_says_what_is_wrong():
    made = [(words, name, title_of(words, KIND, named=True, names=[name])) for words, name, _title in TITLES]
    assert made == TITLES
    assert {title_of(words, KIND, named=False, names=[name]) for words, name, _title in TITLES} == {KIND}


@pytest.mark.django_db
def test_the_reporters_own_name_never_becomes_a_title_and_staff_cannot_write_it_into_one():
    town = settle()
    words = f"{NAME}家门口的垃圾三天没人清，味道很大。"
    life = Life(
        town, filed(town, by="受理员", channel="phone", words=words, name=NAME, phone="13912345678").case.pk, on(17)
    )
    assert life.case.title == "家门口的垃圾三天没人清"
    for title in (f"{NAME}家门口的垃圾", "欧阳 冰玉家门口的垃圾", "我是王小明", "垃圾没人清，打13912345678"):
        with pytest.raises(Invalid) as refused:
            do.accept(life.by("受理员"), acceptance=do.Acceptance(ELEMENTS, "清走", title=title), **life.next())
        assert "title" in refused.value.fields
        assert NAME not in str(refused.value.fields["title"])
    do.accept(life.by("受理员"), acceptance=do.Acceptance(ELEMENTS, "清走", title="门口垃圾没人清"), **life.next())
    second = do.SecondMatter("另外楼下有流动摊贩", STALLS, title=f"{NAME}楼下有摊贩")
    with pytest.raises(Invalid):
        do.split(life.by("派单员"), second=second, **life.next())
    life.dispatch()

    assert life.case.title == "门口垃圾没人清"
    told = repr([message for message in inbox(life.by("城管经办")) if message.template == "unit.dispatched"])
    assert life.case.title in told
    assert NAME not in told
    assert not search(life.by("派单员"), filters=Filters(text=NAME), at=life.at).items


@pytest.mark.django_db
def test_the_name_that_an_account_keeps_stays_out_too_and_a_hidden_case_is_called_by_its_kind():
    town = settle()
    account = ensure_account(SYSTEM, phone="13987654321", name=NAME, at=on(16))
    town.actors["欧阳"] = person(account)
    case = filed(town, by="欧阳", words=f"{NAME}家楼下垃圾没人清，味道很大。").case
    assert case.title == "家楼下垃圾没人清"
    assert filed(town, by="欧阳", words=f"{NAME}。垃圾没人清。").case.title == "垃圾没人清"
    assert filed(town, by="欧阳", words=f"{NAME}反映").case.title == category(case.category_code).name

    life = Life(town, filed(town, words="垃圾堆在老王家门口。").case.pk, on(17))
    assert life.case.title == "垃圾堆在老王家门口"
    life.accept()
    do.reclassify(life.by("派单员"), change=do.Reclassification("wrong_category", category_code=STALLS), **life.next())
    assert life.case.title == "垃圾堆在老王家门口"
    do.change_confidentiality(life.by("信息官"), level="P1", **life.next())
    assert life.case.title == category(STALLS).name
    assert NAME not in repr(list(Case.objects.values_list("title", flat=True)))


@pytest.mark.django_db
def test_a_kind_of_matter_that_is_confidential_makes_the_case_so_whichever_step_finds_it():
    """Accepted as, put right to, or split off as a child's call for help: level, reporters, title and keys follow."""
    town = settle()
    bullied = "090404"

    def accepted(life: Life) -> Case:
        given = do.Acceptance(ELEMENTS, "帮帮他", category_code=bullied)
        return do.accept(life.by("受理员"), acceptance=given, **life.next())

    def put_right(life: Life) -> Case:
        life.accept()
        change = do.Reclassification("wrong_category", category_code=bullied)
        return do.reclassify(life.by("派单员"), change=change, **life.next())

    def split_off(life: Life) -> Case:
        life.accept()
        return do.split(life.by("派单员"), second=do.SecondMatter("孩子在学校被人欺负", bullied), **life.next())

    for step in (accepted, put_right, split_off):
        life = Life(town, filed(town, words="楼下总有人堵着我家孩子。").case.pk, on(17))
        case = Case.objects.get(pk=step(life).pk)
        levels = set(case.reporters.values_list("confidentiality", flat=True))
        assert (step.__name__, case.confidentiality, levels, case.apart) == (step.__name__, "P1", {"P1"}, True)
        assert case.title == category(bullied).name
