"""The only place that reads the wall clock. Everything else is handed the moment as `at`."""

from datetime import datetime

from django.utils import timezone


def now() -> datetime:
    """The present moment, aware, for edges only: middleware, tasks and management commands."""
    return timezone.now()
