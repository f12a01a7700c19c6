"""What must not be public: numbers by which a person is reached or known, and names of private persons.

A find is a proposal: whoever publishes decides. Names are found by surname and by what stands around them; officials
by their office, units and places are not private persons.
"""

import re
from collections.abc import Iterable
from dataclasses import dataclass

WIDE = {code: code - 0xFEE0 for code in range(0xFF01, 0xFF5F)}
"""Full-width signs as usual ones: one for one, so that places in the text stay."""
MASK = "＊"
MOBILE = re.compile(r"(?<![\d.])(?:(?:\+|00)?86[ -]?)?1[3-9]\d[ -]?\d{4}[ -]?\d{4}(?!\d)")
LANDLINE = re.compile(r"(?<![\d-])(?:\(0\d{2,3}\)|0\d{2,3}[ -])?[ ]?[2-8]\d{2,3}[ -]?\d{4}(?:[转-]\d{1,5})?(?![\d-])")
AREA_CODE = re.compile(r"^\(?0\d{2,3}")
IDENTITY = re.compile(r"(?<!\d)[1-9]\d{5}(?:18|19|20)\d{2}(?:0[1-9]|1[0-2])(?:0[1-9]|[12]\d|3[01])\d{3}[\dXx](?!\d)")
OLD_IDENTITY = re.compile(r"(?<!\d)[1-9]\d{7}(?:0[1-9]|1[0-2])(?:0[1-9]|[12]\d|3[01])\d{3}(?!\d)")
MAIL = re.compile(r"(?<![\w.+-])[\w.+-]+@[\w-]+(?:\.[\w-]+)+", re.ASCII)
PLATE = re.compile(
    r"[京津沪渝冀豫云辽黑湘皖鲁新苏浙赣鄂桂甘晋蒙陕吉闽贵粤青藏川宁琼][A-HJ-NP-Z][·. -]?"
    r"(?:[A-HJ-NP-Z0-9]{4}[A-HJ-NP-Z0-9挂学警港澳]|[DF][A-HJ-NP-Z0-9]\d{4}|\d{5}[DF])(?![A-Z0-9])"
)
CARD = re.compile(r"(?<!\d)(?:\d{16,19}|\d{4}(?:[ -]\d{4}){3}(?:[ -]\d{1,3})?)(?!\d)")
CALLED = re.compile(r"(?:微信号?|QQ号?|qq号?)[:：是为]?\s*([A-Za-z0-9_-]{5,20})")
POSSIBLE = re.compile(
    r"\d(?:[ \-\uff0d]?\d){9}|[@\uff20]|微信|[Qq\uff31\uff51]{2}"
    r"|[京津沪渝冀豫云辽黑湘皖鲁新苏浙赣鄂桂甘晋蒙陕吉闽贵粤青藏川宁琼][A-Z\uff21-\uff3a]"
)
"""Without any of these no text holds what is surely private: nine of ten texts are done with one look."""
WEIGHTS = (7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2)
SURNAMES = (
    "(?:欧阳|上官|司马|司徒|诸葛|夏侯|皇甫|尉迟|公孙|慕容|令狐|长孙|宇文|轩辕|端木|南宫|"
    "[王李张刘陈杨黄赵吴周徐孙马朱胡郭何林高罗郑梁谢宋唐许邓韩冯曹彭曾肖萧田董袁潘蒋蔡余于杜叶程苏魏吕丁任沈姚卢姜崔钟谭陆汪范金石"
    "廖贾夏韦付傅方白邹孟熊秦邱丘江尹薛闫阎段雷侯龙史陶黎贺顾毛郝龚邵万钱严覃武戴莫孔汤赖温葛洪申尤康贝耿柳施牛毕聂殷庞邢翟樊左齐"
    "岳祝俞章鲁祁乔屈倪庄辛管包冉詹车骆关焦柏欧涂宁裴兰霍盛卫游翁符阮柯蓝古穆华祖单季艾甘巫饶丛桂柴岑苗房简费纪席伍梅童曲路成])"
)
GIVEN = r"[\u4e00-\u9fff]{1,2}"
END = (
    r"(?=$|[\s，。、；：:,.;！!？?（）()“”\"0-9]|的|家|住|说|称|及|和|与|等|在|于|被|将|把|电|手机|联系|身份|反映|投诉"
    r"|先生|女士|同志)"
)
SAYS_NAME = re.compile(
    rf"(?:我名?叫做?|我是|本人[叫名是]?|姓\s*名|名字[叫是为]?|称呼|户主|联系人|反映人|来电人|投诉人|举报人|求助人|当事人|报修人|申请人|负责人"
    rf"|房东|中介|司机|老板|经理人|店主|车主)\s*(?:[:：是为叫]\s*)?(?P<name>{SURNAMES}{GIVEN}){END}"
)
KINSMAN = re.compile(
    rf"(?:业主|住户|居民|村民|租户|租客|邻居|老人|患者|病人|学生|孩子|儿子|女儿|妻子|丈夫|父亲|母亲|爸爸|妈妈|爷爷|奶奶|男子|女子|同学|工人|职工)"
    rf"(?P<name>{SURNAMES}{GIVEN}){END}"
)
ADDRESSED = re.compile(
    rf"(?<![\u4e00-\u9fff])(?P<before>{SURNAMES}{GIVEN})(?=先生|女士|小姐|阿姨|大爷|大妈|大叔|大姐|大哥|奶奶|爷爷|师傅|同学)"
    rf"|(?:找|叫|给|向|跟|和|与|是|由|被|：|:|，|。|、|\s)(?P<after>{SURNAMES}{GIVEN})(?=先生|女士|小姐|阿姨|大爷|大妈|大叔|大姐|奶奶|爷爷|师傅)"
)
SIGNED = re.compile(
    rf"(?:^|[\n。！!，,；;\s])(?P<name>{SURNAMES}{GIVEN})\s*(?:(?:19|20)\d{{2}}\s*[年./-][\d\s年月日./-]*)?$"
)
OFFICES = re.compile(
    r"(?:书记|主任|局长|科长|处长|所长|队长|站长|市长|区长|县长|镇长|乡长|村长|部长|厅长|校长|院长|站|局|所|队|村|镇|街|路|某|氏|家)$"
)
ORDINARY = frozenset(
    (
        "成长 高质 管部 房门 "
        "高度 高兴 高楼 高峰 高层 高速 高压 高空 高考 高中 方面 方便 方案 方式 方法 方向 安全 严重 严格 严禁 于是 "
        "马上 马路 马桶 周围 周边 周末 周期 常年 常常 白天 白色 黄色 黄金 金额 金融 金属 温度 温馨 江边 江北 江宁 "
        "江苏 毛病 毛坯 石头 石油 万一 万元 万科 万达 华侨 华为 路边 路口 路灯 路段 路面 路上 路过 成立 成为 成本 "
        "成天 成年 成绩 车位 车辆 车库 车主 车费 房子 房屋 房东 房产 房租 费用 关于 关系 关注 关键 关门 包括 包装 "
        "管理 管道 管网 管线 古城 单位 单元 单独 单车 简单 简直 游泳 游客 游乐 盛世 武装 申请 申报 施工 康复 康乐 "
        "左右 左边 齐全 祝福 章程 鲁莽 庄稼 辛苦 焦虑 宁可 宁静 卫生 卫生间 符合 蓝色 季节 甘愿 柴油 岑寂 苗木 "
        "纪律 纪念 席位 童年 曲折 钱款 钱财 洪水 汤圆 赖账 孔子 莫名 史上 龙头 雷雨 夏天 夏季 范围 汪洋 陆续 陆地 "
        "任何 任务 任意 叶子 程度 程序 余额 余下 于今 杜绝 许多 许可 何况 何时 何处 何人 林木 林业 胡乱 胡同 孙子 "
        "孙女 张贴 张口 张罗 刘海 陈旧 陈述 杨树 吴越 徐徐 朱红 郭外 罗列 郑重 梁柱 谢谢 谢绝 宋体 唐突 冯河 曹操 "
        "曾经 曾在 田地 田里 董事 董事长 潘多 蒋委 王府 王者 李子 黄土 黄昏 赵州 顾客 顾虑 贺卡 郝然 贾商 付款 "
        "付费 付钱 付出 付清 尹始 段落 段时 段路 江水 石材 石子 白白 白费 秦岭 和谐 方圆 方可 金陵 严肃 温暖 万分 "
        "宁愿 华丽 祖国 祖辈 古老 兰花 游戏 阮囊 欧式 关闭 关停 车间 车站 车祸 车道 管控 管辖 包容 柏油 涂料 霍乱 "
        "卫星 老师 丁字 丁香 史料 武汉 戴着 戴上 牛奶 毕业 毕竟 聂耳 殷切 庞大 左侧 岳阳 俞伯 乔迁 屈服 倪氏 詹天 "
        "骆驼 季度 巫山 饶恕 丛林 桂花 伍佰 梅花 路费 路人 成都 成人 成员 成交 成功 成片 成堆"
    ).split()
)
SURE_KINDS = frozenset({"phone", "id_number", "email", "plate", "bank_card", "account"})


@dataclass(frozen=True, slots=True)
class Span:
    """A stretch of a text, and what it is: phone, landline, id_number, email, plate, bank_card, account, name."""

    start: int
    end: int
    kind: str


def private_spans(text: str, *, sure: bool = False) -> list[Span]:
    """In the order of the text, none inside another. `sure`: only numbers and addresses that cannot be offices'."""
    if sure and not may_tell_numbers(text):
        return []
    plain = text.translate(WIDE)
    found = [*_numbers(plain)]
    if not sure:
        found += [*_landlines(plain), *_names(plain)]
    kept: list[Span] = []
    for span in sorted(found, key=lambda one: (one.start, -one.end)):
        if not kept or span.start >= kept[-1].end:
            kept.append(span)
    return kept


def may_tell_numbers(text: str) -> bool:
    """False when no number, address or plate can be in it."""
    return POSSIBLE.search(text) is not None


def mask(text: str, spans: Iterable[Span], *, put: str = "") -> str:
    """The text with these stretches covered: of a name the surname stays, of the rest nothing."""
    for span in sorted(spans, key=lambda one: -one.start):
        word = text[span.start : span.end]
        cover = put or (word[0] + MASK * (len(word) - 1) if span.kind == "name" else MASK * min(len(word), 6))
        text = text[: span.start] + cover + text[span.end :]
    return text


def _numbers(text: str) -> Iterable[Span]:
    for pattern, kind in ((MOBILE, "phone"), (OLD_IDENTITY, "id_number"), (MAIL, "email"), (PLATE, "plate")):
        yield from (Span(found.start(), found.end(), kind) for found in pattern.finditer(text))
    yield from (Span(one.start(), one.end(), "id_number") for one in IDENTITY.finditer(text) if identity_holds(one[0]))
    yield from (Span(one.start(), one.end(), "bank_card") for one in CARD.finditer(text) if card_holds(one[0]))
    yield from (Span(one.start(1), one.end(1), "account") for one in CALLED.finditer(text))


def _landlines(text: str) -> Iterable[Span]:
    """With an area code, or where the words say that it is to be called."""
    for found in LANDLINE.finditer(text):
        told = re.search(r"(?:电话|座机|致电|拨打|联系方式|号码)[^，。,.]{0,6}$", text[: found.start()])
        if AREA_CODE.match(found[0].strip()) or told:
            yield Span(found.start(), found.end(), "landline")


def identity_holds(number: str) -> bool:
    """The eighteenth digit follows from the others (GB 11643)."""
    total = sum(int(digit) * weight for digit, weight in zip(number, WEIGHTS, strict=False))
    return "10X98765432"[total % 11] == number[-1].upper()


def card_holds(number: str) -> bool:
    """The last digit follows from the others (Luhn)."""
    digits = [int(one) for one in number if one.isdigit()]
    doubled = [digit if place % 2 else sum(divmod(2 * digit, 10)) for place, digit in enumerate(digits[-2::-1], 0)]
    return not (sum(doubled) + digits[-1]) % 10


def _names(text: str) -> Iterable[Span]:
    for pattern in (SAYS_NAME, KINSMAN, ADDRESSED, SIGNED):
        for found in pattern.finditer(text):
            group = next(name for name, value in found.groupdict().items() if value)
            start, end = found.span(group)
            if is_name(text[start:end]):
                yield Span(start, end, "name")


def is_name(word: str) -> bool:
    """A surname with a given name, and not an ordinary word, an office or one who is hidden already."""
    return not (
        word in ORDINARY or word[:2] in ORDINARY or OFFICES.search(word) or "某" in word or MASK in word
        or word[1:] in ("先生", "女士", "小姐", "阿姨", "大爷", "师傅", "老师")
    )  # fmt: skip
