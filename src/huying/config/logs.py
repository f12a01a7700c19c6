"""Log lines that name no person: one line each, times in UTC, no query strings, no values of forms or of rows."""

import logging
import re
import traceback
from datetime import UTC, datetime

_QUERY = re.compile(r"\?\S*")
_LONG_DIGITS = re.compile(
    r"(?<!\d)\d{11}(?!\d)|(?<!\d)\d{17}[\dXx](?!\d)|(?:(?<!\d)|(?<=86))1[3-9]\d[ -]\d{4}[ -]\d{4}(?!\d)"
)


def without_personal_data(text: str) -> str:
    """Query strings, telephone numbers and identity numbers are cut out; PostgreSQL's DETAIL lines quote rows."""
    text = _QUERY.sub("?…", text)
    text = _LONG_DIGITS.sub("…", text)
    return " ".join(line for line in text.splitlines() if not line.lstrip().startswith(("DETAIL:", "CONTEXT:")))


class NoPersonalData(logging.Filter):
    """Cuts the message, and forgets the request that Django hangs on the record."""

    def filter(self, record: logging.LogRecord) -> bool:
        record.msg, record.args = without_personal_data(record.getMessage()), ()
        record.__dict__.pop("request", None)
        return True


class LineFormatter(logging.Formatter):
    """`2026-11-22T05:33:00Z WARNING django.request text`; an error adds where it was raised, never what with."""

    def format(self, record: logging.LogRecord) -> str:
        moment = datetime.fromtimestamp(record.created, UTC).strftime("%Y-%m-%dT%H:%M:%SZ")
        line = f"{moment} {record.levelname} {record.name} {record.getMessage()}"
        if record.exc_info and record.exc_info[0]:
            frames = traceback.extract_tb(record.exc_info[2])
            where = " < ".join(f"{frame.filename}:{frame.lineno} {frame.name}" for frame in reversed(frames))
            line += f" | {record.exc_info[0].__name__} at {where}"
        return line
