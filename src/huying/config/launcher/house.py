"""One installation as the launcher sees it: its directory, its keys, its database and the environment of its parts."""

import os
import sys
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from huying.config.launcher.embedded import PROGRAMS, Embedded
from huying.config.launcher.given import checked
from huying.config.launcher.keys import keys
from huying.config.launcher.words import Trouble

SOURCE = Path(__file__).resolve().parents[3]
DJANGO = (sys.executable, "-m", "django")


@dataclass(frozen=True)
class House:
    """The environment of the parts, and what to call now and then so that the database stays up."""

    environ: dict[str, str]
    keep_alive: Callable[[], None] = lambda: None


@contextmanager
def opened(environ: Mapping[str, str]) -> Iterator[House]:
    """The environment in which the product's commands run, with the database there; afterwards it is left tidy."""
    home = Path(environ.get("HUYING_HOME") or "var").resolve()
    try:
        home.mkdir(parents=True, exist_ok=True)
        ready = {**environ, **keys(home, environ), "HUYING_HOME": str(home)}
    except PermissionError as error:
        raise Trouble(f"{error.filename} may not be written. Become its owner, or set HUYING_HOME.") from error
    ready["DJANGO_SETTINGS_MODULE"] = "huying.config.base"
    ready["PYTHONPATH"] = os.pathsep.join(filter(None, [str(SOURCE), environ.get("PYTHONPATH", "")]))
    ready.setdefault("PYTHONUNBUFFERED", "1")
    if given := environ.get("HUYING_DATABASE_URL"):
        yield House({**ready, "HUYING_DATABASE_URL": checked(given), "HUYING_PG_PROGRAMS": str(PROGRAMS)})
        return
    server = Embedded(home)
    try:
        server.enter()
        ready |= {"HUYING_DATABASE_URL": server.url(), "HUYING_PG_PROGRAMS": str(PROGRAMS)}
        yield House(ready, server.keep_alive)
    finally:
        server.leave()
