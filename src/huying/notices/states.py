"""The life of one attempt to reach someone outside the app."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from huying.kernel.workflow import Edge, Workflow


class SendingState(models.TextChoices):
    """Where one sending stands."""

    WAITING = "waiting", _("待发送")
    SENT = "sent", _("已发送")
    FAILED = "failed", _("发送失败")
    DROPPED = "dropped", _("已放弃")


class Channel(models.TextChoices):
    """Ways out of the app. The inbox and a thing's message box are the message itself and cannot fail."""

    SMS = "sms", _("短信")
    EMAIL = "email", _("电子邮件")
    GROUP = "group", _("单位群机器人")


def sending_states() -> list[tuple[str, str]]:
    return [(state.value, str(state.label)) for state in SendingState]


def channels() -> list[tuple[str, str]]:
    return [(channel.value, str(channel.label)) for channel in Channel]


S = SendingState

SENDING_FLOW = Workflow(
    initial=S.WAITING,
    final=[S.SENT, S.DROPPED],
    edges=[
        Edge("N01", "deliver", S.WAITING, S.SENT, ("system",)),
        Edge("N02", "retry", S.WAITING, S.WAITING, ("system",), "next try later and later"),
        Edge("N03", "fail", S.WAITING, S.FAILED, ("system",), "shown in the failure list"),
        Edge("N04", "resend", S.FAILED, S.WAITING, ("system_admin",), "tries start again"),
        Edge("N05", "drop", S.FAILED, S.DROPPED, ("system_admin",)),
        Edge("N06", "drop", S.WAITING, S.DROPPED, ("system",), "nobody to reach any more"),
    ],
)
