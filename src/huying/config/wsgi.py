"""The WSGI application."""

import gc
import os

from django.core.wsgi import get_wsgi_application
from django.urls import get_resolver

from huying.config.turns import Turns

YOUNG = 20_000
"""So many new objects before the young ones are looked through: a request makes and drops a few thousand."""


def settled() -> Turns:
    """Everything that stays is loaded and set aside, so that looking for rubbish never goes through it again: some
    700,000 objects, and whoever asks just then waits."""
    application = get_wsgi_application()
    _ = get_resolver().url_patterns
    gc.collect()
    gc.freeze()
    gc.set_threshold(YOUNG, 20, 20)
    return Turns(application)


os.environ.setdefault("DJANGO_SETTINGS_MODULE", "huying.config.base")
application = settled()
