"""What people read out on the telephone: public numbers (GL-2026-008213) and tracking codes (7F2K-9QXD-M3TA-81VC).

Numbers rise, and some are left out by chance: else whoever collects those that are public could count the others by the
gaps between them (decision 15).
"""

import re
import secrets
import unicodedata
from datetime import datetime
from itertools import accumulate, islice

from django.conf import settings
from django.db import connection, transaction
from django.utils import timezone

from huying.kernel.cipher import blind_index, blind_indexes
from huying.kernel.prepared import cursor

ALPHABET = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"  # no I, L, O, U: 32 letters, 5 bits each
CODE_LENGTH = 16
LOOK_ALIKES = str.maketrans({"O": "0", "I": "1", "L": "1"})
SERIES = re.compile(r"[a-z]{1,20}")
NUMBER = re.compile(r"([A-Z]{1,6})-?(\d{4})-?(\d{1,12})")
OUR_LOCK = 7_411_001
LEFT_OUT = bytes((~byte & (byte + 1)).bit_length() - 1 for byte in range(256))
"""How many numbers are left out for a random byte: none half of the time, one a quarter, two an eighth …"""


def next_number(series: str, *, at: datetime) -> str:
    """The next public number of this series and the year of `at`, e.g. GL-2026-008213."""
    return next_numbers(series, year=timezone.localtime(at).year, count=1)[0]


def next_numbers(series: str, *, year: int, count: int) -> list[str]:
    """So many of them at once."""
    name = _sequence(series, year)
    left_out = secrets.token_bytes(count).translate(LEFT_OUT)
    found = _next(name, count + sum(left_out))
    if None in found:
        with transaction.atomic(savepoint=False), connection.cursor() as making:
            making.execute("SELECT pg_advisory_xact_lock(%s)", [OUR_LOCK])
            making.execute(f'CREATE SEQUENCE IF NOT EXISTS "{name}"')
            found = _next(name, count + sum(left_out))
    places = accumulate((1 + more for more in left_out), initial=-1)
    return [_number(nth, year) for nth in (found[place] for place in islice(places, 1, None)) if nth is not None]


def left_out() -> int:
    """How many numbers to leave out before the next one."""
    return LEFT_OUT[secrets.token_bytes(1)[0]]


def sequence_of(series: str, *, at: datetime) -> str:
    """The name of the sequence that counts this series in the year of `at`; it may not be there yet."""
    return _sequence(series, timezone.localtime(at).year)


def number_of(nth: int, *, at: datetime) -> str:
    return _number(nth, timezone.localtime(at).year)


def _sequence(series: str, year: int) -> str:
    if not SERIES.fullmatch(series):
        raise ValueError("a series is a short lower-case word")
    return f"kernel_number_{series}_{year:d}"


def _number(nth: int, year: int) -> str:
    return f"{settings.HUYING_NUMBER_PREFIX}-{year}-{nth:06d}"


def _next(name: str, count: int) -> list[int | None]:
    """None for each when there is no such series yet."""
    with cursor() as asked:
        asked.execute("SELECT nextval(to_regclass(%s)) FROM generate_series(1, %s)", [name, count])
        return [nth for (nth,) in asked.fetchall()]


def typed_number(text: str) -> str | None:
    """A number as someone typed or said it, in its proper form; None when it cannot be one."""
    squeezed = re.sub(r"[\s_—–]+", "", unicodedata.normalize("NFKC", text)).upper()
    found = NUMBER.fullmatch(squeezed)
    return f"{found[1]}-{found[2]}-{int(found[3]):06d}" if found else None


def tracking_code() -> str:
    """A fresh secret of 80 bits in groups of four, e.g. 7F2K-9QXD-M3TA-81VC."""
    return grouped("".join(secrets.choice(ALPHABET) for _ in range(CODE_LENGTH)))


def grouped(code: str) -> str:
    return "-".join(code[i : i + 4] for i in range(0, CODE_LENGTH, 4))


def typed_code(text: str) -> str | None:
    """A tracking code as someone typed it, in its proper form; None when it cannot be one. O is 0; I and L are 1."""
    plain = unicodedata.normalize("NFKC", text).upper()
    code = "".join(c for c in plain if c.isalnum()).translate(LOOK_ALIKES)
    return grouped(code) if len(code) == CODE_LENGTH and all(c in ALPHABET for c in code) else None


def code_hash(code: str, series: str) -> str:
    """What is stored instead of the code: a keyed hash, also good for looking it up."""
    return blind_index(code, f"tracking code {series}")


def code_hashes(typed: str, series: str) -> list[str]:
    """Every form under which a typed code may be stored; empty when it cannot be a code. Use with `__in`."""
    code = typed_code(typed)
    return blind_indexes(code, f"tracking code {series}") if code else []


def code_holds(typed: str, stored: str, series: str) -> bool:
    """Whether a typed code is the stored one, in constant time."""
    holds = [secrets.compare_digest(one.encode(), stored.encode()) for one in code_hashes(typed, series)]
    return any(holds)
