"""Who answers a case, by the lists in force."""

from datetime import datetime

from huying.cases.models import Case
from huying.duties.public import Answer, who_answers


def suggestion(case: Case, *, at: datetime) -> Answer:
    """For this matter, place and class, with the body complained about left out."""
    targets = (case.target_body_id,) if case.target_body_id else ()
    return who_answers(
        category_code=case.category_code, area_id=case.area_id, klass=case.klass, on=at.date(), target_body_ids=targets
    )
