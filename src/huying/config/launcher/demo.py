"""`demo`: from nothing to a served demonstration district; the second time quickly, with the data kept."""

from collections.abc import Mapping

from huying.config.launcher.children import Children, stoppable
from huying.config.launcher.house import DJANGO, opened
from huying.config.launcher.ports import chosen_port
from huying.config.launcher.serving import serve
from huying.config.launcher.words import Trouble, say
from huying.demonstration.public import accounts_table


def run(environ: Mapping[str, str]) -> None:
    """Serves as soon as the first data stands and fills the rest in the background."""
    port, cases = chosen_port(environ), chosen_cases(environ)
    with stoppable():
        say("Starting the database …")
        with opened(environ) as house:
            children = Children(house.environ)
            try:
                _prepare(children, cases)
                serve(children, port=port, when_up=lambda: _welcome(children, port, cases), keep_alive=house.keep_alive)
            finally:
                say("\nStopping …")
                children.stop()


def chosen_cases(environ: Mapping[str, str]) -> list[str]:
    """How many cases the demonstration fills in, where somebody wants fewer than it has by itself."""
    given = environ.get("HUYING_DEMO_CASES", "")
    if given and not (given.isascii() and given.isdigit() and int(given)):
        raise Trouble(f"HUYING_DEMO_CASES must be a number of cases from 1, not {given!r}.")
    return ["--cases", given] if given else []


def _prepare(children: Children, cases: list[str]) -> None:
    """One process for tables and data: to load the product is what takes time on the second start."""
    say("Preparing the tables and the demonstration district …")
    load = [*DJANGO, "load_demonstration", "--skip-checks", "--migrate", "--stage", "first", *cases]
    children.run("Preparing the demonstration", load)


def _welcome(children: Children, port: int, cases: list[str]) -> None:
    for line in accounts_table():
        say(line)
    host = children.environ.get("HUYING_HOST") or "127.0.0.1"
    say(f"\n呼应 Huying serves on http://{host}:{port}/   (Ctrl-C stops it)\n")
    fill = [*DJANGO, "load_demonstration", "--stage", "rest", *cases]
    children.start("Filling the demonstration", fill, keep=False)
