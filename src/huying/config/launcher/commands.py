"""The launcher's other commands: `serve` for a real place, and the product's management commands with its database."""

from collections.abc import Mapping, Sequence

from huying.config.launcher.children import Children, stoppable
from huying.config.launcher.house import DJANGO, opened
from huying.config.launcher.ports import chosen_port
from huying.config.launcher.serving import serve as serve_until_stopped
from huying.config.launcher.words import Trouble, say


def serve(environ: Mapping[str, str]) -> None:
    """Web and worker for a place that was made with `init`; changes no tables."""
    port = chosen_port(environ)
    with stoppable(), opened(environ) as house:
        children = Children(house.environ)
        try:
            children.run("The check of the tables", [*DJANGO, "migrate", "--check", "--verbosity", "0"])
            up = f"Serving on port {port}."
            serve_until_stopped(children, port=port, when_up=lambda: say(up), keep_alive=house.keep_alive)
        except Trouble as trouble:
            if "tables" in str(trouble):
                raise Trouble("The tables are not up to date: run `huying init` (new) or `huying upgrade`.") from None
            raise
        finally:
            children.stop()


def manage(environ: Mapping[str, str], arguments: Sequence[str]) -> int:
    """One management command, in the foreground: it may ask questions, and Ctrl-C is its own."""
    with stoppable(), opened(environ) as house:
        children = Children(house.environ)
        try:
            return children.foreground([*DJANGO, *arguments])
        finally:
            children.stop()
