"""Codes of divisions, grids, estates and buildings."""

import pytest

from huying.territory import codes


@pytest.mark.parametrize(
    ("level", "code", "right"),
    [
        ("grid", "522201001003007", True),
        ("grid", "522201001", False),
        ("grid", "522201001003000", False),
        ("grid", "522201001003800", False),
        ("grid", "522201001003801", True),
        ("grid", "522201001003899", True),
        ("grid", "522201001003900", False),
        ("grid", "52220100100300712", True),
        ("grid", "52220100100300700", False),
        ("grid", "522201000000007", False),
        ("community", "522201001003", True),
        ("community", "522201001000", False),
        ("street", "522201001000", True),
        ("street", "022201001000", False),
        ("county", "522201000000", True),
        ("city", "522200000000", True),
        ("province", "520000000000", True),
        ("estate", "522201001003X001", True),
        ("estate", "522201001003X000", False),
        ("building", "52220100100300001", True),
        ("building", "5222010010030001", False),
    ],
)
def test_a_code_is_well_formed_at_its_level(level, code, right):
    assert codes.well_formed(level, code) is right


@pytest.mark.parametrize(
    ("code", "level", "parent"),
    [
        ("522201001003", "community", "522201001000"),
        ("522201001000", "street", "522201000000"),
        ("522201000000", "county", "522200000000"),
        ("522200000000", "city", "520000000000"),
        ("520000000000", "province", None),
    ],
)
def test_a_division_code_tells_its_level_and_parent(code, level, parent):
    assert (codes.level_of(code), codes.parent_code(code)) == (level, parent)


@pytest.mark.parametrize(
    ("level", "code", "kind"),
    [
        ("street", "320106001000", "street"),
        ("street", "320106101000", "town"),
        ("street", "320106200000", "township"),
        ("street", "320106400000", "street_like"),
        ("community", "320106001001", "residents"),
        ("community", "320106001201", "village"),
        ("community", "320106001401", "residents_like"),
        ("community", "320106001598", "village_like"),
        ("grid", "320106001001001", "base"),
        ("grid", "320106001001812", "exclusive"),
        ("grid", "32010600100100101", "micro"),
    ],
)
def test_a_code_tells_the_kind(level, code, kind):
    assert codes.kind_of(level, code) == kind


def test_the_next_code_is_the_first_free_one_of_its_band():
    above = "320106001001"
    assert codes.next_code("grid", "base", above, {above + "001"}) == above + "002"
    assert codes.next_code("grid", "exclusive", above, set()) == above + "801"
    assert codes.next_code("grid", "micro", above + "004", set()) == above + "00401"
    assert codes.next_code("estate", "estate", above, set()) == above + "X001"
    assert codes.next_code("building", "building", above + "004", set()) == above + "00001"
    assert codes.next_code("grid", "exclusive", above, {f"{above}{n}" for n in range(801, 900)}) is None
