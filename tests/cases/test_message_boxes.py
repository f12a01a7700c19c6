"""What reporters of one case are told is on their own page, and on nobody else's."""

import pytest

from huying.cases import actions as do
from huying.cases.queries import resident_view
from huying.cases.states import S
from huying.kernel.actor import Actor
from huying.notices.models import Message
from huying.notices.public import inbox
from tests.cases.makers import a_case, on, settle
from tests.people.makers import a_resident

pytestmark = pytest.mark.django_db


def texts(actor: Actor, case_id: int) -> list[str]:
    return [message.text for message in resident_view(actor, case_id=case_id, at=on(20)).messages]


def test_the_first_reporter_reads_every_message_on_the_page_of_the_case() -> None:
    town = settle()
    case = a_case(town, in_state=S.IN_HANDLING)
    assert len(texts(Actor("guest", keys=(f"case:{case.pk}",)), case.pk)) >= 2


def test_each_who_joined_is_told_and_reads_only_their_own() -> None:
    town = settle()
    case = a_case(town, in_state=S.ACCEPTED)
    people = [Actor("person", account_id=a_resident(phone).pk) for phone in ("13900000001", "13900000002")]
    filed = [do.join_case(one, case_id=case.pk, at=on(16, 11)) for one in people]

    assert Message.objects.filter(template="case.joined").count() == 2
    by_code = [Actor("guest", keys=(f"reporter:{one.reporter_id}",)) for one in filed]
    for who in (*people, *by_code):
        assert len([text for text in texts(who, case.pk) if "也记上" in text]) == 1
    first = Actor("guest", keys=(f"case:{case.pk}",))
    assert not any("也记上" in text for text in texts(first, case.pk))


def test_a_message_leads_to_the_page_that_its_reader_may_see(client_as) -> None:
    town = settle()
    case = a_case(town, in_state=S.IN_HANDLING)
    for who, address in (("城管负责人", f"/desk/cases/{case.number}/"), ("张先生", f"/c/{case.number}/")):
        reader = town.actor(who)
        first = inbox(reader).items[0]
        assert f'href="{address}"' in client_as(reader).get(f"/inbox/{first.id}/").content.decode()
