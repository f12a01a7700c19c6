"""What a worklist can be narrowed by; every value is checked, and what cannot be understood is left out and said."""

from dataclasses import asdict, dataclass, fields
from datetime import date, datetime, timedelta
from typing import Any

from django.conf import settings
from django.db.models import Q
from django.utils import timezone

from huying.cases.states import OPEN, STORED
from huying.cases.words import CLASSES, CONFIDENTIALITY, KINDS
from huying.territory.public import area_brief

LIGHTS = ("red", "yellow", "green")
LONGEST_SEARCH = 60


@dataclass(frozen=True, slots=True)
class Filters:
    """Empty means everything. Dates are days of the tenant's zone, both included."""

    q: str = ""
    state: str = ""
    kind: str = ""
    category: str = ""
    klass: str = ""
    light: str = ""
    area: int = 0
    body: int = 0
    confidentiality: str = ""
    since: date | None = None
    until: date | None = None

    def __bool__(self) -> bool:
        return any(getattr(self, field.name) for field in fields(self))

    def as_values(self) -> dict[str, str]:
        """What goes into a link or a saved filter: only what is set."""
        return {name: str(value) for name, value in asdict(self).items() if value}


def read_filters(given: Any) -> tuple[Filters, list[str]]:
    """Filters from a query string or a saved filter, and the names of those that could not be understood."""
    found: dict[str, Any] = {"q": str(given.get("q", "")).strip()[:LONGEST_SEARCH]}
    wrong: list[str] = []
    closed = {
        "state": [s.value for s in STORED], "kind": list(KINDS), "klass": list(CLASSES), "light": LIGHTS,
        "confidentiality": list(CONFIDENTIALITY),
    }  # fmt: skip
    for name, known in closed.items():
        _take(found, wrong, name, given, lambda text, known=known: text if text in known else None)
    _take(found, wrong, "category", given, lambda text: text if text.isdigit() and len(text) in (2, 4, 6) else None)
    for name in ("area", "body"):
        _take(found, wrong, name, given, lambda text: int(text) if text.isdigit() else None)
    for name in ("since", "until"):
        _take(found, wrong, name, given, _day)
    return Filters(**found), wrong


def _take(found: dict[str, Any], wrong: list[str], name: str, given: Any, read: Any) -> None:
    text = str(given.get(name, "") or "").strip()
    value = read(text) if text else None
    if value is not None:
        found[name] = value
    elif text:
        wrong.append(name)


def _day(text: str) -> date | None:
    try:
        return date.fromisoformat(text)
    except ValueError:
        return None


def as_query(chosen: Filters, *, at: datetime) -> Q:
    """Rows that fit. The place and the light are asked of indexed columns."""
    found = Q()
    for name, column in (("state", "state"), ("kind", "kind"), ("klass", "klass"), ("body", "lead_body_id"),
                         ("confidentiality", "confidentiality")):  # fmt: skip
        if value := getattr(chosen, name):
            found &= Q(**{column: value})
    if chosen.category:
        found &= Q(category_code__startswith=chosen.category)
    if chosen.area:
        found &= Q(area__path__startswith=area_brief(chosen.area).path)
    return found & _of_light(chosen.light, at) & _of_days(chosen) & _of_text(chosen.q)


def _of_light(light: str, at: datetime) -> Q:
    if not light:
        return Q()
    still_open = Q(state__in=[*OPEN])
    if light == "red":
        return still_open & Q(due_at__lt=at)
    if light == "yellow":
        return still_open & Q(due_at__gte=at, warn_at__lte=at)
    return still_open & Q(warn_at__gt=at)


def _of_days(chosen: Filters) -> Q:
    found = Q()
    zone = timezone.get_default_timezone()
    if chosen.since:
        found &= Q(filed_at__gte=datetime.combine(chosen.since, datetime.min.time(), tzinfo=zone))
    if chosen.until:
        found &= Q(filed_at__lt=datetime.combine(chosen.until + timedelta(days=1), datetime.min.time(), tzinfo=zone))
    return found


def _of_text(text: str) -> Q:
    """A number when it looks like one, else plain LIKE over what the resident wrote. No personal data is searched."""
    if not text:
        return Q()
    prefix = f"{settings.HUYING_NUMBER_PREFIX}-" if hasattr(settings, "HUYING_NUMBER_PREFIX") else ""
    if any(c.isdigit() for c in text) and ("-" in text or text.isdigit()):
        return Q(number__iexact=text) | Q(number__endswith=text.removeprefix(prefix))
    return Q(title__contains=text) | Q(words__contains=text) | Q(place__contains=text)
