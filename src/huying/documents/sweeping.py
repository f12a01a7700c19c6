"""Files in the storage that no row knows: left by a rolled-back transaction or a deletion that failed."""

from datetime import datetime, timedelta

from huying.documents import storage
from huying.documents.models import Variant

GRACE = timedelta(hours=24)
DAYS_BACK = 40


def sweep(at: datetime) -> int:
    """Delete them, folder of a day by folder of a day; the newest day is left alone."""
    newest = at - GRACE
    return sum(_sweep_day(newest - timedelta(days=back)) for back in range(1, DAYS_BACK + 1))


def _sweep_day(day: datetime) -> int:
    folder = f"{day:%Y/%m/%d}"
    try:
        _folders, names = storage.files().listdir(folder)
    except FileNotFoundError:
        return 0
    keys = {f"{folder}/{name}" for name in names}
    stray = keys - set(Variant.objects.filter(key__in=keys).values_list("key", flat=True))
    for key in stray:
        storage.discard(key)
    return len(stray)
