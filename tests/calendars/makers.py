"""Moments and actors for tests of working time."""

from datetime import datetime

from huying.calendars.workcalendar import ZONE
from huying.kernel.actor import Actor, Post

ADMIN = Actor(kind="person", account_id=902, posts=(Post("system_admin", "/1/"),))


def on(text: str) -> datetime:
    """2026-03-02 09:00 in Shanghai."""
    return datetime.fromisoformat(text).replace(tzinfo=ZONE)
