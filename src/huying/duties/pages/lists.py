"""The lists: their versions, one version with its items, files in and out, putting in force and repealing."""

from typing import Any

from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from huying.duties.actions.imports import import_items
from huying.duties.actions.lists import Approval, draft_list, put_in_force, repeal_list
from huying.duties.forms import ApprovalForm, DraftForm, FileForm, RepealForm
from huying.duties.queries.exports import as_typed, exported, form_for
from huying.duties.queries.gaps import alarms
from huying.duties.queries.lists import item_page, list_for, lists_seen, old_proposals, open_proposals
from huying.duties.rules import list_rules
from huying.duties.rules.lists import KEEPER
from huying.duties.sheets import cells_of, headings_of
from huying.duties.states import DRAFT, IN_FORCE, list_kinds
from huying.kernel.edge import AskedRequest, asked, for_roles
from huying.kernel.errors import NotFound
from huying.kernel.stepping import staff_only, step_page
from huying.organisations.public import function_list

Typed = dict[str, Any]
XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


@staff_only
@require_safe
def list_index(request: AskedRequest) -> HttpResponse:
    context = {
        "docs": lists_seen(request.actor)[:300],
        "alarms": alarms(on=request.at.date()),
        "open_proposals": open_proposals(request.actor).count(),
        "old_proposals": old_proposals(request.actor, at=request.at).count(),
        "kinds": list_kinds(),
        "may_draft": list_rules.opens(request.actor, to="manage"),
        "today": request.at.date(),
    }
    return render(request, "duties/lists.html", context)


@staff_only
@require_safe
def list_page(request: AskedRequest, doc_id: int) -> HttpResponse:
    doc = list_for(request.actor, doc_id)
    names = {function.code: function.label for function in function_list()}
    page = item_page(doc, after=asked(request, "after"))
    context = {
        "doc": doc,
        "page": page,
        "headings": headings_of(doc.kind),
        "rows": [(item, cells_of(doc.kind, as_typed(item), functions=names)) for item in page.items],
        "may_manage": list_rules.allows(request.actor, to="manage", row=doc),
        "is_draft": doc.state == DRAFT,
        "in_force": doc.state == IN_FORCE,
    }
    return render(request, "duties/list.html", context)


@staff_only
@for_roles(KEEPER)
@require_http_methods(["GET", "POST"])
def draft_page(request: AskedRequest) -> HttpResponse:
    def act(typed: Typed) -> Any:
        words = {name: typed[name] for name in ("kind", "no", "title", "reason")}
        return draft_list(request.actor, area_id=typed["area"], at=request.at, **words)

    return step_page(
        request,
        DraftForm(request.POST or None, initial=_from_version(request)),
        act,
        done=_there,
        told=_("草稿已建立，已带入现行版本的事项。"),
        back=reverse("duties:lists"),
        heading=_("建立新版本"),
        lead=_("草稿从现行版本的事项开始，改好后再使其生效；现行版本不受影响。"),
        button=_("建立草稿"),
    )


def _from_version(request: AskedRequest) -> Typed:
    number = asked(request, "of")
    if not number.isdecimal() or len(number) > 18:
        return {}
    doc = list_for(request.actor, int(number))
    return {"kind": doc.kind, "area": doc.area.code, "no": doc.no, "title": doc.title}


def _there(doc: Any) -> str:
    return reverse("duties:list", kwargs={"doc_id": doc.pk})


@staff_only
@require_http_methods(["GET", "POST"])
def in_force_page(request: AskedRequest, doc_id: int) -> HttpResponse:
    doc = list_for(request.actor, doc_id, to="manage")
    return step_page(
        request,
        ApprovalForm(request.POST or None, initial={"effective_from": request.at.date()}),
        lambda typed: put_in_force(request.actor, doc_id=doc.pk, approval=Approval(**typed), at=request.at),
        done=_there,
        told=_("已按生效日期生效。"),
        back=_there(doc),
        heading=_("使其生效") + f" · {doc}",
        lead=_("从生效日期起按这一版派单，上一版到前一天为止。生效后不能再改，只能建立新版本。"),
        button=_("使其生效"),
    )


@staff_only
@require_http_methods(["GET", "POST"])
def repeal_page(request: AskedRequest, doc_id: int) -> HttpResponse:
    doc = list_for(request.actor, doc_id, to="manage")
    draft = doc.state == DRAFT
    return step_page(
        request,
        RepealForm(request.POST or None, initial={"on": request.at.date()}),
        lambda typed: repeal_list(request.actor, doc_id=doc.pk, at=request.at, **typed),
        done=reverse("duties:lists"),
        told=_("草稿已作废。") if draft else _("清单已废止。"),
        back=_there(doc),
        heading=(_("作废草稿") if draft else _("废止清单")) + f" · {doc}",
        lead="" if draft else _("废止后没有清单可依，相应事项成为空白，由派单员逐件选定。"),
        button=_("作废") if draft else _("废止"),
        button_look="danger",
        about=("list", doc.pk),
    )


@staff_only
@require_http_methods(["GET", "POST"])
def import_page(request: AskedRequest, doc_id: int) -> HttpResponse:
    doc = list_for(request.actor, doc_id, to="manage")
    return step_page(
        request,
        FileForm(request.POST or None, request.FILES or None),
        lambda typed: import_items(
            request.actor, doc_id=doc.pk, data=typed["file"].read(), reason=typed["reason"], at=request.at
        ),
        done=_there,
        told=_("已全部导入。"),
        template="duties/import.html",
        back=_there(doc),
        heading=_("导入事项") + f" · {doc}",
        button=_("导入"),
        kind=doc.kind,
    )


@staff_only
@require_safe
def export_file(request: AskedRequest, doc_id: int) -> HttpResponse:
    return _file(exported(request.actor, doc_id), f"list-{doc_id}.xlsx")


@staff_only
@require_safe
def form_file(request: AskedRequest, kind: str) -> HttpResponse:
    if kind not in dict(list_kinds()):
        raise NotFound(kind=kind)
    return _file(form_for(kind), f"{kind}.xlsx")


def _file(data: bytes, name: str) -> HttpResponse:
    response = HttpResponse(data, content_type=XLSX)
    response["Content-Disposition"] = f'attachment; filename="{name}"'
    return response
