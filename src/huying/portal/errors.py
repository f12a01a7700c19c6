"""Refusals of the portal."""

from django.utils.translation import gettext_lazy as _

from huying.kernel.errors import StepNotAllowed


class AlreadyAnswered(StepNotAllowed):
    code = "already_answered"
    message = _("这条意见已经答复过了")
    way_out = _("一条意见只答复一次，请刷新后查看已有答复。")
