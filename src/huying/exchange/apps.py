"""App exchange: Open311, files of other platforms in and out, webhooks."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class ExchangeConfig(AppConfig):
    name = "huying.exchange"
    label = "exchange"
    verbose_name = _("数据交换")
