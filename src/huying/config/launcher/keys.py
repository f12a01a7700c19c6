"""The keys of one installation: made at the first start, kept in HUYING_HOME/keys for its owner's eyes only.

A key set in the environment wins. Whoever keeps keys elsewhere sets all of them and deletes the file.
"""

import os
import secrets
from collections.abc import Mapping
from pathlib import Path

from huying.config.launcher.words import Trouble

NAMES = ("HUYING_SECRET_KEY", "HUYING_JOURNAL_KEY", "HUYING_SEAL_KEY")


def keys(home: Path, environ: Mapping[str, str]) -> dict[str, str]:
    """All keys by name."""
    kept = _read(home / "keys")
    found = {name: environ.get(name) or kept.get(name, "") for name in NAMES}
    missing = [name for name, value in found.items() if not value]
    if missing:
        fresh = {name: secrets.token_hex(32) for name in missing}
        _write(home / "keys", {**kept, **fresh})
        found.update(fresh)
    return found


def _read(path: Path) -> dict[str, str]:
    try:
        lines = path.read_text(encoding="utf-8").splitlines()
    except FileNotFoundError:
        return {}
    except PermissionError as error:
        raise Trouble(f"{path} may not be read. Start as its owner.") from error
    return dict(line.split("=", 1) for line in lines if "=" in line and not line.startswith("#"))


def _write(path: Path, values: Mapping[str, str]) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    text = "# Without these keys a backup cannot be read and the journal cannot be verified. Keep a copy elsewhere.\n"
    text += "".join(f"{name}={value}\n" for name, value in values.items())
    descriptor = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600)
    with os.fdopen(descriptor, "w", encoding="utf-8") as file:
        file.write(text)
