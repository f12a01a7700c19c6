"""The thread: a call goes in, the right unit answers by the right time, the resident judges."""

import pytest

from huying.cases.states import S
from tests.cases.makers import a_case, settle

pytestmark = pytest.mark.django_db


def test_a_call_is_answered_end_to_end():
    town = settle()

    case = a_case(town, in_state=S.CLOSED)

    assert case.state == S.CLOSED
    assert case.result_kind == "solved"


@pytest.mark.parametrize("state", [s for s in S if s is not S.DRAFT])
def test_every_state_is_reached_by_living(state: S):
    town = settle()

    given = {"kind": "enquiry"} if state is S.ANSWERED else {}
    case = a_case(town, in_state=state, **given)

    assert case.state == state
