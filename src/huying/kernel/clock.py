"""The only place that reads the wall clock. Everything else is handed the moment as `at`."""

from datetime import date, datetime, time

from django.utils import timezone


def now() -> datetime:
    """The present moment, for edges only: middleware, tasks and management commands.

    In the zone of the place, so that `at.date()` is the day its people live in, also between midnight and eight.
    """
    return timezone.localtime(timezone.now(), timezone.get_default_timezone())


def local(at: datetime) -> datetime:
    """The same moment in the zone of the place, whatever zone it was read in."""
    return at.astimezone(timezone.get_default_timezone())


def day_of(at: datetime) -> date:
    """The day that a moment lies in where the place is."""
    return local(at).date()


def midnight(day: date) -> datetime:
    """The moment at which a day begins where the place is."""
    return datetime.combine(day, time.min, timezone.get_default_timezone())
