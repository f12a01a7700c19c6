"""A database of its own for each size: the demonstration district, years of past cases, desks full of open ones."""

from collections.abc import Iterator
from datetime import datetime, timedelta
from itertools import cycle
from random import Random
from time import perf_counter
from urllib.parse import urlsplit, urlunsplit

import psycopg
from psycopg import sql

OPEN_SHARE, MOST_OPEN = 0.005, 2_000
YEARS = 5


def prepared(url: str, cases: int) -> str:
    """The address of the database for this size, made if it is not there."""
    parts = urlsplit(url)
    name = f"huying_bench_{cases}"
    with psycopg.connect(url, autocommit=True) as server:
        if server.execute("SELECT 1 FROM pg_database WHERE datname = %s", [name]).fetchone() is None:
            server.execute(
                sql.SQL("CREATE DATABASE {} TEMPLATE template0 ENCODING 'UTF8'").format(sql.Identifier(name))
            )
    return urlunsplit(parts._replace(path=f"/{name}"))


def fill(cases: int) -> dict[str, float]:
    """Bring the city to its size; what stands already is left. Seconds and rows of what was loaded now."""
    from django.core.management import call_command

    from huying.cases.history import Watch, load_history
    from huying.cases.models import Case
    from huying.demonstration.stage import is_loaded, load_first
    from huying.kernel.actor import SYSTEM
    from huying.kernel.clock import now

    call_command("migrate", interactive=False, verbosity=0)
    at = now()
    if not is_loaded():
        load_first(at=at, tell=lambda text: print(f"  {text}", flush=True), first=20)
    there = Case.objects.count()
    if there >= cases:
        return {}
    start = perf_counter()

    def told(load: object) -> None:
        seconds = perf_counter() - start
        print(f"  {getattr(load, 'loaded', 0):>9,} past cases, {seconds:.0f} s", flush=True)

    done = load_history(
        SYSTEM, source="bench", rows=past(cases, at=at), at=at, key=f"bench:{cases}", watch=Watch(progress=told)
    )
    return {"loaded": done.loaded, "seconds": perf_counter() - start}


def past(count: int, *, at: datetime) -> Iterator[object]:
    """Cases of five years, most of them of the last ones; the words are those of the demonstration's residents."""
    from huying.cases.history import PastCase
    from huying.demonstration.world import build_world
    from huying.demonstration.writing import stories, told
    from huying.duties.public import category
    from huying.organisations.models import Body

    chance = Random(count)
    world = build_world(at=at)
    spots = world.spots
    bodies = list(Body.objects.filter(state="active", office_phone__gt="").values_list("pk", flat=True)[:60])
    texts = [one for one in stories() if not getattr(category(one.category), "confidential", True)]
    span = timedelta(days=365 * YEARS).total_seconds()
    for number, story in zip(range(count), cycle(chance.sample(texts, len(texts)))):
        spot = spots[chance.randrange(len(spots))]
        filed = at - timedelta(days=20, seconds=span * (1 - number / max(1, count)))
        steps = [filed + timedelta(hours=hours) for hours in (0, 1, 2, 5, 30 + chance.random() * 90, 150)]
        yield PastCase(
            number=f"{count}-{number}", category_code=story.category, area_id=spot.area_id, kind=story.kind,
            words=told(story, spot.scene, chance), answer=story.result, title=story.title, channel="phone",
            body_id=bodies[chance.randrange(len(bodies))], filed_at=steps[0], accepted_at=steps[1],
            dispatched_at=steps[2], signed_at=steps[3], finished_at=steps[4], closed_at=steps[5],
            due_at=filed + timedelta(days=7), point=(spot.lon, spot.lat) if spot.lon and spot.lat else None,
            rating=("yes", "yes") if number % 3 == 0 else None,
        )  # fmt: skip


def open_wanted(cases: int) -> int:
    """How many lie on desks."""
    return min(MOST_OPEN, max(60, int(cases * OPEN_SHARE)))
