"""App documents: Uploaded files: private, checked, re-encoded, masked before others see them."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class DocumentsConfig(AppConfig):
    name = "huying.documents"
    label = "documents"
    verbose_name = _("文件")
