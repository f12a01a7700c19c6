"""Five different people in one community within a week are a topic; the same person five times is not."""

from datetime import timedelta
from random import Random

import pytest

from huying.cases import actions as do
from huying.cases.actions import gathering
from huying.cases.models import Case
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


@pytest.mark.parametrize("at_a_time", [1, 7, 1000])
def test_the_fifth_is_told_however_the_journal_is_read(at_a_time: int, monkeypatch: pytest.MonkeyPatch) -> None:
    """Compared with counting each voice by itself; people come again, and weeks go by in which they are forgotten."""
    monkeypatch.setattr(gathering, "LOOKED_AT", 9)
    town, chance, week = settle(), Random(6), timedelta(days=gathering.DAYS)
    people = [a_resident() for _ in range(9)]
    voices = []
    for hour in sorted(chance.sample(range(26 * 24), 28)):
        who, at = chance.choice(people), on(1) + timedelta(hours=hour)
        voices.append((at, who.pk, do.file_case(person(who), filing=a_filing(town), at=at).case.number))
    fifths = [
        number
        for at, who, number in voices
        for before in [{one for then, one, _ in voices if at - week < then < at}]
        if who not in before and len(before) == gathering.PEOPLE - 1
    ]
    assert len(fifths) > 3

    rows = list(JournalRow.objects.order_by("id"))
    for start in range(0, len(rows), at_a_time):
        gathering._after(rows[start : start + at_a_time], since=on(1) - week)

    told = Message.objects.filter(template="staff.topic", about_thing="case").values_list("about_id", flat=True)
    assert sorted(Case.objects.filter(pk__in=told).values_list("number", flat=True)) == sorted(fifths)
