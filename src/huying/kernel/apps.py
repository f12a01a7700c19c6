"""App kernel: Actor, Workflow, RuleBook, Journal, Cipher, Clock, errors and paging; knows no context."""

from django.apps import AppConfig
from django.utils.module_loading import autodiscover_modules
from django.utils.translation import gettext_lazy as _


class KernelConfig(AppConfig):
    name = "huying.kernel"
    label = "kernel"
    verbose_name = _("内核")

    def ready(self) -> None:
        """Load what contexts announce and who listens, so that each process knows every handler."""
        autodiscover_modules("events", "handlers", "rules", "states", "sealed_columns")
