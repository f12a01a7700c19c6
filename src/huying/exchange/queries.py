"""Every read of exchange."""

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.db.models import QuerySet
from django.utils.translation import gettext as _

from huying.cases.public import kind_words
from huying.exchange.models import Posting, ServiceAttribute
from huying.kernel.errors import NotFound


@dataclass(frozen=True, slots=True)
class Question:
    """One attribute of a service as it is asked."""

    code: str
    datatype: str
    required: bool
    variable: bool
    description: str
    hint: str
    choices: tuple[tuple[str, str], ...]


def questions(category_code: str) -> list[Question]:
    """Ours first: what kind of call it is and what is wished for; then those of the kind and of the one above it."""
    kinds = tuple((code, str(word)) for code, word in kind_words())
    ours = [
        Question("kind", "singlevaluelist", False, True, _("是咨询、求助、投诉、举报、建议还是表扬"), "", kinds),
        Question("wish", "text", False, True, _("希望怎样解决"), "", ()),
    ]
    rows = ServiceAttribute.objects.filter(category_code__in={category_code, category_code[:4]}, until=None)
    return [*ours, *(_question(row) for row in rows.order_by("category_code", "id"))]


def _question(row: ServiceAttribute) -> Question:
    choices = tuple((key, name) for key, name in row.choices)
    return Question(row.code, row.datatype, row.required, row.variable, row.description, row.hint, choices)


def attributes() -> QuerySet[ServiceAttribute]:
    return ServiceAttribute.objects.filter(until=None).order_by("category_code", "id")


def number_of_token(text: str, *, at: datetime) -> str | None:
    """The number under a token; None as long as the intake desk has not taken it. NotFound for no token of ours."""
    try:
        row = Posting.objects.select_related("case").filter(token=UUID(text)).first()
    except ValueError:
        row = None
    if row is None or row.case is None:
        raise NotFound(token=text[:64])
    return None if row.batch and row.case.accepted_at is None and row.case.ended_at is None else row.case.number
