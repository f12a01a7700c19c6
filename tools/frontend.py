"""Builds frontend/ into src/huying/static/build, only when what it is made of has changed. Standard library only."""

import hashlib
import os
import re
import shutil
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

from huying.config.launcher.words import Trouble, say
from tools.environment import with_writable_home

OLDEST_NODE = 20
OUTPUT = Path("src/huying/static/build")
SKIPPED = ("node_modules", "dist", "static", "migrations", "locale", "launcher", "management", "__pycache__")
ADVICE = "Install Node 20 or newer (nodejs.org, nvm or your system's packages) and start again."


def check_node(root: Path) -> None:
    """Node is only asked for when there is something to build."""
    if is_built(root):
        return
    node, npm = shutil.which("node"), shutil.which("npm")
    if not node or not npm:
        raise Trouble(f"{'npm' if node else 'Node'} is missing; the pages are built with it. {ADVICE}")
    answer = subprocess.run([node, "--version"], capture_output=True, text=True, check=False).stdout
    found = re.match(r"v(\d+)", answer)
    if not found or int(found[1]) < OLDEST_NODE:
        raise Trouble(f"Node {answer.strip() or '?'} is too old. {ADVICE}")


def is_built(root: Path) -> bool:
    stamp = root / OUTPUT / "stamp"
    manifest = root / OUTPUT / "manifest.json"
    return manifest.exists() and stamp.exists() and stamp.read_text() == fingerprint(root)


def build(root: Path) -> None:
    if is_built(root):
        return
    frontend = root / "frontend"
    packages = hashlib.sha256((frontend / "package-lock.json").read_bytes()).hexdigest()
    stamp = frontend / "node_modules" / "huying-stamp"
    if not stamp.exists() or stamp.read_text() != packages:
        say("Fetching the front-end's packages …")
        _npm(frontend, "ci", "--no-audit", "--no-fund", "--loglevel=error")
        stamp.write_text(packages)
    say("Building the front-end …")
    _npm(frontend, "run", "--silent", "build")
    if not (root / OUTPUT / "manifest.json").exists():
        raise Trouble(f"The front-end's build left no {OUTPUT / 'manifest.json'}.")
    subprocess.run([sys.executable, "-m", "whitenoise.compress", "--quiet", str(root / OUTPUT)], check=True)
    (root / OUTPUT / "stamp").write_text(fingerprint(root))


def fingerprint(root: Path) -> str:
    """Of everything the build reads: its sources, and the templates in which it looks for the styles in use."""
    digest = hashlib.sha256()
    for path in sorted(_inputs(root)):
        digest.update(str(path.relative_to(root)).encode() + b"\0" + path.read_bytes() + b"\0")
    return digest.hexdigest()


def _inputs(root: Path) -> Iterator[Path]:
    for start, endings in (("frontend", ""), ("src/huying", (".html", ".py"))):
        for directory, below, files in os.walk(root / start):
            below[:] = [name for name in below if name not in SKIPPED]
            yield from (Path(directory) / name for name in files if name.endswith(endings))


def _npm(directory: Path, *arguments: str) -> None:
    npm = shutil.which("npm") or "npm"
    done = subprocess.run(
        [npm, *arguments], cwd=directory, env=with_writable_home(), capture_output=True, text=True, check=False
    )
    if done.returncode:
        lines = (done.stderr + done.stdout).strip().splitlines()
        raise Trouble(f"npm {arguments[0]} failed:\n" + "\n".join(lines[-15:]))
