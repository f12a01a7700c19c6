"""What the worker does for cases by itself."""

from procrastinate.contrib.django import app

from huying.cases.actions.daily import tell_red_list
from huying.cases.actions.gathering import keep_watch
from huying.cases.firing import fire_due_timers
from huying.cases.holding import timers_free
from huying.cases.indexing import keep_up
from huying.cases.likening import forget_old_prints, keep_up_likeness
from huying.cases.topicmaking import gather
from huying.kernel.clock import now


@app.periodic(cron="* * * * *")
@app.task(name="cases.fire_due_timers", queueing_lock="cases.fire_due_timers")
def fire_timers(timestamp: int) -> None:
    """Every minute; goes on until nothing is due."""
    while timers_free() and fire_due_timers(at=now()):
        pass


@app.periodic(cron="*/10 * * * *")
@app.task(name="cases.tell_red_list", queueing_lock="cases.tell_red_list")
def red_list(timestamp: int) -> None:
    """Often, so that a worker that was down in the morning makes up for it; each is told once a day."""
    if timers_free():
        tell_red_list(at=now())


@app.periodic(cron="* * * * * */5")
@app.task(name="cases.keep_words_found", queueing_lock="cases.keep_words_found", lock="cases.keep_words_found")
def words_found(timestamp: int) -> None:
    """Every five seconds: what was filed or changed since can be found by its words."""
    while keep_up():
        pass


@app.periodic(cron="* * * * * */15")
@app.task(name="cases.keep_likeness", queueing_lock="cases.keep_likeness", lock="cases.keep_likeness")
def likeness_kept(timestamp: int) -> None:
    """Every fifteen seconds; until then a case is compared by its words."""
    while keep_up_likeness(at=now()):
        pass


@app.periodic(cron="* * * * * */20")
@app.task(name="cases.keep_watch", queueing_lock="cases.keep_watch", lock="cases.keep_watch")
def gatherings_watched(timestamp: int) -> None:
    """Three times a minute: whether five people brought the same."""
    while keep_watch(at=now()):
        pass


@app.periodic(cron="41 3 * * *")
@app.task(name="cases.forget_old_prints", queueing_lock="cases.forget_old_prints")
def old_prints_forgotten(timestamp: int) -> None:
    """Nightly."""
    while forget_old_prints(at=now()):
        pass


@app.periodic(cron="*/5 * * * *")
@app.task(name="cases.gather_topics", queueing_lock="cases.gather_topics", lock="cases.gather_topics")
def topics_gathered(timestamp: int) -> None:
    """Every five minutes, those kinds of matter of which something came in."""
    gather(at=now())
