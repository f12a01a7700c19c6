"""`demo`: from nothing to a served demonstration district; the second time quickly, with the data kept."""

from collections.abc import Mapping
from importlib.util import find_spec

from huying.config.launcher.children import Children, stoppable
from huying.config.launcher.house import DJANGO, opened
from huying.config.launcher.ports import chosen_port
from huying.config.launcher.serving import serve
from huying.config.launcher.words import say

COMMANDS = "huying.demonstration.management.commands"


def run(environ: Mapping[str, str]) -> None:
    """Serves as soon as the first data stands and fills the rest in the background."""
    port = chosen_port(environ)
    with stoppable():
        say("Starting the database …")
        with opened(environ) as house:
            children = Children(house.environ)
            try:
                _prepare(children)
                serve(children, port=port, when_up=lambda: _welcome(children, port), keep_alive=house.keep_alive)
            finally:
                say("\nStopping …")
                children.stop()


def _prepare(children: Children) -> None:
    say("Preparing the tables …")
    children.run("Preparing the tables", [*DJANGO, "migrate", "--noinput", "--verbosity", "0", "--skip-checks"])
    if _knows("load_demonstration"):
        say("Loading the demonstration district …")
        children.run("Loading the demonstration", [*DJANGO, "load_demonstration", "--stage", "first"])


def _welcome(children: Children, port: int) -> None:
    if _knows("demonstration_accounts"):
        children.run("The table of accounts", [*DJANGO, "demonstration_accounts"])
    host = children.environ.get("HUYING_HOST") or "127.0.0.1"
    say(f"\n呼应 Huying serves on http://{host}:{port}/   (Ctrl-C stops it)\n")
    if _knows("load_demonstration"):
        children.start("Filling the demonstration", [*DJANGO, "load_demonstration", "--stage", "rest"], keep=False)


def _knows(command: str) -> bool:
    try:
        return find_spec(f"{COMMANDS}.{command}") is not None
    except ModuleNotFoundError:
        return False
