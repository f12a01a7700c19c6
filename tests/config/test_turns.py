"""Requests of one process take turns, and nobody waits long for somebody who waits for something else."""

import gc
import threading
from collections.abc import Iterator
from typing import Any

import pytest

from huying.config.turns import Line, Turns
from huying.config.wsgi import application


def asked(turns: Turns, answers: list[str], name: str) -> threading.Thread:
    def ask() -> None:
        answers.append(b"".join(turns({"name": name}, None)).decode())

    thread = threading.Thread(target=ask)
    thread.start()
    return thread


def test_the_second_comes_when_the_first_is_done() -> None:
    inside, may_go, seen = threading.Event(), threading.Event(), list[str]()

    def answering(environ: dict[str, Any], start: Any) -> list[bytes]:
        seen.append(f"{environ['name']} begins")
        if environ["name"] == "first":
            inside.set()
            may_go.wait(30)
        seen.append(f"{environ['name']} ends")
        return [environ["name"].encode()]

    turns, answers = Turns(answering, patience=30), list[str]()
    first = asked(turns, answers, "first")
    inside.wait(30)
    second = asked(turns, answers, "second")
    may_go.set()
    first.join(30)
    second.join(30)
    assert seen == ["first begins", "first ends", "second begins", "second ends"]
    assert answers == ["first", "second"]


def test_the_server_s_own_application_takes_turns_and_sets_aside_what_it_has_loaded() -> None:
    assert isinstance(application, Turns)
    assert gc.get_freeze_count() > 100_000


def test_they_are_served_in_the_order_in_which_they_came() -> None:
    """Also when whoever leaves comes again at once."""
    line, served = Line(), list[str]()
    assert line.come(0)

    def wait(name: str) -> threading.Thread:
        before = len(line._waiting)
        thread = threading.Thread(target=lambda: (line.come(30), served.append(name), line.leave()))
        thread.start()
        while len(line._waiting) == before:
            pass
        return thread

    threads = [wait(name) for name in ("first", "second", "third")]
    line.leave()
    assert line.come(30), "behind the three"
    served.append("again")
    line.leave()
    for thread in threads:
        thread.join(30)
    assert served == ["first", "second", "third", "again"]
    assert line.come(0)


def test_who_waits_for_something_else_holds_nobody_up() -> None:
    inside, may_go, answers = threading.Event(), threading.Event(), list[str]()

    def answering(environ: dict[str, Any], start: Any) -> list[bytes]:
        if environ["name"] == "slow":
            inside.set()
            may_go.wait(30)
        return [environ["name"].encode()]

    turns = Turns(answering, patience=0.01)
    slow = asked(turns, answers, "slow")
    inside.wait(30)
    asked(turns, answers, "quick").join(30)
    assert answers == ["quick"]
    may_go.set()
    slow.join(30)
    asked(turns, answers, "after").join(30)
    assert answers == ["quick", "slow", "after"]


def test_what_is_streamed_and_what_fails_gives_the_turn_back() -> None:
    streams, answers = list[Iterator[bytes]](), list[str]()

    def answering(environ: dict[str, Any], start: Any) -> Iterator[bytes] | list[bytes]:
        if environ["name"] == "fails":
            raise RuntimeError
        return iter((b"a", b"b")) if environ["name"] == "streams" else [environ["name"].encode()]

    turns = Turns(answering, patience=30)
    streams.append(iter(turns({"name": "streams"}, None)))
    with pytest.raises(RuntimeError):
        turns({"name": "fails"}, None)
    assert turns._line.come(0), "the turn is free again"
    turns._line.leave()
    asked(turns, answers, "after").join(30)
    assert answers == ["after"]
    assert list(streams[0]) == [b"a", b"b"]
