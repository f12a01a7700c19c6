"""What a case is called in lists, in the search and in messages to units: what is wrong, never who says so."""

import re
from collections.abc import Iterable

from django.utils.translation import gettext_lazy as _

from huying.cases.models import Case
from huying.duties.public import category
from huying.kernel.errors import Invalid
from huying.people.public import mentions, without_names

LENGTH, LEFT = 24, 4
"""How long a title made of the reporter's words may be, and how much must be left of a clause that was cut."""
CLAUSE = re.compile(r"[。！？!?；;\n，,]|\.(?=\s|$)")
LONG_NUMBER = re.compile(r"\d{5,}")
REACHED_AT = re.compile(
    r"\d[\d\s-]{5,}\d|(?<![\w.])[\w.]+@\w|^我?的?(?:联系)?(?:电话|手机|方式|微信|邮箱|住址|身份证|地址)号?码?\s*(?:[:：是为]|\w*\d{5})"
)
GREETING = re.compile(
    r"^(?:(?:您|你|大家|领导|同志|工作人员|请问|问一下|打扰|一下|麻烦|谢谢|早上|下午|晚上|们|好)+|"
    r"hello|hi|good (?:morning|evening)|please|thanks?)$",
    re.IGNORECASE,
)
SURNAMES = (
    "欧阳|上官|司马|司徒|诸葛|夏侯|东方|皇甫|尉迟|公孙|慕容|令狐|长孙|宇文|轩辕|端木|独孤|南宫|"
    "[王李张刘陈杨黄赵吴周徐孙马朱胡郭何林高罗郑梁谢宋唐许邓韩冯曹彭曾肖萧田董袁潘蒋蔡余于杜叶程苏魏吕丁任沈姚卢姜崔钟谭陆汪范金石"
    "廖贾夏韦付傅方白邹孟熊秦邱丘江尹薛闫阎段雷侯龙史陶黎贺顾毛郝龚邵万钱严覃武戴莫孔汤赖温葛洪申尤康贝耿柳施牛毕聂殷庞邢翟樊左齐"
    "岳祝俞章鲁祁乔屈倪庄辛管包冉詹车骆关焦柏欧涂宁裴兰霍盛卫游翁符阮柯蓝古穆华祖单季艾甘巫饶丛桂柴岑苗房简费纪席伍梅童]"
)
SPOKEN = r"[^\W\d_a-zA-Z]"
SURE = re.compile(
    rf"(?:我名?叫做?(?![了过不他她它你您人物救外])|我姓|本人[叫姓]|名字\s*[叫是为:：]|姓\s*名|称呼"
    rf"|(?:联系|反映|来电|投诉|举报|求助|报告|当事|报修)人\s*(?=[:：是为叫]))(?:\s|[:：是为叫])*"
    rf"(?:{SPOKEN}{{1,12}}(?:·{SPOKEN}{{1,12}})+|(?:{SURNAMES}){SPOKEN}{{1,2}}|{SPOKEN}{{2,3}}|[A-Za-z]+(?:\s+[A-Z][a-z]+){{0,2}})"
)
LIKELY = re.compile(
    rf"(?:我是|我们是|这里是|本人|联系人?|找|业主|住户|居民|租户|户主|家长)\s*[:：]?\s*(?:{SURNAMES})"
    rf"(?:[^\W\d_a-zA-Z的住在家了是不]{{1,2}}(?=$|\s|[的住在家、:：])|先生|女士|小姐|阿姨|大爷|大妈|奶奶|爷爷|老师|师傅)"
)
ENGLISH = re.compile(
    r"\b(?i:my name is|i am|i['’]m|this is|name|contact)(?:\s*:)?\s+[A-Z][\w'’-]*(?:\s+[A-Z][\w'’-]*){0,2}"
)
INTRODUCTIONS = (SURE, LIKELY, ENGLISH)


def title_of(
    words: str, kind: str, *, named: bool, names: Iterable[str] = (), owners: Iterable[int | None] = ()
) -> str:
    """The first clause that says what is wrong. The kind of matter for confidential ones, and where no clause is left
    without the reporter: neither the name given now nor the one kept of these accounts may stand in it."""
    if not named:
        return kind
    names = [name.strip() for name in names if len(name.strip()) > 1]
    clauses = [clause.strip() for clause in CLAUSE.split(words) if clause.strip()]
    titles = [title for clause in clauses if (title := _without_persons(clause, names))]
    kept = zip(titles, without_names(titles, owner_ids=owners), strict=True)
    return next((left[:LENGTH].strip() for title, left in kept if left == title or len(left) >= LEFT), kind)


def without_introductions(text: str, *, put: str) -> str:
    """Where somebody says their name in a longer text. Only what cannot be anything else is taken out."""
    for introduction in (SURE, ENGLISH):
        text = introduction.sub(put, text)
    return text


def _without_persons(clause: str, names: list[str]) -> str:
    """Empty when the clause only says who it is, or how they are reached."""
    if GREETING.match(clause) or REACHED_AT.search(clause):
        return ""
    left = clause
    for introduction in INTRODUCTIONS:
        left = introduction.sub("", left)
    for name in names:
        left = re.sub(r"\s*".join(map(re.escape, "".join(name.split()))), "", left, flags=re.IGNORECASE)
    cut, left = left != clause, LONG_NUMBER.sub("…", left).strip(" :：、-的")
    return "" if cut and len(left) < LEFT else left


def titled(case: Case, typed: str = "", *, was: tuple[str, str]) -> str:
    """The title after a change: what staff wrote, without persons; else the kind of matter, where that is what it was
    called or where the case is hidden now. `was`: its category and who might know of the reporter, before."""
    typed = typed.strip()[: Case._meta.get_field("title").max_length]
    if typed and typed != case.title:
        reporters = list(case.reporters.values_list("record_id", "account_id"))
        guard_title(
            typed, record_ids=[one for one, _account in reporters], owner_ids=[one for _record, one in reporters]
        )
        return typed
    before, now = category(was[0]), category(case.category_code)
    hidden = was[1] == "P0" != case.confidentiality
    return now.name if now and (hidden or (before and case.title == before.name)) else case.title


def guard_title(title: str, *, record_ids: Iterable[int | None], owner_ids: Iterable[int | None]) -> None:
    """Words that staff propose as a title stand in lists and messages too."""
    if REACHED_AT.search(title) or any(introduction.search(title) for introduction in INTRODUCTIONS):
        raise Invalid(fields={"title": _("标题会出现在列表和消息里，请只写是什么事，去掉姓名和电话。")})
    if mentions(title, record_ids=record_ids, owner_ids=owner_ids):
        raise Invalid(fields={"title": _("标题里有反映人的姓名，请去掉：标题会出现在列表和消息里。")})
