"""App people: Accounts, sign-in, consent and the sealed store of personal data."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class PeopleConfig(AppConfig):
    name = "huying.people"
    label = "people"
    verbose_name = _("人员")
