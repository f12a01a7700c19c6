"""App config: the commands, error pages and settings of the whole."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class ConfigConfig(AppConfig):
    name = "huying.config"
    label = "config"
    verbose_name = _("系统")
