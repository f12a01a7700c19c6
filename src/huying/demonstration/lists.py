"""The responsibility lists of the district, with a lead for every level-2 category; and answers for the desk."""

import csv
from datetime import date, datetime
from importlib.resources import files
from typing import Any

from huying.duties import public as duties
from huying.kernel.actor import SYSTEM
from huying.organisations.public import functions_named

LEVELS = {"department": "county", "company": "county", "street": "street", "community": "community"}
COMMUNITY_LEADS = ("1107", "1301", "1302", "1303", "1305", "1403")
"""What residents' committees do under their own law (依法履职), so that they may lead."""
COMMUNITY_HELPS = (
    "0103", "0106", "0107", "0203", "0304", "0306", "060303", "060305", "0701", "0703", "0705", "1101", "1104", "1306",
    "1307",
)  # fmt: skip
"""Where they help (协助政府)."""
SHARED: tuple[tuple[str, str, str, str, str, str], ...] = (
    ("SD-01", "010601", "小区飞线充电", "消防、住建：规则、检查、处罚；物业：清除、建充电设施",
     "巡查、劝阻、上报、协调选址", "宣传、收集建议"),
    ("SD-02", "0203", "违法建设", "城管执法：发现、制止、处罚", "发现、劝阻、报告、配合拆除秩序", "反映线索"),
    ("SD-03", "0404", "燃气安全", "城管、燃气企业：检查、抢修", "组织宣传、协调入户时间", "通知居民"),
    ("SD-04", "060401", "餐饮油烟", "城管执法、生态环境：按分工查处", "协调、巡查", "收集意见"),
    ("SD-05", "0903", "校外培训违规", "教育、市场监管：查处", "报告线索", ""),
    ("SD-06", "010202", "电梯困人", "物业、维保单位：立即施救；市场监管：监督", "协调现场", "安抚、告知"),
    ("SD-07", "0107", "物业撤管小区", "住建、街道：应急物业服务", "组织应急物业、组建物管会", "议事、公开"),
    ("SD-08", "020503", "群租", "住建、消防、公安：查处", "组织联合检查", ""),
)  # fmt: skip


def rows_of(name: str) -> list[dict[str, str]]:
    text = files("huying.demonstration").joinpath(f"data/{name}.tsv").read_text(encoding="utf-8")
    return list(csv.DictReader(text.splitlines(), delimiter="\t"))


def put_lists_in_force(*, area_id: int, on: date, at: datetime) -> None:
    """L1, L2 and L3 of the district, in force from `on`."""
    lists = {"L1": _lead_items(), "L2": _shared_items(), "L3": _community_items()}
    for kind, items in lists.items():
        doc = duties.draft_list(
            SYSTEM, kind=kind, area_id=area_id, no=f"{kind}-2026-1", title=f"鼓楼区 {kind} 2026-1（演示）", at=at
        )
        for item in items:
            duties.save_item(SYSTEM, doc_id=doc.pk, item=item, at=at)
        approval = duties.Approval(effective_from=on, approved_by="区政府常务会议（演示）")
        duties.put_in_force(SYSTEM, doc_id=doc.pk, approval=approval, at=at)


def _lead_items() -> list[duties.NewItem]:
    codes = functions_named()
    return [
        duties.NewItem(
            code=f"{number:04d}", title=row["matter"], category=row["category"], lead_function=codes[row["lead"]],
            lead_level=LEVELS[row["level"]], helpers=_helpers(row["helpers"], codes), basis=row["basis"],
            site_check=row["site_check"] == "1",
        )
        for number, row in enumerate(rows_of("duty_items"), start=1)
    ]  # fmt: skip


def _helpers(text: str, codes: dict[str, str]) -> tuple[duties.HelperPart, ...]:
    """ "住建：监督；物业服务：维修" as parts."""
    pairs = [part.partition("：") for part in text.split("；") if part.strip()]
    return tuple(duties.HelperPart(codes[name], task) for name, _colon, task in pairs)


def _shared_items() -> list[duties.NewItem]:
    return [
        duties.NewItem(
            code=code, title=title, category=category, lead_duty=lead, street_duty=street, community_part=community,
            basis="属地管理责任清单（演示）",
        )
        for code, category, title, lead, street, community in SHARED
    ]  # fmt: skip


def _community_items() -> list[duties.NewItem]:
    def item(number: int, category: str, kind: str) -> Any:
        return duties.NewItem(
            code=f"C{number:03d}", title=names[category], category=category, work_kind=kind,
            basis="城市居民委员会组织法",
            stream="residents" if kind == "lawful" else "government", minutes_a_month=120,
        )  # fmt: skip

    wanted = [(code, "lawful") for code in COMMUNITY_LEADS] + [(code, "assist") for code in COMMUNITY_HELPS]
    names = {code: brief.name for code, brief in duties.categories([code for code, _kind in wanted]).items()}
    return [item(number, code, kind) for number, (code, kind) in enumerate(wanted, start=1)]


def save_knowledge(*, since: date, at: datetime) -> dict[str, int]:
    """Entries for answers given at once; ids by category."""
    found: dict[str, int] = {}
    for row in rows_of("knowledge"):
        entry = duties.NewKnowledge(
            question=row["question"], answer=row["answer"], source=row["source"], valid_from=since,
            category=row["category"], keywords=tuple(row["keywords"].split()),
        )  # fmt: skip
        found[row["category"]] = duties.save_knowledge(SYSTEM, entry=entry, at=at).pk
    return found
