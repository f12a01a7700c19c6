"""Errors in the language of the domain. HTTP is spoken by one table in `huying.config.problems`."""

from typing import Any, ClassVar

from django.utils.translation import gettext_lazy as _


class DomainError(Exception):
    """Base of every refusal. `message` is for the reader, `way_out` says what to do next, `facts` are for machines."""

    code: ClassVar[str] = "refused"
    message: Any = _("操作未完成")
    way_out: Any = ""

    def __init__(self, message: Any = None, *, way_out: Any = None, **facts: Any) -> None:
        if message is not None:
            self.message = message
        if way_out is not None:
            self.way_out = way_out
        self.facts = facts
        super().__init__(self.code)

    def __str__(self) -> str:
        return " ".join(str(part) for part in (self.message, self.way_out) if part)


class NotFound(DomainError):
    """Also what a stranger gets for a thing that exists but is not theirs."""

    code = "not_found"
    message = _("没有找到")
    way_out = _("请核对编号，或从列表重新进入。")


class NotAllowed(DomainError):
    code = "not_allowed"
    message = _("您没有做这件事的权限")


class StepNotAllowed(DomainError):
    code = "step_not_allowed"
    message = _("当前状态不能这样办理")
    way_out = _("页面可能已过期，请刷新后再看。")


class Invalid(DomainError):
    """What was typed cannot be accepted. `fields` maps a field name to what to do about it."""

    code = "invalid"
    message = _("有内容需要修改")

    def __init__(self, message: Any = None, *, fields: dict[str, Any] | None = None, **facts: Any) -> None:
        self.fields = fields or {}
        super().__init__(message, **facts)


class Conflict(DomainError):
    """Somebody else was faster, or the thing changed meanwhile."""

    code = "conflict"
    message = _("别人刚刚改动了它")
    way_out = _("请刷新后再试，您填写的内容还在。")


class TooMany(DomainError):
    """A rate limit. `facts["retry_after"]` is in seconds."""

    code = "too_many"
    message = _("操作太频繁")
    way_out = _("请稍后再试；紧急情况请直接拨打 110、119 或 120。")


class Unavailable(DomainError):
    """An outside part (disk, object store, message carrier) does not answer now; nothing was taken in."""

    code = "unavailable"
    message = _("暂时无法完成")
    way_out = _("请稍后再试，您填写的内容还在。")
