"""What the lists answer: who leads, who helps, by when, on what ground, and why others did not match."""

from dataclasses import asdict, dataclass, field
from typing import Any

from django.utils.translation import gettext as _

from huying.calendars.public import Limit
from huying.duties.states import classes, lead_levels
from huying.organisations.public import BodyBrief


def _sentence(code: str) -> str:
    """One sentence for each reason; the facts fill the gaps. Read in the reader's language, not the writer's."""
    return {
        "matched": _("派给{body}：{list}第 {item} 条“{title}”"),
        "level_missing": _("清单写的是{level}单位，本地没有，由{body}承办"),
        "several": _("{count} 个单位都符合清单，请派单员选定"),
        "no_item": _("清单里没有这一类事项，属于空白，请派单员选定并提出清单建议"),
        "no_body": _("没有在用的“{function}”单位服务这个地点"),
        "recused": _("{body}是被反映单位或其下级，按规定回避"),
        "not_on_community_list": _("社区工作清单没有把它列为依法履职事项，不能派给社区"),
        "department_leads": _("部门与街道都有职责的，由部门主办"),
        "less_specific": _("有更具体的事项条目"),
        "other_class": _("这一条只管{class}"),
        "wider_list": _("本区域自己的清单优先"),
        "responsibility_list": _("职责清单优先于属地责任清单"),
        "farther": _("有更近的同类单位"),
        "limit_by_class": _("清单未写这一类别的时限，按类别时限办理"),
    }[code]


def _word(key: str, value: Any) -> str:
    """Codes of levels and classes become words; everything else is said as it is."""
    labels = {"level": lead_levels, "class": classes}.get(key)
    return str(dict(labels()).get(value, value)) if labels else str(value)


@dataclass(frozen=True, slots=True)
class Why:
    """A reason as a code with facts; `str()` says it in the reader's language."""

    code: str
    facts: dict[str, Any] = field(default_factory=dict)

    def __str__(self) -> str:
        return _sentence(self.code).format_map({key: _word(key, value) for key, value in self.facts.items()})


@dataclass(frozen=True, slots=True)
class NotMatched:
    title: str
    reason: Why

    @property
    def why(self) -> str:
        return str(self.reason)


@dataclass(frozen=True, slots=True)
class Helper:
    """A co-handler named by the list with its part; `body` is None when no such body serves the place."""

    function: str
    part: str
    body: BodyBrief | None


@dataclass(frozen=True, slots=True)
class Answer:
    """`lead` is None for a gap and when several match (`choices`): then the dispatcher decides."""

    lead: BodyBrief | None = None
    helpers: tuple[Helper, ...] = ()
    limit: Limit | None = None
    basis: str = ""
    doc_no: str = ""
    item_code: str = ""
    item_id: int | None = None
    site_check: bool = False
    closing_standard: str = ""
    reasons: tuple[Why, ...] = ()
    others: tuple[NotMatched, ...] = ()
    choices: tuple[BodyBrief, ...] = ()

    @property
    def reason(self) -> str:
        return "；".join(str(why) for why in self.reasons)

    @property
    def is_gap(self) -> bool:
        return self.lead is None and not self.choices

    def stored(self) -> dict[str, Any]:
        """Plain data for the caller to keep with the decision; `explained` reads it back."""
        return {
            "lead_id": self.lead.id if self.lead else None,
            "helpers": [[h.function, h.part, h.body.id if h.body else None] for h in self.helpers],
            "limit": asdict(self.limit) if self.limit else None,
            "basis": self.basis,
            "doc_no": self.doc_no,
            "item_code": self.item_code,
            "item_id": self.item_id,
            "reasons": [[why.code, why.facts] for why in self.reasons],
            "others": [[other.title, other.reason.code, other.reason.facts] for other in self.others],
            "choices": [body.id for body in self.choices],
        }


@dataclass(frozen=True, slots=True)
class Explained:
    """A stored answer, readable again."""

    reason: str
    others: tuple[NotMatched, ...]


def explained(stored: dict[str, Any]) -> Explained:
    reasons = [str(Why(code, facts)) for code, facts in stored.get("reasons", [])]
    others = tuple(NotMatched(title, Why(code, facts)) for title, code, facts in stored.get("others", []))
    return Explained(reason="；".join(reasons), others=others)
