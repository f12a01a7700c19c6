"""Small enough to be read: files, classes, test functions; and no exception hidden in a line."""

import ast
import re

from tests.house.places import python_files, short, tree

OURS = ("src", "tests", "tools")
HIDDEN_EXCEPTION = re.compile(r"#\s*(noqa|type:\s*ignore(?!\[)|pragma:\s*no cover|ruff:\s*noqa|mypy:)")


def length(node: ast.stmt) -> int:
    return (node.end_lineno or node.lineno) - node.lineno + 1


def test_no_file_is_longer_than_400_lines() -> None:
    lengths = {short(path): len(path.read_text(encoding="utf-8").splitlines()) for path in python_files(*OURS)}
    assert {name: lines for name, lines in lengths.items() if lines > 400} == {}


def test_no_class_is_longer_than_300_lines_and_no_test_longer_than_50() -> None:
    found = {}
    for path in python_files(*OURS):
        for node in ast.walk(tree(path)):
            is_test = isinstance(node, ast.FunctionDef) and node.name.startswith("test_")
            limit = 50 if is_test else 300 if isinstance(node, ast.ClassDef) else None
            if limit and isinstance(node, ast.ClassDef | ast.FunctionDef) and length(node) > limit:
                found[f"{short(path)}: {node.name}"] = length(node)
    assert found == {}


def test_exceptions_stand_in_pyproject_with_a_reason_and_not_in_the_line() -> None:
    found = [
        f"{short(path)}:{number}"
        for path in python_files(*OURS)
        for number, line in enumerate(path.read_text(encoding="utf-8").splitlines(), 1)
        if HIDDEN_EXCEPTION.search(line) and path.name != "test_sizes.py"
    ]
    assert found == []


def test_every_file_says_what_it_is_for() -> None:
    files = [path for path in python_files("src", "tools") if "management" not in path.parts]
    assert [short(path) for path in files if not ast.get_docstring(tree(path))] == []


def test_no_package_is_named_after_nothing() -> None:
    names = {part for path in python_files("src", "tools") for part in (path.stem, path.parent.name)}
    assert names & {"core", "common", "utils", "helpers", "util", "helper", "misc"} == set()
