"""App evaluation: what is counted, what it means, and how sure one may be of it."""

from importlib import import_module

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class EvaluationConfig(AppConfig):
    name = "huying.evaluation"
    label = "evaluation"
    verbose_name = _("考评")

    def ready(self) -> None:
        """Tell the desks below what stands open, so that they count nothing."""
        standings_in = import_module("huying.evaluation.queries.standings").standings_in
        import_module("huying.cases.public").register_standings(standings_in)
