"""The wheel: built of what lies here, opened, installed, and run on a machine that has no Node."""

import os
import subprocess
import sys
import zipfile
from pathlib import Path

import pytest
from tools import frontend, wheel

from huying.config.launcher import translations
from tests.addresses import address
from tests.house.places import CONTEXTS, ROOT, SOURCE

pytestmark = pytest.mark.slow
LOOK = """
import json, huying
from django.core.management import call_command
from django.test import Client
call_command("check")
page = Client().get("/report/", HTTP_HOST="127.0.0.1", HTTP_ACCEPT_LANGUAGE="en")
print(json.dumps([huying.__file__, page.status_code, page.content.decode()]))
"""


@pytest.fixture(scope="module")
def built(tmp_path_factory: pytest.TempPathFactory) -> Path:
    if not frontend.is_built(ROOT):
        frontend.build(ROOT)
    translations.compile_all(ROOT / "src")
    return wheel.build(ROOT, tmp_path_factory.mktemp("wheel"))


@pytest.fixture(scope="module")
def installed(built: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Unpacked as an installer does; what it needs lies in the environment of the tests."""
    place = tmp_path_factory.mktemp("installed")
    command = [sys.executable, "-m", "uv", "pip", "install", "--offline", "--no-deps", "--no-config", "--quiet"]
    subprocess.run([*command, "--python", sys.executable, "--target", str(place), str(built)], check=True)
    return place


def run(place: Path, *words: str, **environ: str) -> str:
    """The installed command, where no program of any kind is at hand."""
    clean = {name: value for name, value in os.environ.items() if not name.startswith(("HUYING_", "PYTHON", "DJANGO_"))}
    clean |= {"PATH": str(place / "nothing"), "PYTHONPATH": str(place), **environ}
    command = [sys.executable, str(place / "bin" / "huying"), *words]
    done = subprocess.run(command, cwd=place, env=clean, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr
    return done.stdout


def test_it_holds_the_front_end_the_translations_the_data_and_whom_they_come_from(built: Path) -> None:
    names = set(zipfile.ZipFile(built).namelist())
    assert "huying/static/build/manifest.json" in names
    assert any(name.startswith("huying/static/build/assets/") and name.endswith(".js") for name in names)
    assert any(name.startswith("huying/static/build/assets/") and name.endswith(".css") for name in names)
    assert {f"huying/{context}/locale/en/LC_MESSAGES/django.mo" for context in CONTEXTS} <= names
    data = {f"huying/{path.relative_to(SOURCE)}" for path in (SOURCE / "demonstration" / "data").iterdir()}
    assert "huying/demonstration/data/ATTRIBUTION.md" in data
    assert data <= names
    templates = {f"huying/{path.relative_to(SOURCE)}" for path in SOURCE.rglob("templates/**/*.html")}
    assert len(templates) > 100
    assert templates <= names
    assert not any("node_modules" in name or "__pycache__" in name or name.startswith("tests") for name in names)


@pytest.mark.django_db
def test_installed_it_serves_its_pages_without_node(installed: Path, tmp_path: Path) -> None:
    assert run(installed, "help").startswith("huying COMMAND")
    place = {"HUYING_DATABASE_URL": address(), "HUYING_HOME": str(tmp_path)}
    said = run(installed, "manage", "shell", "--no-imports", "-c", LOOK, **place)
    assert "no issues" in said
    assert str(installed) in said
    assert "200" in said
    assert "/static/build/assets/" in said
    assert 'lang=\\"en\\"' in said
