"""Is the port free? Standard library only."""

import socket
from collections.abc import Mapping

from huying.config.launcher.words import Trouble

DEFAULT = 8000


def chosen_port(environ: Mapping[str, str]) -> int:
    """The port asked for, checked to be a number and free."""
    text = environ.get("HUYING_PORT") or str(DEFAULT)
    if not text.isdigit() or not 0 < int(text) < 65536:
        raise Trouble(f"HUYING_PORT is {text!r}; give a number from 1 to 65535.")
    port = int(text)
    if not is_free(environ.get("HUYING_HOST") or "127.0.0.1", port):
        raise Trouble(
            f"Port {port} is taken by another program. Stop it, or choose another port: HUYING_PORT={port + 1}"
        )
    return port


def is_free(host: str, port: int) -> bool:
    with socket.socket(socket.AF_INET, socket.SOCK_STREAM) as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind((host, port))
        except PermissionError as error:
            raise Trouble(f"Port {port} may only be used by root. Choose one above 1023 with HUYING_PORT.") from error
        except OSError:
            return False
    return True
