"""App language: What texts are like; suggestions that people confirm."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class LanguageConfig(AppConfig):
    name = "huying.language"
    label = "language"
    verbose_name = _("文字")
