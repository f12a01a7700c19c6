"""`demo`: from nothing to a served demonstration district; the second time quickly, with the data kept."""

from collections.abc import Mapping

from huying.config.launcher.children import Children, stoppable
from huying.config.launcher.house import DJANGO, opened
from huying.config.launcher.ports import chosen_port
from huying.config.launcher.serving import serve
from huying.config.launcher.words import say
from huying.demonstration.public import accounts_table


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
    """One process for tables and data: to load the product is what takes time on the second start."""
    say("Preparing the tables and the demonstration district …")
    load = [*DJANGO, "load_demonstration", "--skip-checks", "--migrate", "--stage", "first"]
    children.run("Preparing the demonstration", load)


def _welcome(children: Children, port: int) -> None:
    for line in accounts_table():
        say(line)
    host = children.environ.get("HUYING_HOST") or "127.0.0.1"
    say(f"\n呼应 Huying serves on http://{host}:{port}/   (Ctrl-C stops it)\n")
    children.start("Filling the demonstration", [*DJANGO, "load_demonstration", "--stage", "rest"], keep=False)
