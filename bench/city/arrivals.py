"""Requests that come when they come, whether the server is ready or not; and what became of each."""

import threading
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from itertools import accumulate
from random import Random
from typing import Any

from city.clients import Line, Refused

Task = Callable[[Line], Any]
GOOD, POSTPONED, BROKEN = "good", "postponed", "broken"


@dataclass(frozen=True)
class Phase:
    """So many requests a second for so many seconds, at moments of chance."""

    name: str
    a_second: float
    seconds: float


@dataclass(frozen=True)
class Answer:
    """Of one request: when it was due, when it was sent and answered (seconds from the beginning), and how it ended."""

    phase: int
    due: float
    sent: float
    done: float
    end: str
    said: str = ""

    @property
    def waited(self) -> float:
        """What its sender saw: from the moment it was due, also when no connection was free."""
        return self.done - self.due


def due_times(phases: list[Phase], *, seed: int) -> list[tuple[int, float]]:
    """Which phase, and when; the same for the same seed."""
    chance, found = Random(seed), []
    starts = accumulate([0.0, *(phase.seconds for phase in phases)])
    for nth, (phase, start) in enumerate(zip(phases, starts, strict=False)):
        at = chance.expovariate(phase.a_second)
        while at < phase.seconds:
            found.append((nth, start + at))
            at += chance.expovariate(phase.a_second)
    return found


def run(port: int, phases: list[Phase], tasks: Iterator[Task], *, connections: int, seed: int = 1) -> list[Answer]:
    """Send everything at its time over so many connections, as a proxy in front of the server would."""
    coming, lock, answers = iter(due_times(phases, seed=seed)), threading.Lock(), list[Answer]()
    begun = time.perf_counter()

    def work() -> None:
        line: Line | None = None
        while True:
            with lock:
                phase, due = next(coming, (-1, 0.0))
                task = next(tasks)
            if phase < 0:
                return
            time.sleep(max(0.0, begun + due - time.perf_counter()))
            sent = time.perf_counter() - begun
            line, end, said = _asked(line, port, task)
            answers.append(Answer(phase, due, sent, time.perf_counter() - begun, end, said))

    threads = [threading.Thread(target=work) for _ in range(connections)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return answers


def _asked(line: Line | None, port: int, task: Task) -> tuple[Line | None, str, str]:
    """A connection that broke is opened anew for the next one. Told to come later is no error, if it is said when."""
    try:
        line = line or Line(port)
        task(line)
    except Refused as refused:
        said = str(refused)
        later = said.startswith(("429", "503")) and line is not None and line.retry_after
        return (None if "closed" in said else line), POSTPONED if later else BROKEN, said
    except OSError as error:
        return None, BROKEN, type(error).__name__
    return line, GOOD, ""


def longest_queue(answers: list[Answer]) -> int:
    """How many were due and not yet answered, at the worst moment."""
    steps = sorted([(one.due, 1) for one in answers] + [(one.done, -1) for one in answers])
    return max(accumulate(step for _at, step in steps), default=0)


def at_share(values: list[float], share: float) -> float:
    ordered = sorted(values)
    return ordered[min(len(ordered) - 1, int(share * len(ordered)))] if ordered else float("nan")


def until_normal(answers: list[Answer], *, since: float, limit: float) -> float:
    """Seconds after `since` from which on no second had a p95 above the limit."""
    seconds: dict[int, list[float]] = {}
    for one in answers:
        if one.due >= since:
            seconds.setdefault(int(one.due - since), []).append(one.waited)
    slow = [second for second, waits in seconds.items() if at_share(waits, 0.95) > limit]
    return float(max(slow) + 1) if slow else 0.0
