"""Calls played day by day: when a day is done, each of its cases stands where it would stand now.

A day at a time, so that somebody who looks while the past is filled in sees few cases in mid-life, and a filling that
was stopped goes on where it was.
"""

import heapq
from collections import Counter
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from itertools import count, groupby
from random import Random

from django.utils import timezone

from huying.cases import public as cases
from huying.demonstration.arrivals import arrivals
from huying.demonstration.lives import USUAL, Life, Script, Shares, whole_life
from huying.demonstration.world import World
from huying.demonstration.writing import stories
from huying.kernel.clock import midnight
from huying.kernel.errors import DomainError

Told = Callable[[str], None]


@dataclass
class Play:
    """Runs many lives in the order of their time; the product's own timers fire in between, as they would have."""

    world: World
    seed: str
    until: datetime
    but: int | None = None
    """A street that had its calls before: only those elsewhere tell whether a day is in already."""
    shares: Shares = USUAL
    refused: Counter[str] = field(default_factory=Counter)

    def days(self, number: int, *, since: datetime, tell: Told) -> None:
        """`number` calls between `since` and now, except those of days that are in already."""
        moments = list(arrivals(number, since=since, until=self.until, seed=self.seed))
        done, last = 0, 0
        with cases.timers_held():
            for day, of_day in groupby(moments, key=lambda at: timezone.localtime(at).date()):
                calls = list(of_day)
                if not self._played(day):
                    self._day(day, calls)
                done += len(calls)
                if 100 * done // number >= last + 5:
                    last = 100 * done // number
                    tell(f"诉求 {last}%")
        if last < 100:
            tell("诉求 100%")

    def _played(self, day: date) -> bool:
        start = midnight(day)
        return cases.count_cases(since=start, until=start + timedelta(days=1), outside=self.but) > 0

    def _day(self, day: date, calls: list[datetime]) -> None:
        order, chance = count(), Random(f"{self.seed} {day}")
        waiting: list[tuple[datetime, int, Script]] = []
        for life in self._lives(calls, chance):
            heapq.heappush(waiting, (life.at, next(order), whole_life(life)))
        while waiting and waiting[0][0] < self.until:
            at, _n, script = heapq.heappop(waiting)
            self._fire(until=at)
            self._step(script, waiting, order)
        self._fire(until=self.until)

    def _lives(self, calls: list[datetime], chance: Random) -> Iterator[Life]:
        known = stories()
        before: Life | None = None
        for at in calls:
            story, spot = chance.choice(known), chance.choice(self.world.spots)
            life = Life(self.world, story, spot, Random(chance.random()), at, self.shares)
            if before is not None and chance.random() < self.shares.twins:
                life.story, life.spot, life.twin = before.story, before.spot, True
                life.at = min(at + timedelta(hours=chance.uniform(1, 4)), _end_of_day(at))
            before = life
            yield life

    def _fire(self, *, until: datetime) -> None:
        while (due := cases.next_timer_due()) and due <= until:
            cases.fire_due_timers(at=due, batch=1)

    def _step(self, script: Script, waiting: list[tuple[datetime, int, Script]], order: "count[int]") -> None:
        """On to the next moment; a step that the product refuses ends the script, as a person would stop."""
        try:
            heapq.heappush(waiting, (next(script), next(order), script))
        except StopIteration:
            pass
        except DomainError as refused:
            self.refused[refused.code] += 1


def _end_of_day(at: datetime) -> datetime:
    """A call that slipped into the next day would make that one look as if it were in already."""
    return midnight(timezone.localtime(at).date() + timedelta(days=1)) - timedelta(minutes=1)
