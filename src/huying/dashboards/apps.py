"""App dashboards: the pages on which figures are read."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class DashboardsConfig(AppConfig):
    name = "huying.dashboards"
    label = "dashboards"
    verbose_name = _("看板")
