"""What the lists do not cover, what a draft would change, and what rulings ask for."""

from dataclasses import replace
from datetime import timedelta
from typing import Any

from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from huying.duties.actions.proposals import decide_proposal
from huying.duties.forms import DecisionForm, TryForm
from huying.duties.models import ListItem
from huying.duties.queries.categories import categories
from huying.duties.queries.dryrun import dry_run, past_cases
from huying.duties.queries.gaps import alarms, coverage
from huying.duties.queries.lists import OLD_AFTER, Difference, difference, list_for, open_proposals, proposal_for
from huying.duties.sheets import value_in_words
from huying.kernel.edge import AskedRequest, asked
from huying.kernel.stepping import staff_only, step_page
from huying.territory.public import home_path

LABELS_OF_LEVELS = ("street", "community")


@staff_only
@require_safe
def gaps_page(request: AskedRequest) -> HttpResponse:
    """Asked for the whole place, street by street or community by community."""
    level = "community" if asked(request, "level") == "community" else "street"
    on = request.at.date()
    labels = {"street": _("按街道"), "community": _("按社区")}
    tabs = [{"code": c, "label": labels[c], "href": f"?level={c}", "count": None} for c in LABELS_OF_LEVELS]
    found = coverage(area_path=home_path(), on=on, level=level)
    context = {"found": found, "alarms": alarms(on=on), "tabs": tabs, "level": level}
    return render(request, "duties/gaps.html", context)


@staff_only
@require_safe
def difference_page(request: AskedRequest, doc_id: int) -> HttpResponse:
    doc = list_for(request.actor, doc_id)
    old = list_for(request.actor, doc.replaces_id) if doc.replaces_id else None
    context = {"doc": doc, "old": old, "found": _in_words(difference(old, doc)) if old else None}
    return render(request, "duties/difference.html", context)


def _in_words(found: Difference) -> Difference:
    """Columns by their labels and values as a reader says them."""
    changed = tuple(
        replace(change, fields=tuple(_field_in_words(*told) for told in change.fields)) for change in found.changed
    )
    return replace(found, changed=changed)


def _field_in_words(name: str, was: object, now: object) -> tuple[str, object, object]:
    label = str(getattr(ListItem._meta.get_field(name), "verbose_name", name))
    return label, value_in_words(name, was), value_in_words(name, now)


@staff_only
@require_safe
def dry_run_page(request: AskedRequest, doc_id: int) -> HttpResponse:
    """Ids and codes of past cases only; nothing is changed."""
    doc = list_for(request.actor, doc_id)
    form = TryForm(request.GET if "days" in request.GET else None)
    context: dict[str, Any] = {"doc": doc, "form": form}
    if form.is_bound and form.is_valid():
        on = request.at.date()
        cases = past_cases(doc.area.path, on - timedelta(days=form.cleaned_data["days"]))
        result = dry_run(doc, cases=cases, on=on)
        names = categories({code for code, _count in (*result.uncovered, *result.undecided)})
        context |= {
            "result": result,
            "uncovered": [(names.get(code), count) for code, count in result.uncovered],
            "undecided": [(names.get(code), count) for code, count in result.undecided],
        }
    return render(request, "duties/dry_run.html", context)


@staff_only
@require_safe
def proposals_page(request: AskedRequest) -> HttpResponse:
    context = {"proposals": open_proposals(request.actor)[:200], "old_before": request.at - OLD_AFTER}
    return render(request, "duties/proposals.html", context)


@staff_only
@require_http_methods(["GET", "POST"])
def decide_page(request: AskedRequest, proposal_id: int) -> HttpResponse:
    proposal = proposal_for(request.actor, proposal_id, to="decide")

    def act(typed: dict[str, Any]) -> Any:
        taken = typed["taken"] == "1"
        return decide_proposal(request.actor, proposal_id=proposal.pk, taken=taken, note=typed["note"], at=request.at)

    return step_page(
        request,
        DecisionForm(request.POST or None),
        act,
        done=reverse("duties:proposals"),
        told=_("已处理。"),
        back=reverse("duties:proposals"),
        heading=f"{proposal.category.name} → {proposal.lead_body.name}",
        lead=_("裁定确定由它主办。采纳后请在下一版清单中改好这一条。"),
        button=_("确定"),
    )
