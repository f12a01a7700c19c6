"""App demonstration: The demonstration district, made through the real actions."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class DemonstrationConfig(AppConfig):
    name = "huying.demonstration"
    label = "demonstration"
    verbose_name = _("演示")
