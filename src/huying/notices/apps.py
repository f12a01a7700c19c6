"""App notices: Messages to people through their channels, with retries and a list of what is stuck."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class NoticesConfig(AppConfig):
    name = "huying.notices"
    label = "notices"
    verbose_name = _("通知")
