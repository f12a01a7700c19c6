"""The `huying` command."""

import os
import sys
from collections.abc import Sequence

from huying.config.launcher import commands, demo
from huying.config.launcher.children import Stopped
from huying.config.launcher.words import Trouble, complain, say

HELP = """huying COMMAND

  demo                 the demonstration district on http://127.0.0.1:8000/ (HUYING_PORT, HUYING_HOME)
  init                 an empty county with its first administrator
  serve                web server and worker of a place made with init
  backup [FILE]        database and files into one file
  restore FILE         … and back, into an empty database
  upgrade              backup, then bring the tables up to this version
  manage …             any management command, e.g. manage verify

Settings come from the environment; docs/operations.md lists them."""

MANAGED = ("init", "backup", "restore", "upgrade", "verify")


def main(arguments: Sequence[str] | None = None) -> int:
    """0 done, 1 the command failed, 2 a trouble that one line explains, 130 stopped."""
    words = list(sys.argv[1:] if arguments is None else arguments)
    try:
        return _dispatch(words)
    except Trouble as trouble:
        complain(str(trouble))
        return 2
    except (Stopped, KeyboardInterrupt):
        return 0 if words[:1] in (["demo"], ["serve"]) else 130


def _dispatch(words: Sequence[str]) -> int:
    command, rest = (words[0], list(words[1:])) if words else ("help", [])
    if command == "demo":
        demo.run(os.environ)
    elif command == "serve":
        commands.serve(os.environ)
    elif command == "manage":
        return commands.manage(os.environ, rest or ["help"])
    elif command in MANAGED:
        return commands.manage(os.environ, [command, *rest])
    elif command in ("help", "--help", "-h"):
        say(HELP)
    else:
        raise Trouble(f"There is no command {command!r}. `huying help` lists them.")
    return 0


if __name__ == "__main__":
    sys.exit(main())
