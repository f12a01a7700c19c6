"""What the journal takes in and what it refuses."""

from datetime import UTC, date, datetime
from uuid import UUID

import pytest

from huying.kernel.facts import UnfitFact, fit

TAKEN = [
    (5, 5),
    (True, True),
    (None, None),
    ("", ""),
    ("cases.assigned", "cases.assigned"),
    ("GL-2026-008213", "GL-2026-008213"),
    ("/1/15/320/", "/1/15/320/"),
    ("320106001001001", "320106001001001"),
    ("a1b2" * 16, "a1b2" * 16),
    ("0" * 20 + "13812345678" + "a" * 33, "0" * 20 + "13812345678" + "a" * 33),
    (date(2026, 3, 6), "2026-03-06"),
    (datetime(2026, 3, 6, 1, tzinfo=UTC), "2026-03-06T01:00:00+00:00"),
    (UUID(int=1), "0" * 31 + "1"),
    ((1, "a", None), [1, "a", None]),
    (frozenset({2, 1}), [1, 2]),
]
REFUSED = [
    "楼道灯不亮", "the lamp is broken", "张三", "a@b.cn", "13812345678", 13812345678, "x-13812345678", "025-83371234",
    "320106199001011234", "32010619900101123X", 320106199001011234, 1.5, {"a": 1}, b"x", "a" * 129, ["ok", "not ok"],
    [[1]], 2**63, list(range(501)),
]  # fmt: skip


@pytest.mark.parametrize(("given", "kept"), TAKEN)
def test_ids_codes_dates_and_hashes_are_taken(given: object, kept: object) -> None:
    assert fit("fact", given) == kept


@pytest.mark.parametrize("given", REFUSED)
def test_words_and_numbers_of_persons_are_refused(given: object) -> None:
    with pytest.raises(UnfitFact) as refused:
        fit("fact", given)
    assert str(given) not in str(refused.value)
