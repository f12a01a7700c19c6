"""Files that bring in much at once: boundaries with a preview of what is wrong, and population."""

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _

from huying.kernel.edge import AskedRequest, for_roles, tell
from huying.kernel.errors import DomainError
from huying.territory.actions.drafts import draft_for, import_draft, upload_boundaries
from huying.territory.actions.outlines import Outline, check_file
from huying.territory.actions.places import import_population
from huying.territory.forms import BoundaryFileForm, ImportForm, PopulationFileForm
from huying.territory.pages.steps import today


@for_roles("system_admin")
def boundaries(request: AskedRequest) -> HttpResponse:
    """Upload: nothing counts yet."""
    form = BoundaryFileForm(request.POST or None, request.FILES or None)
    if request.method == "POST" and form.is_valid():
        data = form.cleaned_data
        outline = Outline({}, data["crs"], data["source"], sketch=data["sketch"])
        name = str(getattr(request.FILES["file"], "name", ""))
        try:
            draft = upload_boundaries(request.actor, content=data["file"], name=name, outline=outline, at=request.at)
        except DomainError as error:
            tell(form, error)
        else:
            return redirect("territory:boundary-draft", draft_id=draft.pk)
    return render(request, "territory/manage/boundaries.html", {"form": form}, status=422 if form.errors else 200)


@for_roles("system_admin")
def boundary_draft(request: AskedRequest, draft_id: int) -> HttpResponse:
    """Feature by feature what is wrong; saving is offered when nothing is."""
    draft = draft_for(request.actor, draft_id)
    form = ImportForm(request.POST or None, initial={"on": today(request.at)})
    if request.method == "POST" and form.is_valid():
        accept = form.cleaned_data["accept_overlaps"]
        try:
            made = import_draft(
                request.actor, draft_id=draft_id, decision=form.decision(), at=request.at, accept_overlaps=accept
            )
        except DomainError as error:
            tell(form, error)
        else:
            messages.success(request, _("已保存 %(n)s 条界线。") % {"n": len(made)})
            return redirect("territory:manage-areas")
    rows = check_file(draft.content, crs=draft.crs)
    context = {
        "draft": draft,
        "rows": rows,
        "wrong": sum(bool(row.faults) for row in rows),
        "overlapping": sum(bool(row.remarks) for row in rows),
        "form": form,
    }
    return render(request, "territory/manage/boundary_draft.html", context, status=422 if form.errors else 200)


@for_roles("system_admin")
def population(request: AskedRequest) -> HttpResponse:
    """A csv of permanent population: all rows or none."""
    form = PopulationFileForm(request.POST or None, request.FILES or None)
    if request.method == "POST" and form.is_valid():
        data = form.cleaned_data
        try:
            count = import_population(request.actor, lines=data["file"], source=data["source"], at=request.at)
        except DomainError as error:
            tell(form, error)
        else:
            messages.success(request, _("已保存 %(n)s 行人口数。") % {"n": count})
            return redirect("territory:manage-areas")
    return render(request, "territory/manage/population.html", {"form": form}, status=422 if form.errors else 200)
