"""System packages that the tests need: installed by apt when we are root, otherwise said loudly."""

import os
import shutil
import subprocess
from pathlib import Path

from huying.config.launcher.words import complain, say
from tools.testbase import DEBIAN_15

BROWSERS = ("chromium-headless-shell", "chromium", "chromium-browser", "google-chrome")
INSTEAD = {"chromium": ("chromium-headless-shell", "chromium")}
"""Packages that serve as well, the smaller one first."""
FONT_DIRECTORIES = (Path("/usr/share/fonts"), Path("/usr/local/share/fonts"))


def missing() -> dict[str, str]:
    """Package by package: what cannot be tested without it."""
    found = {}
    if not any(shutil.which(name) for name in BROWSERS):
        found["chromium"] = "the browser tests"
    if not any(_has_cjk(directory) for directory in FONT_DIRECTORIES):
        found["fonts-noto-cjk"] = "the look of Chinese text in the browser tests"
    if not (DEBIAN_15 / "postgres").exists():
        found["postgresql-15"] = "migrations, constraints and races on PostgreSQL 15"
    return found


def provide() -> dict[str, str]:
    """Installs what is missing if it may; returns what is still missing."""
    lacking = missing()
    if lacking and os.geteuid() == 0 and shutil.which("apt-get"):
        say(f"Installing {', '.join(lacking)} …")
        environ = {**os.environ, "DEBIAN_FRONTEND": "noninteractive"}
        subprocess.run(["apt-get", "update", "-qq"], env=environ, check=False)
        for package in lacking:
            for name in INSTEAD.get(package, (package,)):
                command = ["apt-get", "install", "-y", "-qq", "--no-install-recommends", name]
                if subprocess.run(command, env=environ, stdout=subprocess.DEVNULL, check=False).returncode == 0:
                    break
        lacking = missing()
    for package, loss in lacking.items():
        complain(f"NOT TESTED for want of {package}: {loss}. Install it: apt install {package}")
    return lacking


def _has_cjk(directory: Path) -> bool:
    return directory.is_dir() and any(directory.rglob("Noto*CJK*"))
