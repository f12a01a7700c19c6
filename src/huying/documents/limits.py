"""What each purpose may hold: shipped defaults, which a system administrator may change with a reason."""

from dataclasses import dataclass

from django.utils.translation import gettext_lazy as _

from huying.documents.errors import WrongKind
from huying.documents.models import UploadLimit

MEGABYTE = 1024 * 1024
MAX_PIXELS = 60_000_000
PICTURES = ("jpg", "png", "webp")
PAPERS = ("pdf", "xlsx", "docx", "txt")


LABELS = {
    "case.report": _("反映时的照片"),
    "case.more": _("补充的照片"),
    "case.objection": _("异议材料"),
    "case.result": _("办理结果"),
    "case.check": _("现场核查"),
    "case.note": _("工单备注"),
    "case.decision": _("决定和批复"),
    "list.paper": _("清单文件"),
    "knowledge.paper": _("知识库附件"),
    "feedback": _("对本平台的意见"),
}


@dataclass(frozen=True, slots=True)
class Limit:
    """Kinds, bytes for one file, and files on one thing. `staff_only` purposes are closed to residents and guests."""

    purpose: str
    kinds: tuple[str, ...]
    max_bytes: int
    max_count: int
    staff_only: bool = False

    @property
    def label(self) -> str:
        return str(LABELS.get(self.purpose, self.purpose))


DEFAULTS = {
    limit.purpose: limit
    for limit in (
        Limit("case.report", (*PICTURES, "pdf"), 20 * MEGABYTE, 9),
        Limit("case.more", (*PICTURES, "pdf"), 20 * MEGABYTE, 9),
        Limit("case.objection", (*PICTURES, "pdf"), 20 * MEGABYTE, 9),
        Limit("case.result", (*PICTURES, *PAPERS), 30 * MEGABYTE, 20, staff_only=True),
        Limit("case.check", PICTURES, 20 * MEGABYTE, 9, staff_only=True),
        Limit("case.note", (*PICTURES, *PAPERS), 30 * MEGABYTE, 20, staff_only=True),
        Limit("case.decision", (*PICTURES, *PAPERS), 30 * MEGABYTE, 20, staff_only=True),
        Limit("list.paper", PAPERS, 30 * MEGABYTE, 50, staff_only=True),
        Limit("knowledge.paper", (*PICTURES, *PAPERS), 30 * MEGABYTE, 20, staff_only=True),
        Limit("feedback", PICTURES, 20 * MEGABYTE, 3),
    )
}


def limit_for(purpose: str) -> Limit:
    """The limit in force for a purpose."""
    default = DEFAULTS.get(purpose)
    if default is None:
        raise WrongKind(purpose=purpose)
    row = UploadLimit.objects.filter(purpose=purpose).order_by("-pk").first()
    if row is None:
        return default
    return Limit(purpose, tuple(row.kinds), row.max_bytes, row.max_count, default.staff_only)


def limits() -> list[Limit]:
    """Every purpose with the limit in force, in the shipped order."""
    return [limit_for(purpose) for purpose in DEFAULTS]
