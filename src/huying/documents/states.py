"""The life of a document: private from the start, masked before others see it, removed in the end."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from huying.kernel.workflow import Edge, Workflow


class DocumentState(models.TextChoices):
    """Who may ever see it follows from the state."""

    PRIVATE = "private", _("未公开")
    MASKED = "masked", _("已遮挡")
    REMOVED = "removed", _("已清除")


class VariantKind(models.TextChoices):
    """The files of one document. `original` and `thumb` show everything and are stored sealed."""

    ORIGINAL = "original", _("原件")
    THUMB = "thumb", _("原件缩略图")
    MASKED = "masked", _("遮挡件")
    MASKED_THUMB = "masked_thumb", _("遮挡件缩略图")


def document_states() -> list[tuple[str, str]]:
    return [(state.value, str(state.label)) for state in DocumentState]


def variant_kinds() -> list[tuple[str, str]]:
    return [(kind.value, str(kind.label)) for kind in VariantKind]


S = DocumentState

DOCUMENT_FLOW = Workflow(
    initial=S.PRIVATE,
    final=[S.REMOVED],
    edges=[
        Edge("D01", "mask", S.PRIVATE, S.MASKED, ("handles it",), "the sealed original starts its 30 days"),
        Edge("D02", "mask", S.MASKED, S.MASKED, ("handles it",), "while the original is still there"),
        Edge("D03", "remove", S.PRIVATE, S.REMOVED, ("system", "whoever took it in, before it is attached")),
        Edge("D04", "remove", S.MASKED, S.REMOVED, ("system",)),
    ],
)
