"""The administration of working time: a year at a glance, and changes that first tell what they would move."""

from collections.abc import Callable
from datetime import date, timedelta
from typing import Any

from django import forms as django_forms
from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import path, register_converter
from django.utils.translation import gettext as _

from huying.calendars import actions, queries
from huying.calendars.forms import DayForm, HoursForm, RestoreForm, YearForm, hours_in_words, spans_in_words
from huying.calendars.states import DAY_KINDS, WEEKDAYS, WEEKDAYS_SHORT
from huying.calendars.workcalendar import FIRST, LAST, USUAL_WEEK, ZONE
from huying.kernel.edge import AskedRequest, for_roles, tell, whole_number
from huying.kernel.errors import DomainError, NotFound

ADMIN = "system_admin"


class DayConverter:
    """2026-12-07 in an address."""

    regex = r"\d{4}-\d{2}-\d{2}"

    def to_python(self, value: str) -> date:
        return date.fromisoformat(value)

    def to_url(self, value: date) -> str:
        return value.isoformat()


@for_roles(ADMIN)
def year_page(request: AskedRequest, year: int | None = None) -> HttpResponse:
    """Twelve months, each day with what it is."""
    today = request.at.astimezone(ZONE).date()
    year = _known_year(year or today.year)
    days = queries.year_days(year)
    context = {
        "year": year,
        "note": queries.year_note(year),
        "today": today,
        "months": _months(days),
        "weekdays": WEEKDAYS_SHORT,
        "special": _stretches(days),
        "kinds": DAY_KINDS,
        "worked": sum(day.works for day in days),
        "hours": _hours_now(),
        "before": year - 1 if year > FIRST.year else None,
        "after": year + 1 if year < LAST.year else None,
    }
    return render(request, "calendars/year.html", context)


def _known_year(year: int) -> int:
    if not FIRST.year <= year <= LAST.year:
        raise NotFound(year=year)
    return year


def _months(days: list[queries.DayNote]) -> list[dict[str, Any]]:
    """Weeks of seven for each month, with gaps where the month has not begun or is over."""
    months: list[dict[str, Any]] = []
    for number in range(1, 13):
        own = [day for day in days if day.day.month == number]
        cells: list[queries.DayNote | None] = [None] * own[0].day.weekday() + list(own)
        cells += [None] * (-len(cells) % 7)
        months.append({"first": own[0].day, "weeks": [cells[i : i + 7] for i in range(0, len(cells), 7)]})
    return months


def _stretches(days: list[queries.DayNote]) -> list[dict[str, Any]]:
    """Days that differ, neighbours of one kind and name as one stretch."""
    found: list[dict[str, Any]] = []
    for note in days:
        same = {"kind": note.kind, "name": note.name, "reason": note.reason, "works": note.works}
        last = found[-1] if found else None
        if not note.kind:
            continue
        if last and last["last"] + timedelta(days=1) == note.day and same.items() <= last.items():
            last["last"] = note.day
        else:
            found.append({**same, "first": note.day, "last": note.day, "label": DAY_KINDS[note.kind]})
    return found


def _hours_now() -> list[dict[str, Any]]:
    """Every week of hours with its first day, newest first."""
    weeks = queries.work_weeks() or [(FIRST, USUAL_WEEK)]
    return [
        {
            "from": None if start == FIRST else start,
            "days": list(zip(WEEKDAYS, map(spans_in_words, hours), strict=True)),
        }
        for start, hours in reversed(weeks)
    ]


@for_roles(ADMIN)
def day_page(request: AskedRequest, day: date) -> HttpResponse:
    """One day: worked or free. First it says what would move, then it is done."""
    note = queries.year_days(_known_year(day.year))[(day - date(day.year, 1, 1)).days]
    first = {"works": "no" if note.works else "yes", "name": note.name if note.kind == "own" else ""}
    form = DayForm(request.POST or None, initial=first)
    context = {
        "day": day,
        "note": note,
        "kind": DAY_KINDS.get(note.kind, ""),
        "hours": spans_in_words(note.hours),
        "weekday": WEEKDAYS[day.weekday()],
        "restore": RestoreForm(auto_id="restore_%s") if note.kind == "own" else None,
    }

    def change() -> object:
        return actions.change_day(request.actor, day=day, **form.change(), at=request.at)

    return _in_two_steps(request, form, change, "calendars/day.html", {**context, "year": day.year})


@for_roles(ADMIN)
def restore_day(request: AskedRequest, day: date) -> HttpResponse:
    """Our own arrangement is taken back."""
    form = RestoreForm(request.POST or None, auto_id="restore_%s")
    if request.method != "POST" or not form.is_valid():
        messages.error(request, _("请写明原因。"))
        return redirect("calendars:day", day=day)
    actions.restore_day(request.actor, day=day, reason=form.cleaned_data["reason"], at=request.at)
    messages.success(request, _("已恢复。"))
    return redirect("calendars:year", year=day.year)


@for_roles(ADMIN)
def publish(request: AskedRequest) -> HttpResponse:
    """The notice of a year."""
    year = request.GET.get("year", "")
    first = {"year": whole_number(year) or request.at.astimezone(ZONE).year + 1}
    form = YearForm(request.POST or None, request.FILES or None, initial=first)

    def change() -> object:
        data = form.cleaned_data
        return actions.publish_year(
            request.actor, year=data["year"], days=data["days"], source=data["source"], at=request.at
        )

    return _in_two_steps(request, form, change, "calendars/publish.html", {})


@for_roles(ADMIN)
def hours_page(request: AskedRequest) -> HttpResponse:
    """The usual hours of the week from a day on."""
    today = request.at.astimezone(ZONE).date()
    weeks = queries.work_weeks() or [(FIRST, USUAL_WEEK)]
    form = HoursForm(request.POST or None, initial=hours_in_words(weeks[-1][1], today))

    def change() -> object:
        data = form.cleaned_data
        return actions.change_hours(
            request.actor, valid_from=data["valid_from"], hours=data["hours"], reason=data["reason"], at=request.at
        )

    return _in_two_steps(request, form, change, "calendars/hours.html", {"hours": _hours_now()})


def _in_two_steps(
    request: AskedRequest,
    form: django_forms.Form,
    change: Callable[[], object],
    template: str,
    context: dict[str, Any],
) -> HttpResponse:
    """POST says what would move; POST with `sure` does it. A refusal keeps what was typed."""
    context["form"] = form
    if request.method == "POST" and form.is_valid():
        try:
            if request.POST.get("sure"):
                change()
                messages.success(request, _("已保存。未办结事项的时限会按新的日历重新计算，并告知有关的人。"))
                today = request.at.astimezone(ZONE).date()
                return redirect("calendars:year", year=form.cleaned_data.get("year") or context.get("year", today.year))
            context |= {"moved": actions.preview(change), "looked": True}
        except DomainError as error:
            tell(form, error)
    return render(request, template, context, status=422 if form.errors else 200)


register_converter(DayConverter, "day")
urlpatterns = [
    path("manage/calendar/", year_page, name="manage-calendar"),
    path("manage/calendar/<int:year>/", year_page, name="year"),
    path("manage/calendar/days/<day:day>/", day_page, name="day"),
    path("manage/calendar/days/<day:day>/restore/", restore_day, name="restore-day"),
    path("manage/calendar/publish/", publish, name="publish-year"),
    path("manage/calendar/hours/", hours_page, name="hours"),
]
