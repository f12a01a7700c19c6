"""App territory: The area tree, its codes and history, boundaries, and where a point or an address lies."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class TerritoryConfig(AppConfig):
    name = "huying.territory"
    label = "territory"
    verbose_name = _("区划")
