"""The tools of dev.py: what the tests need is installed or said loudly to be missing, and measurements run by name."""

import os
import shutil
from pathlib import Path

import pytest
from tools import bench, system

from huying.config.launcher.words import Trouble
from tests.addresses import address

PACKAGES = {"chromium", "fonts-noto-cjk", "postgresql-15"}


@pytest.fixture
def bare(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A machine with a shell and nothing that the tests need."""
    (tmp_path / "bin").mkdir()
    for name in ("sh", "mkdir", "touch", "chmod"):
        (tmp_path / "bin" / name).symlink_to(str(shutil.which(name)))
    monkeypatch.setenv("PATH", str(tmp_path / "bin"))
    monkeypatch.setattr(system, "FONT_DIRECTORIES", (tmp_path / "fonts",))
    monkeypatch.setattr(system, "DEBIAN_15", tmp_path / "postgresql")
    return tmp_path


def apt(machine: Path, *, brings: bool) -> None:
    """An apt-get that writes down what it was asked; if it `brings`, each package leaves what is looked for."""
    lines = [f'echo "$@" >> {machine}/asked']
    if brings:
        lines += [
            'case "$*" in',
            "*headless-shell*) exit 100;;",  # not every Debian has it
            f"*chromium*) touch {machine}/bin/chromium; chmod +x {machine}/bin/chromium;;",
            f"*fonts-noto-cjk*) mkdir -p {machine}/fonts; touch {machine}/fonts/NotoSansCJK-Regular.ttc;;",
            f"*postgresql-15*) mkdir -p {machine}/postgresql; touch {machine}/postgresql/postgres;;",
            "esac",
        ]
    program = machine / "bin" / "apt-get"
    program.write_text("\n".join(["#!/bin/sh", *lines, ""]))
    program.chmod(0o755)


def test_root_gets_what_is_missing_from_apt(
    bare: Path, monkeypatch: pytest.MonkeyPatch, capfd: pytest.CaptureFixture[str]
) -> None:
    apt(bare, brings=True)
    monkeypatch.setattr(os, "geteuid", lambda: 0)
    assert set(system.missing()) == PACKAGES
    assert system.provide() == {}
    asked = (bare / "asked").read_text().splitlines()
    assert asked[0].startswith("update")
    assert {line.split()[-1] for line in asked[1:]} == {*PACKAGES, "chromium-headless-shell"}
    assert "NOT TESTED" not in capfd.readouterr().err


@pytest.mark.parametrize("root", [False, True], ids=["somebody", "root-without-a-network"])
def test_what_stays_missing_is_said_loudly_package_by_package(
    root: bool, bare: Path, monkeypatch: pytest.MonkeyPatch, capfd: pytest.CaptureFixture[str]
) -> None:
    apt(bare, brings=False)
    monkeypatch.setattr(os, "geteuid", lambda: 0 if root else 1000)
    assert set(system.provide()) == PACKAGES
    assert (bare / "asked").exists() is root
    said = capfd.readouterr().err
    for package in PACKAGES:
        assert f"NOT TESTED for want of {package}:" in said
        assert f"apt install {package}" in said


@pytest.mark.django_db
def test_a_measurement_runs_by_its_name_with_the_database_at_hand(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capfd: pytest.CaptureFixture[str]
) -> None:
    (tmp_path / "bench").mkdir()
    lines = ["import os, sys", "print(sys.argv[1:], 'HUYING_DATABASE_URL' in os.environ)", "sys.exit(7)"]
    (tmp_path / "bench" / "pace.py").write_text("\n".join(lines))
    monkeypatch.setenv("HUYING_DATABASE_URL", address())
    monkeypatch.setenv("HUYING_HOME", str(tmp_path / "home"))
    assert bench.run(tmp_path, ["list"]) == 0
    assert bench.run(tmp_path, ["pace", "1000"]) == 7
    assert capfd.readouterr().out.splitlines() == ["pace", "['1000'] True"]
    with pytest.raises(Trouble, match=r"no bench/space\. Known: pace"):
        bench.run(tmp_path, ["space"])
