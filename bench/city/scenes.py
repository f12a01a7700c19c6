"""What is measured: filing, a whole life, lists, one case, the county's figures, words that are looked for."""

import json
from collections.abc import Callable, Iterator
from itertools import count, cycle
from typing import Any
from urllib.parse import quote

from city.clients import Line
from city.people import Caller, Cast

WORDS = (
    "{n} 号摊位卖的水果缺斤少两，称了两次都不一样，找摊主理论还被骂了一顿，希望去看看。",
    "在楼下超市买的牛奶过期 {n} 天了，要求退款店家不肯，请帮忙协调一下。",
    "办的健身卡还有 {n} 次没用，店突然关门，电话也打不通，钱要不回来。",
    "网上说满 {n} 减十，到店里不认，觉得是虚假宣传，请市场监管部门处理。",
)
API = "/api/v1/cases/"
Task = Callable[[Line], Any]


def filings(cast: Cast) -> Iterator[Task]:
    """Residents one after another, each with words of their own."""
    turn = cycle(cast.residents)
    for number in count():
        who = next(turn)
        yield lambda line, who=who, number=number: file(line, cast, who, number)


def file(line: Line, cast: Cast, who: Caller, number: int) -> str:
    body = {
        "words": WORDS[number % len(WORDS)].format(n=number), "category_code": cast.category, "area_id": cast.area_id,
        "consent_version": "1",
    }  # fmt: skip
    return str(json.loads(line.ask("POST", API, who, body))["number"])


def lives(cast: Cast) -> Iterator[Task]:
    turn = cycle(cast.residents)
    for number in count():
        who = next(turn)
        yield lambda line, who=who, number=number: live(line, cast, who, number)


def live(line: Line, cast: Cast, who: Caller, number: int) -> None:
    """Twelve calls: filed, looked at, accepted, sent, signed, contacted, noted, progress, result, approved, rated,
    looked at again."""
    case = API + file(line, cast, who, number)
    elements = {"who": "居民", "when": "三天前", "where": "楼下", "cause": "买到过期食品", "course": "找过店家"}
    outcome = {"text": "已责令商家退款并下架过期食品。", "done": "现场检查", "talk": "电话告知", "kind": "solved"}
    line.ask("GET", case, who)
    _step(line, case, "accept", cast.intake, {"acceptance": {"elements": elements, "wish": "退款", "klass": "G"}})
    _step(line, case, "dispatch", cast.dispatcher, {"sending": {"body_id": cast.body_id, "reason": "按清单办理"}})
    _step(line, case, "sign", cast.unit, {})
    _step(line, case, "log-contact", cast.unit, {"way": "phone", "reached": True, "text": "已联系"})
    _step(line, case, "write-note", cast.unit, {"text": "已派人去看", "audience": "staff"})
    _step(line, case, "report-progress", cast.unit, {"text": "正在与商家协商退款"})
    _step(line, case, "hand-in", cast.unit, {"outcome": outcome})
    _step(line, case, "approve-result", cast.dispatcher, {"text": "同意"})
    _step(line, case, "rate", who, {"answers": {"contacted": True, "solved": "yes", "satisfied": "yes"}})
    line.ask("GET", case, who)


def _step(line: Line, case: str, step: str, who: Caller, body: dict[str, Any]) -> None:
    line.ask("POST", f"{case}/{step}", who, body)


def lists(cast: Cast) -> Iterator[Task]:
    """Fifty rows: plain, by state, by category, by class, by light, and of every one of them ever deeper pages."""
    filters = [
        "",
        "state=S80",
        f"category={cast.category[:2]}",
        "klass=G",
        "light=red",
        "state=S10",
        "klass=G&state=S80",
    ]
    deep = dict.fromkeys(filters, "")
    for asked in cycle(filters):

        def look(line: Line, asked: str = asked) -> None:
            after = f"&after={deep[asked]}" if deep[asked] else ""
            page = json.loads(line.ask("GET", f"{API}?{asked}{after}", cast.county))
            deep[asked] = page.get("next_cursor") or ""

        yield look


def pages(cast: Cast, numbers: list[str]) -> Iterator[Task]:
    for number in cycle(numbers):
        yield lambda line, number=number: line.ask("GET", f"/desk/cases/{number}/", cast.county)


SOUGHT = ("楼道灯", "垃圾", "摊位", "健身卡 退款", "虚假宣传", "灯", "过期", "物业 电梯", "牛奶过期", "不亮")


def searches(cast: Cast) -> Iterator[Task]:
    """Words of one character and more, common and rare, over everything that the county may see."""
    for words in cycle(SOUGHT):
        yield lambda line, words=words: line.ask("GET", f"/search/?q={quote(words)}", cast.county)


def overview(cast: Cast, path: str) -> Iterator[Task]:
    while True:
        yield lambda line: line.ask("GET", path, cast.county)
