"""What a verification found, in words for people and as data for programs."""

from dataclasses import asdict, dataclass, field
from typing import Any

from django.utils.translation import gettext_lazy as _

MOST_KEPT = 1_000
WORDS = {
    "row_changed": _("第 %(row)s 行内容被改动（%(story)s 第 %(seq)s 步）"),
    "row_missing": _("缺少记录：%(story)s 第 %(seq)s 步"),
    "sealed_row_missing": _("已封存的第 %(row)s 行不见了"),
    "row_inserted": _("多出一行：第 %(row)s 行（%(story)s 第 %(seq)s 步）"),
    "row_out_of_order": _("第 %(row)s 行接不上前一行（%(story)s 第 %(seq)s 步），其中至少一行被改动、插入或调换"),
    "head_missing": _("%(story)s 的末尾标记不见了"),
    "head_changed": _("%(story)s 的末尾标记与密钥不符"),
    "head_broken": _("%(story)s 在写入时就发现末尾标记已被改动"),
    "head_differs": _("%(story)s 的最新一行（第 %(row)s 行）与末尾标记不符"),
    "story_missing": _("%(story)s 的记录全部不见了"),
    "month_incomplete": _("移出的 %(position)s 缺少行的编号和校验值"),
    "leaf_missing": _("封存树缺少第 %(position)s 片叶"),
    "leaf_changed": _("第 %(row)s 行与封存时不同"),
    "node_changed": _("封存树的中间节点 %(position)s 被改动"),
    "seal_missing": _("缺少第 %(seal)s 号封存"),
    "seal_changed": _("第 %(seal)s 号封存被改动或与密钥不符"),
    "root_differs": _("第 %(seal)s 号封存的根与它的各行不符；从这里起被改动过"),
    "file_differs": _("第 %(seal)s 号封存与库外文件不同（%(file)s）"),
    "file_line_missing": _("库外文件缺少第 %(seal)s 号封存"),
    "file_line_broken": _("库外文件有一行读不出来（%(file)s）"),
}


@dataclass(frozen=True, slots=True)
class Finding:
    """One thing that is not as it was written. Only what is known is set."""

    kind: str
    thing: str = ""
    thing_id: int | None = None
    seq: int | None = None
    row_id: int | None = None
    seal_id: int | None = None
    position: str = ""
    file: str = ""

    def __str__(self) -> str:
        return str(WORDS[self.kind]) % {
            "row": self.row_id, "story": f"{self.thing} {self.thing_id}", "seq": self.seq, "seal": self.seal_id,
            "position": self.position, "file": self.file,
        }  # fmt: skip


@dataclass(slots=True)
class Report:
    """How much was read, and what was found. `unsealed` rows are newer than the last seal."""

    rows: int = 0
    stories: int = 0
    leaves: int = 0
    seals: int = 0
    lines: int = 0
    unsealed: int = 0
    found: int = 0
    findings: list[Finding] = field(default_factory=list)
    apart: dict[str, str] = field(default_factory=dict)
    """Months that were taken out of the journal: here (read too) or elsewhere (only what was left of them)."""

    @property
    def ok(self) -> bool:
        return self.found == 0

    def add(self, kind: str, **known: Any) -> None:
        self.found += 1
        if len(self.findings) < MOST_KEPT:
            self.findings.append(Finding(kind, **known))

    def as_json(self) -> dict[str, Any]:
        plain = [{k: v for k, v in asdict(f).items() if v not in (None, "")} | {"text": str(f)} for f in self.findings]
        return {**asdict(self), "ok": self.ok, "findings": plain}
