"""PostgreSQL refuses to run as root: when we are root, its programs run as an ordinary user instead."""

import os
import pwd
import shutil
from pathlib import Path

from huying.config.launcher.words import Trouble


def owner_of(data: Path) -> int | None:
    """The user id to run the server as, None for our own: whoever owns the data already, else `nobody`."""
    if os.geteuid() != 0:
        return None
    if data.exists() and data.stat().st_uid != 0:
        return data.stat().st_uid
    return pwd.getpwnam("nobody").pw_uid


def command_prefix(user: int | None, *paths: Path) -> list[str]:
    """What to put before a command line so that it runs as this user and reaches these paths.

    Below a closed directory (a root-only home, say) the program is given the single capability to pass through it,
    instead of opening the directory to everybody.
    """
    if user is None:
        return []
    setpriv = shutil.which("setpriv")
    if setpriv is None:
        raise Trouble("To start the embedded database as root, setpriv (util-linux) is needed; or do not be root.")
    prefix = [setpriv, f"--reuid={user}", f"--regid={pwd.getpwuid(user).pw_gid}", "--clear-groups"]
    if all(_open_to_all(path) for path in paths):
        return prefix
    capability = _passing_capability()
    # Without the securebit, access(2) would ignore the capability, and initdb asks with it.
    securebits = "--securebits=+no_setuid_fixup"
    return [*prefix, securebits, f"--inh-caps=-all,+{capability}", f"--ambient-caps=-all,+{capability}"]


def _open_to_all(path: Path) -> bool:
    """Whether everybody may pass every directory above the path."""
    return all(parent.stat().st_mode & 0o001 for parent in path.resolve().parents)


def _passing_capability() -> str:
    """The least capability we hold that lets a program pass closed directories."""
    held = 0
    for line in Path("/proc/self/status").read_text().splitlines():
        if line.startswith("CapEff:"):
            held = int(line.split()[1], 16)
    for name, bit in (("dac_read_search", 2), ("dac_override", 1)):
        if held & 1 << bit:
            return name
    raise Trouble(
        "The database cannot reach this directory as an ordinary user. Move it to one that everybody may enter, "
        "do not be root, or set HUYING_DATABASE_URL."
    )
