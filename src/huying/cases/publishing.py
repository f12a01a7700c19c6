"""Before words become public: numbers and names of persons are found and covered, and whoever publishes decides."""

from django.utils.translation import gettext as _

from huying.cases.models import Case
from huying.kernel.errors import Invalid
from huying.language.public import mask, private_spans
from huying.people.public import mentions

MASK, KEEP = "mask", "keep"


def publishable(case: Case, text: str, *, decided: str, field: str) -> str:
    """The words as they go out. What looks private must have been decided about: covered, or seen and kept.

    A name kept of the reporters is not up for decision.
    """
    reporters = list(case.reporters.values_list("record_id", "account_id"))
    if mentions(text, record_ids=[one for one, _who in reporters], owner_ids=[who for _one, who in reporters]):
        raise Invalid(fields={field: _("里面有反映人的姓名，请去掉：这句话谁都能看到。")})
    found = private_spans(text)
    if not found or decided == KEEP:
        return text
    covered = mask(text, found)
    if decided != MASK:
        words = "、".join(f"“{text[one.start : one.end].strip()}”" for one in found)
        told = _("这句话谁都能看到，里面%(words)s像是个人信息。遮住以后是：%(covered)s") % {
            "words": words,
            "covered": covered,
        }
        raise Invalid(fields={field: told, "privacy": _("请选择：遮住，还是原样公开。")})
    return covered
