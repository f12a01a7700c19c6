"""Serves the database at hand and photographs it: what `python3 dev.py shots` runs. Django is set up already."""

import os
import re
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime
from pathlib import Path
from socketserver import ThreadingMixIn
from threading import Thread
from wsgiref.simple_server import WSGIRequestHandler, WSGIServer, make_server

from django.conf import settings
from django.contrib.auth import BACKEND_SESSION_KEY, HASH_SESSION_KEY, SESSION_KEY

from huying.cases.models import Case, RatingLink
from huying.cases.rules import rules
from huying.cases.states import S
from huying.config.launcher.words import say
from huying.config.wsgi import application
from huying.demonstration.roster import RESIDENT_PHONE
from huying.kernel.clock import now
from huying.kernel.publicnumber import tracking_code
from huying.notices.public import box
from huying.organisations.public import actor_for
from huying.people.models import Account
from huying.people.queries import phone_indexes
from huying.people.sessions import SessionStore
from huying.territory.public import home
from tests.browser.chromium import launched
from tests.browser.screens import ELDER, LANGUAGE, RESIDENT, chosen, photograph

LINK = re.compile(r"/rate/([^/\s]+)/")


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


def account_of(login_name: str) -> Account:
    """Of the cast; or a resident who is to judge, else the one whose telephone the demonstration prints."""
    if login_name != RESIDENT:
        return Account.objects.get(login_name=login_name)
    asked = Case.objects.filter(state=S.TO_BE_JUDGED, filed_by__staff=False).order_by("pk").first()
    if asked:
        return Account.objects.get(pk=asked.filed_by_id)
    return Account.objects.get(phone_index__in=phone_indexes(RESIDENT_PHONE), staff=False)


def session_of(login_name: str, known: dict[str, str]) -> str:
    """A session for an account of the demonstration, without its password; the resident's has just sent a report."""
    account = account_of(login_name)
    session = SessionStore()
    if login_name == RESIDENT:
        session["filed"] = {"number": known["mine"], "code": tracking_code()}
    session[SESSION_KEY] = str(account.pk)
    session[BACKEND_SESSION_KEY] = settings.AUTHENTICATION_BACKENDS[-1]
    session[HASH_SESSION_KEY] = account.get_session_auth_hash()
    session.save()
    return str(session.session_key)


def a_case_of(login_name: str, *, states: tuple[str, ...], at: datetime) -> Case | None:
    """One that this account may see, in one of these states if there is one."""
    rows = rules.permitted(actor_for(account_of(login_name).pk, at=at), to="see", rows=Case.objects.all())
    return rows.filter(state__in=states).order_by("pk").first() or rows.order_by("pk").first()


def what_is_known(*, at: datetime) -> dict[str, str]:
    """What the demonstration has for the names in the paths of the screens; a name without anything stays empty."""
    own = {"reporters__account_id": account_of(RESIDENT).pk, "reporters__main": True}
    numbers = {
        "case": a_case_of("lead", states=(S.IN_HANDLING,), at=at),
        "mine": a_case_of(RESIDENT, states=(S.IN_HANDLING, S.DISPATCHED), at=at),
        "judged": Case.objects.filter(state=S.TO_BE_JUDGED, **own).order_by("pk").first(),
    }
    waiting = RatingLink.objects.filter(used_at__isnull=True, expires_at__gt=at).order_by("-pk")[:50]
    letters = (message.text for link in waiting for message in reversed(box("case", link.case_id)))
    sent = next((found[1] for text in letters if (found := LINK.search(text))), "")
    place = home()
    told = {name: case.number if case else "" for name, case in numbers.items()}
    return told | {"link": sent, "home": str(place.id) if place else ""}


def fit_account(login_name: str, cookies: dict[str, str]) -> None:
    """For someone signed in, language and size lie with the account, not on the device."""
    chosen_language, elder = cookies.get(LANGUAGE, settings.LANGUAGE_CODE), cookies.get(ELDER) == "on"
    if login_name:
        Account.objects.filter(pk=account_of(login_name).pk).update(language=chosen_language, elder=elder)


def main(words: list[str]) -> None:
    """Ends badly when a page did not answer as it should, after all others were taken."""
    os.environ.setdefault("DJANGO_ALLOW_ASYNC_UNSAFE", "true")
    known = what_is_known(at=now())
    lacking = {"{" + name + "}" for name, found in known.items() if not found}
    screens = [screen for screen in chosen(words) if not any(name in screen.path for name in lacking)]
    names = {screen.login for screen in screens if screen.login}
    sessions = {name: session_of(name, known) for name in names}
    into = Path(settings.HUYING_HOME) / "shots"
    with served() as base, launched() as browser:
        taken, amiss = photograph(browser, base, screens, sessions, into, known=known, ready=fit_account)
        for name in names:
            fit_account(name, {})
    say(f"{len(taken)} pictures in {into}")
    if lacking:
        say(f"Left out, because the demonstration has none yet: what needs {', '.join(sorted(lacking))}")
    if amiss:
        raise SystemExit("\n".join(amiss))
