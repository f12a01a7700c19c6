"""What the database itself refuses is also tried on PostgreSQL 15: the mark `constraint` selects such tests there."""

import ast
from collections.abc import Iterator

from tests.house.places import python_files, short, tree

REFUSALS = frozenset({"IntegrityError", "DatabaseError", "InternalError", "DataError"})
Function = ast.FunctionDef


def names(part: ast.AST) -> set[str]:
    return {node.id for node in ast.walk(part) if isinstance(node, ast.Name)}


def marked(part: Function | ast.Module) -> bool:
    """By its own mark, or by the one of the whole file."""
    if isinstance(part, ast.FunctionDef):
        return any("constraint" in ast.unparse(mark) for mark in part.decorator_list)
    return any("pytestmark" in names(node) and "constraint" in ast.unparse(node) for node in part.body)


def refused_by_the_database(module: ast.Module) -> Iterator[Function]:
    """Tests that expect the database to refuse something, themselves or through a helper of the same file."""
    functions = [node for node in module.body if isinstance(node, ast.FunctionDef)]
    helpers = {node.name for node in functions if names(node) & REFUSALS and not node.name.startswith("test_")}
    yield from (node for node in functions if node.name.startswith("test_") and names(node) & (REFUSALS | helpers))


def test_each_test_of_what_the_database_refuses_also_runs_on_postgresql_15() -> None:
    missing, found = [], 0
    for path in python_files("tests"):
        module = tree(path)
        for test in refused_by_the_database(module):
            found += 1
            if not (marked(module) or marked(test)):
                missing.append(f"{short(path)}::{test.name}")
    assert missing == []
    assert found >= 15
