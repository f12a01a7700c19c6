"""App duties: The category tree and the versioned lists that say who answers."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class DutiesConfig(AppConfig):
    name = "huying.duties"
    label = "duties"
    verbose_name = _("职责清单")
