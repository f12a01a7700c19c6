"""App organisations: Bodies, their two parents, posts, appointments and role grants; makes an Actor."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class OrganisationsConfig(AppConfig):
    name = "huying.organisations"
    label = "organisations"
    verbose_name = _("组织")
