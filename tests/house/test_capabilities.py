"""docs/capabilities.tsv is honest: what is said to work has a page and a test that exists."""

import ast
import csv
import re

import pytest

from tests.house.places import CONTEXTS, ROOT, tree

COLUMNS = ["id", "term_zh", "term_en", "context", "path", "test", "state"]
STATES = {"planned", "partly", "works", "declined"}
TEST = re.compile(r"(tests/[\w/]+\.py)::(test_\w+)")

with (ROOT / "docs" / "capabilities.tsv").open(encoding="utf-8", newline="") as _file:
    ROWS = list(csv.DictReader(_file, delimiter="\t", quoting=csv.QUOTE_NONE))
SHOWN = [row for row in ROWS if row["state"] in ("works", "partly")]


def test_every_mechanism_of_the_inventory_has_its_line() -> None:
    assert len(ROWS) == len({row["id"] for row in ROWS}) == 252
    assert list(ROWS[0]) == COLUMNS
    assert {row["state"] for row in ROWS} <= STATES
    assert all(row["term_zh"] and row["term_en"] and row["context"] for row in ROWS)


@pytest.mark.parametrize("row", SHOWN, ids=[row["id"] for row in SHOWN])
def test_what_works_has_a_page_and_a_test_that_exists(row: dict[str, str]) -> None:
    assert row["context"] in CONTEXTS
    assert row["path"].startswith("/")
    named = TEST.fullmatch(row["test"])
    assert named, f"{row['id']} names no test"
    functions = {node.name for node in ast.walk(tree(ROOT / named[1])) if isinstance(node, ast.FunctionDef)}
    assert named[2] in functions


def test_what_is_planned_claims_nothing() -> None:
    claims = [row["id"] for row in ROWS if row["state"] in ("planned", "declined") and (row["path"] or row["test"])]
    assert claims == []
