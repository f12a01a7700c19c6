"""From a database address to Django's settings."""

from urllib.parse import parse_qs, unquote, urlsplit


def database(url: str) -> dict[str, object]:
    """postgresql://user:password@host:port/name; `?host=/directory&port=5432` reaches a socket."""
    parts = urlsplit(url or "postgresql://postgres@127.0.0.1:5432/huying")
    query = {name: values[0] for name, values in parse_qs(parts.query).items()}
    host = query.pop("host", "") or parts.hostname or ""
    port = query.pop("port", "") or str(parts.port or "")
    return {
        "ENGINE": "huying.kernel.postgresql",
        "NAME": unquote(parts.path.lstrip("/")),
        "USER": unquote(parts.username or ""),
        "PASSWORD": unquote(parts.password or ""),
        "HOST": host,
        "PORT": port,
        "CONN_MAX_AGE": 60,
        "CONN_HEALTH_CHECKS": True,
        # Compiling (jit) costs 60 to 90 ms for each new question of a page and never pays for what people ask.
        "OPTIONS": {"connect_timeout": 5, "options": "-c jit=off", **query},
    }


def replica(url: str) -> dict[str, object]:
    """The same for a replica: given up quickly, because the primary answers in its place."""
    found = database(url)
    patience = {"connect_timeout": 2, "tcp_user_timeout": 3_000}
    return {**found, "OPTIONS": {**dict(found["OPTIONS"]), **patience}, "TEST": {"MIRROR": "default"}}  # type: ignore[call-overload]
