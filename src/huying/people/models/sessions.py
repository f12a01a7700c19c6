"""Who is signed in where."""

from importlib import import_module

from django.conf import settings
from django.contrib.sessions.backends.base import SessionBase
from django.contrib.sessions.base_session import AbstractBaseSession
from django.db import models

from huying.people.models.accounts import Account


class Session(AbstractBaseSession):
    """One browser that somebody uses, signed in or not. What it holds is signed; the account is beside it, so that
    both are read at once."""

    account = models.ForeignKey(Account, models.CASCADE, null=True, db_index=False, related_name="+")

    class Meta:
        indexes = [
            models.Index(fields=["account"], name="session_of_account", condition=models.Q(account__isnull=False))
        ]

    @classmethod
    def get_session_store_class(cls) -> type[SessionBase]:
        store: type[SessionBase] = import_module(settings.SESSION_ENGINE).SessionStore
        return store
