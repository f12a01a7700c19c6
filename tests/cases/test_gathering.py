"""Five different people in one community within a week are a topic; the same person five times is not."""

from datetime import timedelta

import pytest

from huying.cases import actions as do
from huying.cases.actions import gathering
from huying.kernel.models import JournalRow
from huying.notices.models import Message
from tests.cases.makers import a_filing, filed, on, settle
from tests.people.makers import a_resident, person

pytestmark = pytest.mark.django_db


def topics(day: int) -> int:
    """What the worker told by the evening of this day; it reads everything again, which must not matter."""
    gathering._after(list(JournalRow.objects.order_by("id")), since=on(day, 18) - timedelta(days=gathering.DAYS))
    return Message.objects.filter(template="staff.topic").count()


def test_the_fifth_person_within_a_week_makes_a_topic_once():
    town = settle()
    for nth in range(4):
        do.file_case(person(a_resident()), filing=a_filing(town), at=on(16 + nth))
    assert topics(19) == 0

    do.file_case(person(a_resident()), filing=a_filing(town, category_code="030101"), at=on(20))
    assert topics(20) == 2
    do.file_case(person(a_resident()), filing=a_filing(town), at=on(20, 10))

    assert topics(20) == 2


def test_one_person_five_times_or_five_in_a_month_are_no_topic():
    town = settle()
    for nth in range(5):
        filed(town, at=on(16) + timedelta(hours=nth))
    assert topics(16) == 0
    for nth in range(4):
        do.file_case(person(a_resident()), filing=a_filing(town, category_code="0304"), at=on(1 + nth * 7))
        assert topics(1 + nth * 7) == 0
    do.file_case(person(a_resident()), filing=a_filing(town, category_code="0304"), at=on(29))

    assert topics(29) == 0
