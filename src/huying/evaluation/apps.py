"""App evaluation: what is counted, what it means, and how sure one may be of it."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class EvaluationConfig(AppConfig):
    name = "huying.evaluation"
    label = "evaluation"
    verbose_name = _("考评")
