"""The address of a test database, for programs that a test starts; it may be a socket."""

from urllib.parse import quote

from django.db import connection


def address(name: str = "") -> str:
    """Of the database of this test, or of another one on the same server."""
    at = connection.settings_dict
    where = f"host={quote(at['HOST'], safe='')}&port={at['PORT']}"
    return f"postgresql://{quote(at['USER'])}:{quote(at['PASSWORD'])}@/{name or at['NAME']}?{where}"
