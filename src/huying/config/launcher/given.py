"""A database given by HUYING_DATABASE_URL: is it there, and is it one we can use?"""

from urllib.parse import urlsplit

import psycopg

from huying.config.launcher.words import Trouble

OLDEST = 15
FORM = "postgresql://user:password@host:5432/name"


def checked(url: str) -> str:
    """The same address, or a Trouble that says which part of it to put right. Never repeats the password."""
    if urlsplit(url).scheme not in ("postgresql", "postgres"):
        raise Trouble(f"HUYING_DATABASE_URL must look like {FORM}")
    try:
        with psycopg.connect(url, connect_timeout=5) as connection:
            version = connection.info.server_version // 10000
    except (psycopg.Error, ValueError) as error:
        if "invalid integer" in str(error) or not isinstance(error, psycopg.OperationalError):
            raise Trouble(f"HUYING_DATABASE_URL cannot be read. Write {FORM}") from error
        raise Trouble(f"HUYING_DATABASE_URL does not lead to a database: {_reason(error)}") from error
    if version < OLDEST:
        raise Trouble(f"The server of HUYING_DATABASE_URL is PostgreSQL {version}; at least {OLDEST} is needed.")
    return url


def _reason(error: psycopg.OperationalError) -> str:
    text = str(error)
    for sign, reason in {
        "Connection refused": "nobody answers at that host and port. Is the server running?",
        "does not exist": "the server answers, but the database or the user does not exist. Create it first.",
        "password authentication failed": "the server refuses this user or password.",
        "no password supplied": "the server wants a password.",
        "resolve": "the host name is not known.",
        "timeout": "the host does not answer within 5 seconds.",
        "pg_hba": "the server does not let this user in from here (pg_hba.conf).",
    }.items():
        if sign in text:
            return reason
    return text.splitlines()[0][:200]
