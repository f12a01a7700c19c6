"""Why figures refuse."""

from django.utils.translation import gettext_lazy as _

from huying.kernel.errors import DomainError


class NotMeasured(DomainError):
    """No definition of this code is in force, or it does not exist for such a scope."""

    code = "not_measured"
    message = _("这个指标没有这样的数字")
    way_out = _("请从指标目录里选择。")
