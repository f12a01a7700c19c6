"""Sessions in the database, and whose they are: read together with every request, in one prepared question."""

from contextvars import ContextVar
from datetime import datetime
from typing import Any

from django.contrib.auth import SESSION_KEY, get_user_model
from django.contrib.auth.backends import ModelBackend
from django.contrib.sessions.backends import db

from huying.kernel.clock import now
from huying.kernel.prepared import Given, Question
from huying.people.models import Account, Session

_OPEN = Question[Session](
    lambda: Session.objects.select_related("account").filter(session_key=Given("key"), expire_date__gt=Given("at"))
)
_ACCOUNT = Question[Any](lambda: get_user_model().objects.filter(pk=Given("pk")))
_read: ContextVar[Account | None] = ContextVar("huying_session_account", default=None)
"""The account that came with the session this request has just read; used once."""


class SessionStore(db.SessionStore):
    """Django's own, but a row knows whose session it is."""

    @classmethod
    def get_model_class(cls) -> type[Session]:
        return Session

    def create_model_instance(self, data: dict[str, Any]) -> Session:
        row: Session = super().create_model_instance(data)
        account_id = str(data.get(SESSION_KEY, ""))
        row.account_id = int(account_id) if account_id.isdigit() else None
        return row

    def _get_session_from_db(self) -> Session | None:
        return self._found(at=now())

    def _found(self, *, at: datetime) -> Session | None:
        found = _OPEN.first(key=self.session_key, at=at)
        _read.set(found.account if found else None)
        if found is None:
            self._session_key = None
        return found


class AccountBackend(ModelBackend):
    """Django's own, but the account of a session was read with it."""

    def get_user(self, user_id: Any) -> Any:
        account = _read.get()
        _read.set(None)
        if account is None or account.pk != user_id:
            account = _ACCOUNT.first(pk=user_id)
        return account if account is not None and self.user_can_authenticate(account) else None
