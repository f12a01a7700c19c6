#!/usr/bin/env python3
"""From a bare checkout: `python3 dev.py demo` starts the product, `python3 dev.py test` tests it.

Standard library only, and written so that an old Python can still read it far enough to say what is missing.
"""

import sys

if sys.version_info < (3, 11):
    sys.exit(
        "huying: This is Python %d.%d; Huying needs Python 3.11 or newer. Start it with that one, "
        "e.g.: python3.11 dev.py demo" % sys.version_info[:2]
    )

import os
from pathlib import Path

ROOT = Path(__file__).resolve().parent
sys.path[:0] = [str(ROOT), str(ROOT / "src")]
os.environ.setdefault("HUYING_HOME", str(ROOT / "var"))

from tools import environment, frontend

from huying.config.launcher import ports
from huying.config.launcher.words import Trouble, complain, say

HELP = """python3 dev.py COMMAND

  demo       build everything and serve the demonstration district (HUYING_PORT, HUYING_HOME, HUYING_DATABASE_URL)
  test       everything: lint, types, contracts, all tests, PostgreSQL 15 too; more words go to pytest
  check      the fast checks: lint, types, contracts, migrations, the tests of the house
  bench      measurements (bench/)
  manage ...   any management command with the database of HUYING_HOME
  shots [NAME ...]   photographs the pages of the demonstration into HUYING_HOME/shots (run demo first)
  build      a wheel with the front-end inside, in dist/
"""


def main(words):
    command = words[0] if words else "help"
    if command in ("help", "-h", "--help"):
        say(HELP)
        return 0
    if command not in ("demo", "test", "check", "bench", "manage", "build", "shots"):
        raise Trouble("There is no command %r. `python3 dev.py help` lists them." % command)
    if command == "demo":
        ports.chosen_port(os.environ)
    if command in ("demo", "test", "build", "shots"):
        frontend.check_node(ROOT)
    kind = "runtime" if command in ("demo", "manage") else "dev"
    python = environment.ready(ROOT, kind)
    os.environ["PYTHONPATH"] = os.pathsep.join([str(ROOT), str(ROOT / "src")])
    sys.stdout.flush()
    os.execv(str(python), [str(python), "-m", "tools"] + words)


if __name__ == "__main__":
    try:
        sys.exit(main(sys.argv[1:]))
    except Trouble as trouble:
        complain(str(trouble))
        sys.exit(2)
    except KeyboardInterrupt:
        sys.exit(130)
