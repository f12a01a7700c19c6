"""How long one due time takes. Run: python bench/calendars_due.py"""

import sys
from datetime import date, datetime, timedelta
from pathlib import Path
from time import perf_counter, process_time

sys.path.insert(0, str(Path(__file__).resolve().parent.parent / "src"))

from huying.calendars.seed import special_days, years
from huying.calendars.workcalendar import USUAL_WEEK, ZONE, Limit, work_calendar

TIMES = 100_000


def main() -> None:
    """Prints one line a unit."""
    start = perf_counter()
    calendar = work_calendar(
        version="bench", weeks=[(date(2000, 1, 1), USUAL_WEEK)], days=special_days(), published=years()
    )
    print(f"calendar of 71 years made in {(perf_counter() - start) * 1e3:.0f} ms")
    first = datetime(2026, 1, 1, 8, 0, tzinfo=ZONE)
    moments = [first + timedelta(minutes=5 * n) for n in range(TIMES)]
    for limit in (Limit(5, "work_day"), Limit(4, "work_hour"), Limit(15, "day"), Limit(24, "hour")):
        start, worked = perf_counter(), process_time()
        for moment in moments:
            calendar.due(moment, limit)
        wall, own = (perf_counter() - start) / TIMES, (process_time() - worked) / TIMES
        said = f"{wall * 1e6:6.2f} µs each, {own * 1e6:6.2f} µs of processor time"
        print(f"due in {limit.amount:>2} {limit.unit:<10} {said}  ({TIMES:,} times)")


if __name__ == "__main__":
    main()
