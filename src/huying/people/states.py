"""Names of states and kinds that people uses, with their labels."""

from typing import Any

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

Choices = list[tuple[str, Any]]


class SignInMethod(TextChoices):
    """By which way somebody came in, or tried to."""

    CODE = "code", _("手机验证码")
    PASSWORD = "password", _("密码")
    OUTSIDE = "outside", _("外部身份")
    SECOND_FACTOR = "second_factor", _("二次验证")
    TOKEN = "token", pgettext_lazy("a way of signing in", "系统令牌")
    SIGN_OUT = "sign_out", pgettext_lazy("it was so", "退出")


class SignInOutcome(TextChoices):
    """How it ended."""

    ENTERED = "entered", _("成功")
    WRONG = "wrong", _("不正确")
    LOCKED = "locked", _("已锁定")
    UNLOCKED = "unlocked", _("已解锁")
    INACTIVE = "inactive", _("账号停用")
    IDLE = "idle", _("久未操作，已退出")
    LEFT = "left", _("已退出")


class LegalBasis(TextChoices):
    """Why data may be processed (PIPL art. 13, 29, 31)."""

    DUTY = "duty", _("履行法定职责")
    CONSENT = "consent", _("本人同意")
    SEPARATE_CONSENT = "separate_consent", _("本人单独同意")
    CONTRACT = "contract", _("订立或履行合同")
    EMERGENCY = "emergency", _("应对突发事件")


class ReadOutcome(TextChoices):
    """Whether a look at sealed data was allowed."""

    ALLOWED = "allowed", _("已查看")
    REFUSED = "refused", _("已拒绝")


class RightKind(TextChoices):
    """What a person may ask for (PIPL art. 44-50)."""

    READ = "read", _("查阅")
    COPY = "copy", pgettext_lazy("of personal data", "复制")
    CORRECT = "correct", _("更正")
    DELETE = "delete", _("删除")
    EXPLAIN = "explain", _("说明处理规则")
    TRANSFER = "transfer", _("转移")
    KIN = "kin", _("近亲属查阅")


class RequestState(TextChoices):
    """Where a request stands."""

    OPEN = "open", _("待处理")
    DONE = "done", _("已办理")
    REFUSED = "refused", _("不予办理")


class ApprovalState(TextChoices):
    """Where an approval by a second person stands."""

    ASKED = "asked", _("待批准")
    APPROVED = "approved", _("已批准")
    REFUSED = "refused", _("未批准")
    USED = "used", _("已使用")


class AdminStep(TextChoices):
    """What an administrator does to an account."""

    OPENED = "opened", _("开通")
    PASSWORD_RESET = "password_reset", _("重置密码")
    SECOND_FACTOR_RESET = "second_factor_reset", _("重置二次验证")
    LOCKED = "locked", _("锁定")
    UNLOCKED = "unlocked", _("解锁")
    CLOSED = "closed", _("注销")
    MINOR_CLEARED = "minor_cleared", _("取消未满十四周岁标记")


SYSTEM_ADMIN = "system_admin"
SECURITY_ADMIN = "security_admin"
AUDIT_ADMIN = "audit_admin"
DPO = "dpo"
THREE_ADMINISTRATORS = (SYSTEM_ADMIN, SECURITY_ADMIN, AUDIT_ADMIN)


def sign_in_methods() -> Choices:
    return [*SignInMethod.choices]


def sign_in_outcomes() -> Choices:
    return [*SignInOutcome.choices]


def legal_bases() -> Choices:
    return [*LegalBasis.choices]


def read_outcomes() -> Choices:
    return [*ReadOutcome.choices]


def right_kinds() -> Choices:
    return [*RightKind.choices]


def admin_steps() -> Choices:
    return [*AdminStep.choices]


def request_states() -> Choices:
    return [*RequestState.choices]


def approval_states() -> Choices:
    return [*ApprovalState.choices]
