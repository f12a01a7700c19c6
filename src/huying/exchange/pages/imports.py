"""Pages of administration: other systems, what their columns mean, files tried and taken, what was wrong."""

from collections.abc import Iterator
from typing import Any

from django.http import HttpResponse, StreamingHttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from huying.exchange import queries
from huying.exchange.actions import begin_import, by_the_worker, judge_proposal, keep_source, map_categories
from huying.exchange.files.mapping import Mapping
from huying.exchange.files.presets import PRESETS
from huying.exchange.forms import CategoriesForm, DecideForm, SourceForm, UploadForm, typed
from huying.exchange.models import ImportRun, Source
from huying.exchange.rules import rules
from huying.exchange.words import error_words
from huying.kernel.edge import AskedRequest
from huying.kernel.stepping import staff_only, step_page
from huying.kernel.tablefiles import table_file


@staff_only
def sources(request: AskedRequest) -> HttpResponse:
    told = {"sources": queries.sources(request.actor), "presets": list(PRESETS), "open": queries.open_proposals()}
    return render(request, "exchange/sources.html", told)


@staff_only
def source(request: AskedRequest, code: str = "") -> HttpResponse:
    """A new one begins with what such systems usually write."""
    rules.enter(request.actor, to="import")
    row = queries.source_for(request.actor, code) if code else None
    preset = PRESETS.get(request.GET.get("like", ""), Mapping(columns={}))
    mapping = Mapping.read(row.mapping) if row else preset
    first = typed(mapping) | ({"code": row.code, "name": row.name} if row else {})
    form = SourceForm(request.POST or None, initial=first)

    def act(given: dict[str, Any]) -> Any:
        return keep_source(
            request.actor, code=row.code if row else given["code"], name=given["name"], mapping=form.mapping(),
            reason=given["reason"], at=request.at,
        )  # fmt: skip

    about = ("exchange_source", row.pk) if row else None
    return step_page(
        request, form, act, done=_files_of, told=_("已保存"), template="exchange/source.html", about=about, source=row
    )


@staff_only
def categories(request: AskedRequest, code: str) -> HttpResponse:
    """Which of their kinds of matter is which of ours."""
    row = queries.source_for(request.actor, code)
    page = queries.category_words(request.actor, row, after=request.GET.get("after"))
    form = CategoriesForm(request.POST or None, words=list(page.items), on=request.at.date())

    def act(given: dict[str, Any]) -> int:
        return map_categories(
            request.actor, source_id=row.pk, words=form.chosen(), outward=form.outward(), reason=given["reason"],
            at=request.at,
        )  # fmt: skip

    here = reverse("exchange:source-categories", kwargs={"code": row.code})
    return step_page(
        request, form, act, done=here, told=_("已保存，下一个文件就按它认"), template="exchange/categories.html",
        about=("exchange_source", row.pk), source=row, page=page,
    )  # fmt: skip


def _files_of(made: Source) -> str:
    return reverse("exchange:source-files", kwargs={"code": made.code})


def _run_of(made: ImportRun) -> str:
    return reverse("exchange:run", kwargs={"run_id": made.pk})


@staff_only
def files(request: AskedRequest, code: str) -> HttpResponse:
    row = queries.source_for(request.actor, code)
    form = UploadForm(request.POST or None, request.FILES or None)

    def act(given: dict[str, Any]) -> ImportRun:
        run = begin_import(
            request.actor, source_id=row.pk, content=given["file"].read(), file_name=given["file"].name or "",
            dry=given["dry"], reason=given["reason"], at=request.at,
        )  # fmt: skip
        by_the_worker(run)
        return run

    page = queries.runs_of(row, after=request.GET.get("after"))
    return step_page(
        request, form, act, done=_run_of, told=_("已开始"), template="exchange/files.html", source=row, page=page
    )


@staff_only
def run(request: AskedRequest, run_id: int) -> HttpResponse:
    row = queries.run_for(request.actor, run_id)
    told = {
        "run": row,
        "counts": queries.counts_of(row),
        "wrong": queries.wrong_of(row),
        "open": row.finished_at is None,
        "changes": queries.changes_of(row, after=request.GET.get("after")),
        "not_chosen": queries.words_not_chosen(row.source),
    }
    return render(request, "exchange/run.html", told)


@staff_only
def errors(request: AskedRequest, run_id: int) -> StreamingHttpResponse:
    """Row, number, column and what is wrong; never what stood there."""
    row = queries.run_for(request.actor, run_id)
    words = error_words()

    def lines() -> Iterator[list[str]]:
        yield [_("行"), _("对方编号"), _("字段"), pgettext("with a row", "问题")]
        for one in row.row_errors.order_by("row", "id").iterator(chunk_size=2_000):
            yield [str(one.row), one.number, one.column, str(words.get(one.code, one.code))]

    return table_file(lines(), kind="csv", name=f"errors-{row.pk}")


@staff_only
def proposals(request: AskedRequest) -> HttpResponse:
    page = queries.proposals_waiting(request.actor, after=request.GET.get("after"))
    return render(request, "exchange/proposals.html", {"page": page})


@staff_only
def proposal(request: AskedRequest, proposal_id: int) -> HttpResponse:
    row, live = queries.proposal_for(request.actor, proposal_id)
    form = DecideForm(request.POST or None)

    def act(given: dict[str, Any]) -> Any:
        return judge_proposal(
            request.actor, proposal_id=row.pk, same=given["same"] == "yes", reason=given["reason"], at=request.at
        )

    done = reverse("exchange:proposals")
    return step_page(
        request, form, act, done=done, told=_("已处理"), template="exchange/proposal.html", proposal=row, live=live
    )
