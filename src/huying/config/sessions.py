"""Sessions in the database, and whose they are: read with every request, so asked in prepared form."""

from typing import Any

from django.contrib.auth import get_user_model
from django.contrib.auth.backends import ModelBackend
from django.contrib.sessions.backends import db
from django.contrib.sessions.models import Session

from huying.kernel.clock import now
from huying.kernel.prepared import Given, Question

_OPEN = Question[Session](lambda: Session.objects.filter(session_key=Given("key"), expire_date__gt=Given("at")))
_ACCOUNT = Question[Any](lambda: get_user_model().objects.filter(pk=Given("pk")))


class SessionStore(db.SessionStore):
    """Django's own, but for how a session is found."""

    def _get_session_from_db(self) -> Session | None:
        found = _OPEN.first(key=self.session_key, at=now())
        if found is None:
            self._session_key = None
        return found


class AccountBackend(ModelBackend):
    """Django's own, but for how the account of a session is found."""

    def get_user(self, user_id: Any) -> Any:
        account = _ACCOUNT.first(pk=user_id)
        return account if account is not None and self.user_can_authenticate(account) else None
