"""The storeys, the doors and the furniture hold, and the contracts would notice if they did not."""

import ast
import os
import subprocess
import sys
from pathlib import Path

from grimp import ImportGraph
from tools.contracts import DoorsContract, FurnitureContract

from tests.house.places import CONTEXTS, ROOT, SOURCE, STOREY_OF, imported, python_files, short, tree

SESSION = {"root_package": "huying"}
BELOW_HTTP = ("errors", "states", "events", "models", "rules", "queries", "actions", "public")
HTTP = ("django.http", "django.shortcuts", "django.views", "django.middleware", "ninja", "django_htmx")


def graph(*imports: tuple[str, str]) -> ImportGraph:
    made = ImportGraph()
    for importer, imported_module in imports:
        for name in (importer, imported_module):
            if name not in made.modules:
                made.add_module(name)
        made.add_import(importer=importer, imported=imported_module)
    return made


def doors() -> DoorsContract:
    options = {"root": "huying", "doors": ["public", "events"], "open_contexts": ["kernel"]}
    return DoorsContract(name="doors", session_options=SESSION, contract_options=options)


def furniture() -> FurnitureContract:
    options = {"root": "huying", "order": ["models", "actions", "pages"], "left_out": ["kernel"]}
    return FurnitureContract(name="furniture", session_options=SESSION, contract_options=options)


def test_every_contract_is_kept() -> None:
    program = Path(sys.executable).parent / "lint-imports"
    environ = {**os.environ, "PYTHONPATH": f"{ROOT}{os.pathsep}{ROOT / 'src'}"}
    done = subprocess.run([program, "--no-cache"], cwd=ROOT, env=environ, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stdout


def test_every_context_has_its_storey() -> None:
    assert set(STOREY_OF) == set(CONTEXTS)
    folders = {path.parent.name for path in SOURCE.glob("*/__init__.py")}
    assert folders == {*CONTEXTS, "config"}


def test_entering_through_a_door_is_kept_and_through_a_window_is_broken() -> None:
    kept = graph(
        ("huying.cases.actions", "huying.duties.public"),
        ("huying.cases.handlers", "huying.calendars.events.years"),
        ("huying.cases.models", "huying.kernel.journal"),
        ("huying.cases.actions", "huying.cases.models"),
    )
    broken = graph(("huying.cases.actions", "huying.duties.models"))
    assert doors().check(kept, verbose=False).kept
    assert not doors().check(broken, verbose=False).kept


def test_a_piece_that_uses_a_later_piece_is_broken() -> None:
    kept = graph(("huying.cases.pages.desk", "huying.cases.actions"), ("huying.cases.clocks", "huying.cases.pages"))
    broken = graph(("huying.cases.actions.assign", "huying.cases.pages"))
    assert furniture().check(kept, verbose=False).kept
    assert not furniture().check(broken, verbose=False).kept


def speaks_http(module: ast.Module) -> list[str]:
    return [name for name in imported(module) if name.startswith(HTTP)]


def test_nothing_below_the_schemas_knows_http() -> None:
    found = {}
    for path in python_files("src/huying"):
        parts = path.relative_to(SOURCE).with_suffix("").parts
        if parts[0] in CONTEXTS and len(parts) > 1 and parts[1] in BELOW_HTTP and (names := speaks_http(tree(path))):
            found[short(path)] = names
    assert found == {}
    assert speaks_http(ast.parse("from django.http import HttpResponse")) == ["django.http.HttpResponse"]
