"""How fast words are found among many cases: `dev.py bench search [--cases N] [--keep] [--json]`.

Fills the database given with cases whose words are those of the demonstration, with rare characters strewn in, by COPY;
the index is built after. Then asks as a whole county, one street, one community and one unit would, through the same
query as the page (permission, filters, paging, marking), and prints median and p95 of each question.
"""

import argparse
import json
import statistics
import sys
import time
from collections.abc import Callable, Iterator
from datetime import UTC, datetime, timedelta
from functools import partial
from pathlib import Path
from random import Random
from typing import Any

sys.path.insert(0, str(Path(__file__).parents[1] / "src"))

import django

django.setup()

from django.db import connection, transaction

from huying.cases.models import Case, SearchText
from huying.cases.queries.searching import cases_with
from huying.demonstration import places, writing
from huying.demonstration.bodies import found_bodies
from huying.kernel.actor import SYSTEM, Actor, Post
from huying.kernel.folding import folded
from huying.organisations.public import body_ids_by_name, load_defaults
from huying.territory.models import Area

NOW = datetime(2026, 11, 20, 8, 0, tzinfo=UTC)
YEARS = 3
RARE = "鑫犇淼焱垚骉羴猋麤龘"
COMMON_TAIL = ("", "", "，请尽快派人来看。", "，物业说不归他们管。", "，老人小孩都不方便。", "，已经打过两次电话。")
CASE = (
    "number kind channel title words wish elements category_code klass area_id place confidentiality on_behalf "
    "safety_of_others on_site_check state round lead_body_id returns adjudicated contested supervised result_kind "
    "filed_at ended_at due_at warn_at due_kind provisional version src_crs apart"
).split()
QUESTIONS: tuple[tuple[str, str, dict[str, str]], ...] = (
    ("one, common", "灯", {}), ("one, very common", "的", {}), ("one, rare", "龘", {}), ("one, missing", "鼺", {}),
    ("two, common", "楼道", {}), ("two, rare", "犇淼", {}), ("three", "楼道灯", {}), ("three, missing", "灯楼道", {}),
    ("six", "楼道灯不亮了", {}), ("six, missing", "灯亮不了楼道", {}), ("two words", "电梯 异响", {}),
    ("number, part", "00431", {}), ("latin and digits", "3幢2单元", {}),
    ("two, one month", "楼道", {"since": "2025-03-01", "until": "2025-03-31"}),
    ("two, one category", "物业", {"category": "0103"}), ("one, open only", "灯", {"state": "open"}),
    ("two, rare, open only", "犇淼", {"state": "open"}),
)  # fmt: skip
"""What is asked, and what it is narrowed by."""


def world() -> tuple[list[int], list[int]]:
    """Areas that cases lie in, and bodies that answer; made when they are not there."""
    at = NOW - timedelta(days=1100)
    if not Area.objects.filter(code="320106000000").exists():
        with transaction.atomic():
            ids = places.plant_divisions(at=at)
            shapes = places.community_outlines()
            for code, area_id in list(places.unsettled(shapes, ids))[:40]:
                places.settle_community(code, area_id, shapes[code], at=at)
    if not body_ids_by_name():
        with transaction.atomic():
            load_defaults(SYSTEM, at=at)
            found_bodies(at=at)
    rows = Area.objects.filter(level__in=("community", "grid", "estate"), valid_to=None)
    return list(rows.values_list("pk", flat=True)), list(body_ids_by_name().values())


def texts(chance: Random) -> Iterator[tuple[str, str, str, str]]:
    """Title, words, place and category, without end."""
    told = writing.stories()
    while True:
        story = chance.choice(told)
        estate = f"{chance.choice(places.ESTATE_FIRST)}{chance.choice(places.ESTATE_LAST)}"
        building = f"{chance.randint(1, 20)}幢"
        words = writing.told(story, writing.Scene(estate, building, f"{chance.choice(places.ROADS)}路"), chance)
        words += chance.choice(COMMON_TAIL)
        if chance.random() < 0.002:
            words += "".join(chance.sample(RARE, 2))
        place = f"{estate}{building}{chance.randint(1, 3)}单元"
        yield story.title, words, place, story.category


def fill(count: int) -> float:
    """Cases and what of them can be found, by COPY, and the index over it after."""
    chance = Random(7)
    areas, bodies = world()
    weights = [1 / (n + 5) for n in range(len(bodies))]
    leads = chance.choices(bodies, weights, k=50_000)
    told = texts(chance)
    begun = time.perf_counter()
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("DELETE FROM cases_searchtext")
        cursor.execute("DROP INDEX IF EXISTS case_text_words")
        cursor.execute("SELECT coalesce(max(id), 0) FROM cases_case")
        first = cursor.fetchone()[0] + 1
        chosen: list[tuple[int, str, datetime, str]] = []
        with cursor.copy(f"COPY cases_case (id, {', '.join(CASE)}) FROM STDIN") as out:
            for n in range(count):
                title, words, place, category = next(told)
                filed = NOW - timedelta(days=365 * YEARS) * (1 - n / count)
                number = f"BN-{filed.year}-{first + n:06d}"
                over = n < count * 0.985
                state, ended = ("S80", filed + timedelta(days=5)) if over else ("S40", None)
                out.write_row((
                    first + n, number, "complaint", "web", title, words, "", "{}", category, "G", chance.choice(areas),
                    place, "P0", False, False, False, state, 1, leads[n % len(leads)], 0, False, False, 0, "", filed,
                    ended, filed + timedelta(days=7), filed + timedelta(days=6), "finish", False, 1, "", False,
                ))  # fmt: skip
                chosen.append((first + n, number, filed, f"{title}\n{words}\n{place}"))
        with cursor.copy("COPY cases_searchtext (case_id, filed_at, text) FROM STDIN") as out:
            for pk, number, filed, text in chosen:
                out.write_row((pk, filed, folded(f"{number}\n{text}")))
    with connection.cursor() as cursor:
        cursor.execute("SET maintenance_work_mem = '1GB'")
        cursor.execute("CREATE INDEX case_text_words ON cases_searchtext USING gin (kernel_grams(text))")
        cursor.execute("ALTER INDEX case_text_words ALTER COLUMN 1 SET STATISTICS 500")
        cursor.execute("ANALYZE cases_case")
        cursor.execute("ANALYZE cases_searchtext")
    return time.perf_counter() - begun


def askers() -> dict[str, Actor]:
    """One for each width of what may be seen."""
    county = Area.objects.get(code="320106000000")
    street, community = (Area.objects.filter(level=level, valid_to=None).first() for level in ("street", "community"))
    with connection.cursor() as cursor:
        cursor.execute("SELECT lead_body_id, count(*) FROM cases_case GROUP BY 1 ORDER BY 2 DESC")
        bodies = [pk for pk, _count in cursor.fetchall() if pk]
    posts = {
        "county": Post("dispatcher", county.path), "street": Post("street_coordinator", street.path if street else ""),
        "community": Post("intake", community.path if community else ""),
        "unit": Post("handler", county.path, body_id=bodies[len(bodies) // 2]),
    }  # fmt: skip
    return {name: Actor(kind="person", account_id=2**40, posts=(post,)) for name, post in posts.items()}


def measured(job: Callable[[], Any], times: int) -> dict[str, float]:
    """Milliseconds on the clock, and of this process."""
    spent, used = [], []
    for _ in range(times):
        begun, worked = time.perf_counter(), time.process_time()
        job()
        spent.append((time.perf_counter() - begun) * 1000)
        used.append((time.process_time() - worked) * 1000)
    spent.sort()
    return {
        "median": round(statistics.median(spent), 1),
        "p95": round(spent[min(len(spent) - 1, int(len(spent) * 0.95))], 1),
        "process": round(statistics.median(used), 1),
    }


def asked(times: int) -> list[dict[str, Any]]:
    """Every question of everybody; the second page too, where there is one."""
    rows = []
    for who, actor in askers().items():
        for name, words, narrowed in QUESTIONS:
            ask = partial(cases_with, actor, words=words, narrowed=narrowed, at=NOW)
            first = ask()
            told = {"found": len(first.items), "back_to": bool(first.back_to)}
            rows.append({"who": who, "what": name, **told, **measured(ask, times)})
            if first.next_cursor:
                further = partial(ask, after=first.next_cursor)
                told = {"found": len(further().items), "back_to": False}
                rows.append({"who": who, "what": f"{name}, page 2", **told, **measured(further, times)})
    return rows


def sizes() -> dict[str, float]:
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT c.relname, pg_relation_size(c.oid) / 1048576.0 FROM pg_class c WHERE c.relname IN "
            "('cases_case', 'cases_searchtext', 'case_text_words', 'case_text_newest', 'cases_searchtext_pkey')"
        )
        return {name: round(float(size), 1) for name, size in cursor.fetchall()}


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--cases", type=int, default=1_000_000)
    parser.add_argument("--times", type=int, default=20)
    parser.add_argument("--keep", action="store_true", help="ask what is there, fill in nothing")
    parser.add_argument("--json", action="store_true")
    given = parser.parse_args()
    seconds = 0.0 if given.keep else fill(given.cases)
    rows = asked(given.times)
    every = [row["p95"] for row in rows]
    report = {
        "cases": Case.objects.count(), "texts": SearchText.objects.count(), "filled_seconds": round(seconds, 1),
        "megabytes": sizes(), "slowest_p95": max(every), "questions": rows,
    }  # fmt: skip
    if given.json:
        print(json.dumps(report, ensure_ascii=False, indent=1))
        return
    print(f"{report['texts']} texts, filled in {report['filled_seconds']} s, MB: {report['megabytes']}")
    print(f"{'who':10} {'what':28} {'found':>5} {'part':>5} {'median':>8} {'p95':>8} {'process':>8}  ms")
    for row in rows:
        part = "yes" if row["back_to"] else ""
        times = f"{row['median']:8} {row['p95']:8} {row['process']:8}"
        print(f"{row['who']:10} {row['what']:28} {row['found']!s:>5} {part:>5} {times}")
    print(f"slowest p95: {report['slowest_p95']} ms")


if __name__ == "__main__":
    main()
