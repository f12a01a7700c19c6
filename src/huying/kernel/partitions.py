"""The journal lies in months. Months are made ahead; a row of any other month falls into the default partition."""

from datetime import datetime, timedelta

from django.db import connection

AHEAD = 6


def ensure_months(*, at: datetime) -> int:
    """Make the coming months. Says how many were missing. A month that already has rows elsewhere stays as it is."""
    made = 0
    with connection.cursor() as cursor:
        for month in range(AHEAD + 1):
            cursor.execute("SELECT kernel_journal_month(%s)", [at + timedelta(days=30.5 * month)])
            made += cursor.fetchone()[0]
    return made
