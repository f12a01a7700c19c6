"""App cases: The closed loop: a call goes in, the right unit answers in time, the resident judges."""

from importlib import import_module

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class CasesConfig(AppConfig):
    name = "huying.cases"
    label = "cases"
    verbose_name = _("诉求")

    def ready(self) -> None:
        """Tell documents, duties and language what they must know of cases; verify that every case has its story."""
        import_module("huying.cases.guards").guard_papers()
        routed = import_module("huying.cases.queries.routed").routed
        import_module("huying.duties.public").register_past_cases(routed)
        import_module("huying.cases.kindred").know_categories()
        import_module("huying.kernel.verification").expect_story("case", "cases.Case")
