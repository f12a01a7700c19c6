"""When people call: by hour, by weekday, and more uneven from day to day than chance alone.

Peaks at 10:00 (11.7 %) and 15:00 (9.2 %), few on Saturday and Sunday, and a day's count that varies 3.5 times as much
as a Poisson would: the rhythm measured on real service requests.
"""

from collections.abc import Iterator
from datetime import datetime, time, timedelta
from random import Random

from django.utils import timezone

BY_HOUR = (
    0.6, 0.4, 0.3, 0.3, 0.4, 0.8, 1.9, 4.2, 8.1, 10.6, 11.7, 9.8, 5.4, 6.1, 8.4, 9.2, 7.6, 5.2, 2.9, 2.2, 1.7, 1.2, 0.7,
    0.3,
)  # fmt: skip
BY_WEEKDAY = (17.6, 17.3, 17.2, 17.0, 16.9, 6.0, 8.0)
DISPERSION = 3.5


def arrivals(count: int, *, since: datetime, until: datetime, seed: str) -> Iterator[datetime]:
    """`count` moments between the two, in order."""
    chance = Random(seed)
    here = timezone.get_default_timezone()
    days = [(since + timedelta(days=n)).astimezone(here).date() for n in range((until - since).days + 1)]
    weights = []
    for day in days:
        mean = BY_WEEKDAY[day.weekday()]
        weights.append(chance.gammavariate(mean / (DISPERSION - 1), DISPERSION - 1))
    moments: list[datetime] = []
    while len(moments) < count:
        day = chance.choices(days, weights)[0]
        hour = chance.choices(range(24), BY_HOUR)[0]
        moment = datetime.combine(day, time(hour, chance.randrange(60), chance.randrange(60)), tzinfo=here)
        if since <= moment < until:
            moments.append(moment)
    yield from sorted(moments)
