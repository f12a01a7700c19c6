"""What is installed is what is written down."""

import ast
import re
import tomllib

from tests.house.places import ROOT

PYPROJECT = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))
FORBIDDEN_IN_LOCKS = re.compile(r"https?://|--index-url|--extra-index-url|--find-links|file:")


def names_in(lock: str) -> dict[str, str]:
    text = (ROOT / "requirements" / lock).read_text(encoding="utf-8")
    return dict(re.findall(r"^([a-z0-9._-]+)(?:\[[^]]*\])?==([^\s;]+)", text, re.MULTILINE))


def test_the_wheel_depends_on_what_the_lock_was_made_from() -> None:
    lines = (ROOT / "requirements" / "runtime.in").read_text(encoding="utf-8").splitlines()
    written = {line.split("#")[0].strip() for line in lines} - {""}
    assert set(PYPROJECT["project"]["dependencies"]) == written


def test_development_runs_on_the_versions_that_are_shipped() -> None:
    runtime, dev = names_in("runtime.txt"), names_in("dev.txt")
    assert len(runtime) > 20
    assert {name: (version, dev.get(name)) for name, version in runtime.items() if dev.get(name) != version} == {}


def test_every_locked_package_has_its_hashes_and_no_address() -> None:
    for lock in ("runtime.txt", "dev.txt"):
        text = (ROOT / "requirements" / lock).read_text(encoding="utf-8")
        blocks = re.split(r"^(?=[a-z0-9._-]+(?:\[[^]]*\])?==)", text, flags=re.MULTILINE)[1:]
        assert all("--hash=sha256:" in block for block in blocks)
        assert not FORBIDDEN_IN_LOCKS.search(text)


def test_the_front_ends_lock_names_no_registry() -> None:
    text = (ROOT / "frontend" / "package-lock.json").read_text(encoding="utf-8")
    assert '"resolved"' not in text
    assert "http" not in text
    assert "omit-lockfile-registry-resolved=true" in (ROOT / "frontend" / ".npmrc").read_text(encoding="utf-8")


def test_dev_py_can_be_read_by_old_pythons() -> None:
    """Plain ASCII and the grammar of 3.6, so that it can say which Python is needed."""
    source = (ROOT / "dev.py").read_text(encoding="ascii")
    ast.parse(source, feature_version=(3, 6))
    body = ast.parse(source).body
    check = next(place for place, node in enumerate(body) if isinstance(node, ast.If))
    assert all(isinstance(node, ast.Expr | ast.Import) for node in body[:check])
    assert [name.name for node in body[:check] if isinstance(node, ast.Import) for name in node.names] == ["sys"]
