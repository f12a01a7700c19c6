"""A list walked by key shows every row once, in the same order as one that was read at once."""

from datetime import UTC, datetime, timedelta
from itertools import product

import pytest
from hypothesis import HealthCheck, given
from hypothesis import settings as hypothesis_settings
from hypothesis import strategies as st

from huying.kernel.errors import Invalid
from huying.kernel.models import Delivery
from huying.kernel.paging import Page, page_by_key

pytestmark = pytest.mark.django_db
START = datetime(2026, 11, 20, tzinfo=UTC)
ROW = st.tuples(st.integers(0, 3), st.sampled_from("abß中"), st.one_of(st.none(), st.integers(0, 3)))
COLUMNS = ("attempts", "handler", "done_at")
ORDERS = [
    tuple(f"{sign}{name}" for sign, name in zip(signs, COLUMNS[:count], strict=False))
    for count in (1, 2, 3)
    for signs in product(("", "-"), repeat=count)
] + [("done_at",), ("-done_at", "attempts"), ("-done_at", "-attempts", "-id"), ("id",), ("-pk",)]


def fill(rows: list[tuple[int, str, int | None]]) -> None:
    Delivery.objects.all().delete()
    Delivery.objects.bulk_create(
        Delivery(
            row_id=number,
            row_at=START,
            next_at=START,
            attempts=attempts,
            handler=handler,
            done_at=None if hour is None else START + timedelta(hours=hour, microseconds=7),
        )
        for number, (attempts, handler, hour) in enumerate(rows)
    )


def walk(order: tuple[str, ...], size: int, *, as_values: bool = False) -> list[int]:
    rows = Delivery.objects.values("id", *COLUMNS) if as_values else Delivery.objects.all()
    seen: list[int] = []
    cursor: str | None = None
    while True:
        page = page_by_key(rows, order=order, after=cursor, size=size)
        seen += [row["id"] if isinstance(row, dict) else row.pk for row in page]
        assert len(page) <= size
        if not page.has_more:
            return seen
        assert len(page) == size
        cursor = page.next_cursor


@hypothesis_settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(rows=st.lists(ROW, max_size=25), order=st.sampled_from(ORDERS), size=st.integers(1, 7), as_values=st.booleans())
def test_walking_by_key_is_the_same_as_reading_at_once(
    rows: list[tuple[int, str, int | None]], order: tuple[str, ...], size: int, as_values: bool
) -> None:
    fill(rows)
    key = () if {c.lstrip("-") for c in order} & {"id", "pk"} else ("pk",)
    at_once = list(Delivery.objects.order_by(*order, *key).values_list("pk", flat=True))
    usable = tuple(c.replace("pk", "id") for c in order) if as_values else order
    assert walk(usable, size, as_values=as_values) == at_once


def test_rows_that_come_and_go_meanwhile_neither_repeat_nor_hide_others() -> None:
    fill([(n, "a", None) for n in range(10)])
    first: Page[Delivery] = page_by_key(Delivery.objects.all(), order=("attempts",), size=4)
    Delivery.objects.filter(attempts__in=[0, 3]).delete()
    second = page_by_key(Delivery.objects.all(), order=("attempts",), size=4, after=first.next_cursor)
    assert [row.attempts for row in second] == [4, 5, 6, 7]


def test_a_cursor_is_opaque_and_fits_only_its_own_order() -> None:
    fill([(n, f"secret{n}", None) for n in range(4)])
    cursor = page_by_key(Delivery.objects.all(), order=("handler",), size=2).next_cursor
    assert cursor
    assert "secret" not in cursor
    for wrong, order in (
        (cursor, ("-handler",)), (cursor[:-3] + "AAA", ("handler",)), ("nonsense", ("handler",)), ("字", ("handler",)),
    ):  # fmt: skip
        with pytest.raises(Invalid):
            page_by_key(Delivery.objects.all(), order=order, after=wrong)
    with pytest.raises(Invalid):
        page_by_key(Delivery.objects.all(), order=("handler",), after="A" * 10_000)


def test_each_page_is_one_query_that_uses_the_index(django_assert_num_queries) -> None:
    fill([(n, "a", None) for n in range(10)])
    cursor = page_by_key(Delivery.objects.all(), order=("-id",), size=3).next_cursor
    with django_assert_num_queries(1):
        page = page_by_key(Delivery.objects.all(), order=("-id",), size=3, after=cursor)
    assert len(page.items) == 3


def test_nobody_can_ask_for_everything_at_once() -> None:
    fill([(n % 5, "a", None) for n in range(520)])
    assert len(page_by_key(Delivery.objects.all(), order=("id",), size=10_000)) == 500
    assert len(page_by_key(Delivery.objects.all(), order=("id",), size=-4)) == 1
