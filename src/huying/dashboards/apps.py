"""App dashboards: the pages on which figures are read."""

from importlib import import_module

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class DashboardsConfig(AppConfig):
    name = "huying.dashboards"
    label = "dashboards"
    verbose_name = _("看板")

    def ready(self) -> None:
        """Messages about alerts lead here, and alerts are owed like cases."""
        import_module("huying.dashboards.owing").tell_others()
