"""What is prepared says the same as the ORM, and a rule seen on the row says the same as the query."""

from datetime import timedelta
from typing import Any

import pytest
from django.db import connection, transaction
from django.db.models import F, Q
from django.test.utils import CaptureQueriesContext
from hypothesis import given, settings
from hypothesis import strategies as st
from hypothesis.extra.django import TestCase

from huying.cases.models import Case, Clock, RatingLink, Timer
from huying.kernel.holding import aside, holds
from huying.kernel.models import Delivery
from huying.kernel.prepared import Given, Like, Question, insert_all, insert_unless_there
from huying.notices.models import Message
from tests.cases.makers import MONDAY, a_case, settle
from tests.kernel.world import AT

CASE = Question[Case](lambda: Case.objects.select_related("area", "lead_body").filter(pk=Given("pk")))
CLOCKS = Question[tuple[int, str]](
    lambda: Clock.objects.filter(case_id=Given("case_id")).order_by("id").values_list("id", "kind")
)
THERE = Question[Case](lambda: Case.objects.filter(Like(F("area__path"), Given("path"))).order_by("pk"))


@pytest.mark.django_db
def test_a_question_gives_what_the_orm_gives() -> None:
    case = a_case(settle())
    found = CASE.first(pk=case.pk)
    plain = Case.objects.select_related("area", "lead_body").get(pk=case.pk)
    assert found is not None
    assert {f.attname: getattr(found, f.attname) for f in Case._meta.concrete_fields} == {
        f.attname: getattr(plain, f.attname) for f in Case._meta.concrete_fields
    }
    with CaptureQueriesContext(connection) as asked:
        assert (found.area, found.lead_body) == (plain.area, plain.lead_body)
    assert len(asked) == 0
    assert CLOCKS.all(case_id=case.pk) == list(case.clocks.order_by("id").values_list("id", "kind"))
    assert THERE.all(path=f"{case.area.path}%") == [case]
    assert THERE.all(path="/0/%") == []
    assert CASE.first(pk=0) is None


@pytest.mark.django_db
@pytest.mark.parametrize("odd", ["100%", "%s", "it's", "a\\b", "%(x)s", '"', "$1", "--", "漏水'; SELECT 1"])
def test_what_stands_in_a_question_itself_is_a_literal_whatever_it_says(odd: str) -> None:
    titled = Case.objects.filter(pk=a_case(settle()).pk)
    titled.update(title=odd)
    for wanted, found in ((odd, list(titled)), (f"{odd}x", [])):
        rows = Case.objects.filter(title=wanted, state__in=["S10", odd], due_at__gte=MONDAY, pk=Given("pk"))
        assert Question[Case](lambda rows=rows: rows, fixed=True).all(pk=titled.get().pk) == found  # type: ignore[misc]
    parts = Case.objects.filter(title__contains=odd, pk=Given("pk"))
    assert len(Question[Case](lambda: parts, fixed=True).all(pk=titled.get().pk)) == 1


@pytest.mark.django_db
def test_rows_are_written_together_again_and_only_once() -> None:
    case = a_case(settle())
    timers = [Timer(case=case, kind="late", ref=f"clock:{nth}/0", due_at=AT if nth else None) for nth in range(2)]
    insert_all(timers)
    assert [Timer.objects.get(pk=one.pk).due_at for one in timers] == [None, AT]
    again = Timer(case=case, kind="late", ref="clock:0/0", due_at=AT + timedelta(hours=1))
    insert_all([again], again=("case", "kind", "ref"), update=("due_at",))
    assert again.pk == timers[0].pk
    assert Timer.objects.get(pk=again.pk).due_at == AT + timedelta(hours=1)

    def message() -> Message:
        return Message(
            about_thing="case", about_id=case.pk, template="case.sent", template_version=0, recipient="box:x",
            box_thing="x", box_id=1, language="en", words=b"\x00\xff'", made_at=AT,
        )  # fmt: skip

    first = message()
    assert insert_unless_there(first)
    assert bytes(Message.objects.get(pk=first.pk).words) == b"\x00\xff'"
    assert not insert_unless_there(message())


@pytest.mark.django_db
def test_saving_keeps_its_manners() -> None:
    """Expressions still work, what is gone says so, small and large and no numbers share one statement."""
    case = a_case(settle())
    case.accuracy_m, case.lon = 5, None
    case.save(update_fields=["accuracy_m", "lon"])
    case.accuracy_m = 70_000
    case.save(update_fields=["accuracy_m", "lon"])
    assert Case.objects.get(pk=case.pk).accuracy_m == 70_000
    case.version = F("version") + 1
    case.save(update_fields=["version"])
    case.refresh_from_db()
    gone = RatingLink(pk=-1, case=case, round=1, token_index="x", made_at=AT, expires_at=AT)
    with pytest.raises(Exception, match="did not affect any rows"), transaction.atomic():
        gone.save(update_fields=["round"])


LEAVES = st.one_of(
    st.tuples(st.just("handler"), st.sampled_from(["a", "ab", "b"])),
    st.tuples(st.just("handler__startswith"), st.sampled_from(["a", "b", ""])),
    st.tuples(st.just("handler__in"), st.lists(st.sampled_from(["a", "ab", "c"]), max_size=3)),
    st.tuples(st.sampled_from(["done_at__isnull", "stuck"]), st.booleans()),
    st.tuples(st.just("done_at"), st.sampled_from([None, AT])),
    st.tuples(st.sampled_from([f"attempts{how}" for how in ("", "__gt", "__gte", "__lt", "__lte")]), st.integers(0, 3)),
    st.tuples(st.sampled_from(["done_at__gt", "done_at__lte"]), st.sampled_from([AT, AT - timedelta(days=1)])),
)  # fmt: skip
RULES: st.SearchStrategy[Q] = st.recursive(
    LEAVES.map(lambda leaf: Q(leaf)),
    lambda inner: st.one_of(
        st.tuples(inner, inner).map(lambda pair: pair[0] & pair[1]),
        st.tuples(inner, inner).map(lambda pair: pair[0] | pair[1]),
        inner.map(lambda one: ~one),
    ),
    max_leaves=6,
)


class ARuleOnTheRow(TestCase):
    @settings(max_examples=150, deadline=None)
    @given(
        rule=RULES, handler=st.sampled_from(["a", "ab", "b", ""]), attempts=st.integers(0, 3),
        done=st.sampled_from([None, AT]), stuck=st.booleans(),
    )  # fmt: skip
    def test_says_what_the_query_says(self, rule: Q, handler: str, **given_values: Any) -> None:
        row = Delivery.objects.create(
            row_id=1, row_at=AT, next_at=AT, handler=handler, attempts=given_values["attempts"],
            done_at=given_values["done"], stuck=given_values["stuck"] and given_values["done"] is None,
        )  # fmt: skip
        assert holds(rule, row) == Delivery.objects.filter(rule, pk=row.pk).exists()


@pytest.mark.django_db
def test_what_the_row_does_not_tell_is_unknown_unless_something_else_decides() -> None:
    case = a_case(settle())
    unknown = Q(lead_body__line_path__startswith="/")
    case = Case.objects.get(pk=case.pk)
    assert holds(unknown | Q(split_from__filed_at=F("filed_at")), case) is None
    assert holds(Q(filed_at=F("due_at")), case) is None
    assert holds(unknown & Q(pk=0), case) is False
    assert holds(unknown | Q(pk=case.pk), case) is True
    assert holds(~Q(filed_at=F("due_at")), case) is None
    assert holds(~aside(Case.objects.all(), lambda row: row.pk == 0), case) is True
