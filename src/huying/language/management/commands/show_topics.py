"""What do many people say? `dev.py manage show_topics --file F`: the topics of a CSV of messages, hottest first."""

from argparse import ArgumentParser
from collections.abc import Iterator
from datetime import UTC, datetime
from importlib import import_module
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from huying.language.likeness import grams
from huying.language.rowfiles import rows_of

MOMENTS = ("%Y/%m/%d %H:%M:%S", "%Y/%m/%d %H:%M", "%Y-%m-%d %H:%M:%S", "%Y-%m-%d %H:%M", "%Y-%m-%d", "%Y/%m/%d")


class Command(BaseCommand):
    """The same engine as the page of topics. Nothing is kept."""

    help = "Topics of a CSV with the columns title, body, sent_at (or date), likes: hottest first."
    requires_system_checks: list[str] = []

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--file", type=Path, required=True, help="a CSV file, also .csv.gz")
        parser.add_argument("--top", type=int, default=20, help="how many topics")
        parser.add_argument("--likeness", type=float, default=0.22, help="how alike two texts must be, 0 to 1")
        parser.add_argument("--fewest", type=int, default=3, help="how many texts make a topic")

    def handle(self, *args: Any, **options: Any) -> None:
        if not options["file"].is_file():
            raise CommandError(f"{options['file']} is not there.")
        engine = import_module("huying.language.clusters")
        rows = list(_rows(options["file"]))
        items = [
            engine.Item(number, row["at"], grams(row["text"]), likes=row["likes"], head=grams(row["title"]))
            for number, row in enumerate(rows)
        ]
        found = engine.clusters(items, likeness=options["likeness"], metres=0, fewest=options["fewest"])
        background = engine.background_of(row["text"] for row in rows)
        self.stdout.write(f"{len(rows):,} texts, {len(found):,} topics of {options['fewest']} texts or more")
        ordered = sorted(found, key=lambda one: -_heat(engine, rows, one))
        for place, one in enumerate(ordered[: options["top"]], 1):
            mine = [rows[key] for key in one.keys]
            words = "、".join(engine.keywords([row["text"][:120] for row in mine], background=background))
            self._tell(place, _heat(engine, rows, one), mine, words)

    def _tell(self, place: int, heat: float, rows: list[dict[str, Any]], words: str) -> None:
        moments = sorted(row["at"] for row in rows)
        likes = sum(row["likes"] for row in rows)
        self.stdout.write(
            f"{place:3}. heat {heat:6.2f}  {len(rows):3} texts, {likes:5} likes, "
            f"{moments[0]:%Y-%m-%d} to {moments[-1]:%Y-%m-%d}  {words}"
        )
        for row in rows[:3]:
            self.stdout.write(f"       {row['title']}")


def _heat(engine: Any, rows: list[dict[str, Any]], one: Any) -> float:
    mine = [rows[key] for key in one.keys]
    moments = sorted(row["at"] for row in mine)
    likes = [row["likes"] for row in mine]
    return float(engine.heat(people=len(mine), likes=likes, first=moments[0], last=moments[-1]))


def _rows(path: Path) -> Iterator[dict[str, Any]]:
    for row in rows_of(path):
        title = row.get("title") or ""
        yield {
            "title": title,
            "text": f"{title}。{row.get('body') or ''}",
            "at": _moment(row.get("sent_at") or row.get("time") or row.get("date") or ""),
            "likes": int(row.get("likes") or 0),
        }


def _moment(text: str) -> datetime:
    for form in MOMENTS:
        try:
            return datetime.strptime(text.strip(), form).replace(tzinfo=UTC)
        except ValueError:
            continue
    raise CommandError(f"{text!r} is no moment that is understood, e.g. 2026-11-22 09:30.")
