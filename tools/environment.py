"""The environment in .venv with exactly the locked packages. Standard library only."""

import hashlib
import importlib.util
import os
import shutil
import subprocess
import sys
from pathlib import Path

from huying.config.launcher.words import Trouble, say


def ready(root: Path, kind: str) -> Path:
    """The interpreter of an environment that holds requirements/<kind>.txt; `dev` also serves for `runtime`."""
    directory = root / ".venv"
    python = directory / "bin" / "python"
    if not _works(python):
        _make(directory)
    stamp = directory / "huying-stamp"
    wanted = {name: _fingerprint(root / "requirements" / f"{name}.txt") for name in ("runtime", "dev")}
    holds = stamp.read_text() if stamp.exists() else ""
    if holds not in (wanted[kind], wanted["dev"]):
        _install(python, root / "requirements" / f"{kind}.txt")
        stamp.write_text(wanted[kind])
    return python


def _fingerprint(lock: Path) -> str:
    return hashlib.sha256(lock.read_bytes() + sys.version.encode()).hexdigest()


def _works(python: Path) -> bool:
    """Whether it is there, not older than we need, and of the same version as the one that asks."""
    if not python.exists():
        return False
    code = "import sys; print(sys.version_info[:2])"
    answer = subprocess.run([python, "-c", code], capture_output=True, text=True, check=False)
    return answer.stdout.strip() == str(sys.version_info[:2])


def _make(directory: Path) -> None:
    if directory.exists():
        shutil.rmtree(directory)
    say(f"Making an environment in {directory} …")
    uv = shutil.which("uv")
    if uv:
        _run([uv, "venv", "--quiet", "--python", sys.executable, str(directory)], "uv could not make .venv")
        return
    if not (importlib.util.find_spec("venv") and importlib.util.find_spec("ensurepip")):
        raise Trouble(
            "This Python cannot make environments (venv or ensurepip is missing). "
            f"On Debian or Ubuntu: apt install python3.{sys.version_info[1]}-venv"
        )
    _run([sys.executable, "-m", "venv", str(directory)], "venv could not make .venv")


def _install(python: Path, lock: Path) -> None:
    say(f"Installing the locked packages of {lock.name} …")
    uv = shutil.which("uv") or shutil.which(str(python.parent / "uv"))
    if uv:
        command = [uv, "pip", "install", "--quiet", "--python", str(python), "--require-hashes", "-r", str(lock)]
    else:
        command = [str(python), "-m", "pip", "install", "-qq", "--disable-pip-version-check", "--require-hashes"]
        command += ["--no-warn-script-location", "-r", str(lock)]
    _run(command, "The packages could not be installed; the lines above say why (is the network there?)")


def _run(command: list[str], failure: str) -> None:
    if subprocess.run(command, env=with_writable_home(), check=False).returncode:
        raise Trouble(failure)


def with_writable_home() -> dict[str, str]:
    """Installers keep caches in HOME; where there is none to write (user nobody, say), in HUYING_HOME."""
    environ = dict(os.environ)
    home = Path(environ.get("HOME") or "/nonexistent")
    if not (home.is_dir() and os.access(home, os.W_OK)):
        cache = Path(environ["HUYING_HOME"]).resolve() / "cache"
        cache.mkdir(parents=True, exist_ok=True)
        environ.update(HOME=str(cache), UV_CACHE_DIR=str(cache / "uv"), npm_config_cache=str(cache / "npm"))
    return environ
