"""Cases out, as a file: plain columns at once, words only when a second person agreed."""

from datetime import datetime, timedelta
from typing import Any

from django.http import HttpResponse, StreamingHttpResponse
from django.shortcuts import render

from huying.cases.public import EXPORTERS, Leaving, cases_leaving, count_leaving
from huying.exchange.actions import note_export
from huying.exchange.files.writing import KINDS_OF_FILE, WORDS, Column, in_words_of, table
from huying.exchange.forms import LeavingForm
from huying.exchange.queries import sources_with_categories, words_outward
from huying.kernel.clock import day_of, midnight
from huying.kernel.edge import AskedRequest, for_roles, tell
from huying.kernel.errors import DomainError
from huying.kernel.tablefiles import table_file
from huying.people.public import ask_for_export, use_export

WHAT = "cases.words"


@for_roles(*EXPORTERS)
def export(request: AskedRequest) -> HttpResponse | StreamingHttpResponse:
    """The form; asked with `format`, the file."""
    asked = "format" in request.GET
    form = LeavingForm(request.GET if asked else None, initial=_year(request.at))
    told: dict[str, Any] = {"form": form}
    if asked and form.is_valid():
        try:
            return _file(request, form.cleaned_data)
        except DomainError as refused:
            tell(form, refused)
    return render(request, "exchange/export.html", told, status=422 if form.errors else 200)


def _year(at: datetime) -> dict[str, Any]:
    today = day_of(at)
    return {"since": today - timedelta(days=30), "until": today, "format": "csv", "columns": "ours"}


def _which(given: dict[str, Any]) -> Leaving:
    """The last day is meant whole."""
    first, last = midnight(given["since"]), midnight(given["until"] + timedelta(days=1))
    state = {"open": True, "closed": False}.get(given["state"])
    return Leaving(first, last, category=given["category"], open=state)


def _file(request: AskedRequest, given: dict[str, Any]) -> StreamingHttpResponse:
    which, words = _which(given), bool(given["approval"])
    if words:
        filters = _filters(given)
        use_export(request.actor, approval_id=given["approval"], what=WHAT, filters=filters, at=request.at)
    note_export(request.actor, which=which, words=words, at=request.at)
    columns = KINDS_OF_FILE[given["columns"]] + _theirs(given["theirs"]) + (WORDS if words else ())
    lines = table(cases_leaving(request.actor, which=which, with_words=words), columns)
    name = f"cases-{given['since']:%Y%m%d}-{given['until']:%Y%m%d}"
    return table_file(lines, kind=given["format"], name=name)


def _theirs(source_code: str) -> tuple[Column, ...]:
    """The kind of matter in the words of another system; which rows leave does not change by it."""
    name = dict(sources_with_categories()).get(source_code)
    return in_words_of(name, words_outward(source_code)) if name else ()


def _filters(given: dict[str, Any]) -> dict[str, object]:
    """What exactly is to leave: an approval holds for these rows and no others."""
    return {name: str(given[name]) for name in ("since", "until", "category", "state", "columns")}


@for_roles(*EXPORTERS)
def ask(request: AskedRequest) -> HttpResponse:
    """Words leave only when a second person agreed, once, within a day, for exactly these rows."""
    form = LeavingForm(request.POST or None, initial=_year(request.at), asking=True)
    asked = None
    if request.method == "POST" and form.is_valid():
        given = form.cleaned_data
        try:
            count = count_leaving(request.actor, which=_which(given), with_words=True)
            asked = ask_for_export(
                request.actor,
                what=WHAT,
                filters=_filters(given),
                row_count=count,
                reason=given["reason"],
                at=request.at,
            )
        except DomainError as refused:
            tell(form, refused)
    return render(
        request, "exchange/export_ask.html", {"form": form, "asked": asked}, status=422 if form.errors else 200
    )
