"""Serves the database at hand and photographs it: what `python3 dev.py shots` runs. Django is set up already."""

import os
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime
from pathlib import Path
from socketserver import ThreadingMixIn
from threading import Thread
from wsgiref.simple_server import WSGIRequestHandler, WSGIServer, make_server

from django.conf import settings
from django.contrib.auth import BACKEND_SESSION_KEY, HASH_SESSION_KEY, SESSION_KEY
from django.contrib.sessions.backends.db import SessionStore

from huying.cases.models import Case
from huying.cases.rules import rules
from huying.cases.states import S
from huying.config.launcher.words import say
from huying.config.wsgi import application
from huying.kernel.clock import now
from huying.organisations.public import actor_for
from huying.people.models import Account
from tests.browser.chromium import launched
from tests.browser.screens import ELDER, LANGUAGE, chosen, photograph


class Quiet(WSGIRequestHandler):
    def log_message(self, format: str, *args: object) -> None:
        """Nothing: what matters is in the pictures."""


class Threaded(ThreadingMixIn, WSGIServer):
    daemon_threads = True


@contextmanager
def served() -> Iterator[str]:
    server = make_server("127.0.0.1", 0, application, server_class=Threaded, handler_class=Quiet)
    Thread(target=server.serve_forever, daemon=True).start()
    try:
        yield f"http://127.0.0.1:{server.server_port}"
    finally:
        server.shutdown()


def session_of(login_name: str) -> str:
    """A session for an account of the demonstration, without its password."""
    account = Account.objects.get(login_name=login_name)
    session = SessionStore()
    session[SESSION_KEY] = str(account.pk)
    session[BACKEND_SESSION_KEY] = settings.AUTHENTICATION_BACKENDS[-1]
    session[HASH_SESSION_KEY] = account.get_session_auth_hash()
    session.save()
    return str(session.session_key)


def a_case_of(login_name: str, *, at: datetime) -> str:
    """The number of a case that this account may see, at work if there is one."""
    account = Account.objects.get(login_name=login_name)
    rows = rules.permitted(actor_for(account.pk, at=at), to="see", rows=Case.objects.all())
    found = rows.filter(state=S.IN_HANDLING).order_by("pk").first() or rows.order_by("pk").first()
    return str(found.number) if found else ""


def fit_account(login_name: str, cookies: dict[str, str]) -> None:
    """For someone signed in, language and size lie with the account, not on the device."""
    chosen_language = cookies.get(LANGUAGE, settings.LANGUAGE_CODE)
    Account.objects.filter(login_name=login_name).update(language=chosen_language, elder=cookies.get(ELDER) == "on")


def main(words: list[str]) -> None:
    os.environ.setdefault("DJANGO_ALLOW_ASYNC_UNSAFE", "true")
    screens = chosen(words)
    names = {screen.login for screen in screens if screen.login}
    sessions = {name: session_of(name) for name in names}
    into = Path(settings.HUYING_HOME) / "shots"
    with served() as base, launched() as browser:
        taken = photograph(browser, base, screens, sessions, into, case=a_case_of("lead", at=now()), ready=fit_account)
        for name in names:
            fit_account(name, {})
    say(f"{len(taken)} pictures in {into}")
