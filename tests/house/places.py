"""Where the parts of the house lie."""

import ast
from collections.abc import Iterator
from pathlib import Path

from django.conf import settings

ROOT = Path(__file__).resolve().parents[2]
SOURCE = ROOT / "src" / "huying"
CONTEXTS = settings.CONTEXTS
STOREYS = (
    ("kernel",),
    ("territory",),
    ("people",),
    ("organisations",),
    ("calendars", "language", "documents"),
    ("duties", "notices"),
    ("cases",),
    ("evaluation",),
    ("dashboards",),
    ("exchange", "portal"),
    ("demonstration",),
)
STOREY_OF = {name: floor for floor, names in enumerate(STOREYS) for name in names}


def python_files(*roots: str, migrations: bool = False) -> Iterator[Path]:
    """Every Python file of ours below these folders of the repository."""
    for root in roots:
        for path in sorted((ROOT / root).rglob("*.py")):
            if migrations or "migrations" not in path.parts:
                yield path


def tree(path: Path) -> ast.Module:
    return ast.parse(path.read_text(encoding="utf-8"))


def imported(module: ast.Module) -> Iterator[str]:
    """Full names of what a module imports, wherever in it."""
    for node in ast.walk(module):
        if isinstance(node, ast.Import):
            yield from (name.name for name in node.names)
        elif isinstance(node, ast.ImportFrom) and node.module and not node.level:
            yield from (f"{node.module}.{name.name}" for name in node.names)


def short(path: Path) -> str:
    return str(path.relative_to(ROOT))
