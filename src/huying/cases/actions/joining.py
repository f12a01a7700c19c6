"""From a report that was not accepted because the matter is in hand already (N3): joined to the earlier case."""

from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from huying.cases.actions.filing import Filed, joined
from huying.cases.models import Refusal
from huying.cases.moving import case_for
from huying.cases.queries.earlier import earlier_of
from huying.kernel.actor import Actor
from huying.kernel.errors import Invalid


@transaction.atomic
def join_earlier(actor: Actor, *, case_id: int, at: datetime) -> Filed:
    """With what was written already and without another proof of effort: the report was the effort. Once only."""
    case = case_for(actor, case_id, to="add_words", lock=True, at=at)
    earlier = earlier_of(case)
    if earlier is None or not earlier.may_join:
        raise Invalid(fields={"case": _("原来那一件不能附议了；有新情况，可以重新反映。")})
    filed = joined(actor, earlier.id, case.words, at=at, like=case.reporters.get(main=True))
    Refusal.objects.filter(pk=earlier.refusal_id).update(joined_id=filed.reporter_id)
    return filed
