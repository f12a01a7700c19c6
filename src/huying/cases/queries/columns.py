"""The columns of a list, and which of them somebody wants to see."""

from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from huying.cases.models import SavedFilter
from huying.cases.states import Word
from huying.kernel.actor import Actor

COLUMNS: dict[str, Word] = {
    "category": pgettext_lazy("of a case", "类别"),
    "area": _("区域"),
    "unit": _("承办单位"),
    "state": _("状态"),
    "due": _("接下来到期"),
    "filed": _("提交时间"),
}
KEPT_AS = "columns"


def columns_for(actor: Actor) -> list[str]:
    """All of them, but for those left out; until somebody chooses, without the day of filing."""
    kept = SavedFilter.objects.filter(account_id=actor.account_id or 0, desk=KEPT_AS).first()
    left_out = kept.values.get("left_out", ()) if kept else ("filed",)
    return [code for code in COLUMNS if code not in left_out]
