"""The category tree and one entry of it."""

from typing import Any

from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from huying.duties.actions.categories import CategoryFace, save_category
from huying.duties.forms import CategoryForm, words_of
from huying.duties.models import Category
from huying.duties.queries.categories import category_rows, category_tree
from huying.duties.rules import category_rules
from huying.duties.states import classes
from huying.kernel.edge import AskedRequest, asked
from huying.kernel.stepping import staff_only, step_page
from huying.organisations.public import function_list

SAME = (
    "code", "name", "name_en", "default_class", "default_leads", "default_confidential", "on_site", "citymgmt_map",
    "active_from", "active_to",
)  # fmt: skip


@staff_only
@require_safe
def category_list(request: AskedRequest) -> HttpResponse:
    words, top = asked(request, "words"), asked(request, "top")
    tree = category_tree()
    tops = [entry for entry in tree if entry.level == 1]
    shown = category_rows(tree, words=words, top=top or ("" if words else tops[0].code if tops else ""))
    names = {function.code: function.label for function in function_list()}
    context = {
        "rows": [(entry, [names.get(code, code) for code in entry.leads]) for entry in shown],
        "tops": [{"code": e.code, "label": e.label, "href": f"?top={e.code}", "count": None} for e in tops],
        "top": top or (tops[0].code if tops and not words else ""),
        "words": words,
        "classes": dict(classes()),
        "may_manage": category_rules.opens(request.actor, to="manage"),
    }
    return render(request, "duties/categories.html", context)


@staff_only
@require_http_methods(["GET", "POST"])
def category_new(request: AskedRequest) -> HttpResponse:
    category_rules.enter(request.actor, to="manage")
    given = {"code": asked(request, "above"), "active_from": request.at.date()}
    return _step(request, CategoryForm(request.POST or None, initial=given), heading=_("新增分类"))


@staff_only
@require_http_methods(["GET", "POST"])
def category_page(request: AskedRequest, code: str) -> HttpResponse:
    row = category_rules.door(request.actor, Category.objects.all(), to="manage", code=code)
    initial = {name: getattr(row, name) for name in SAME} | {"keywords": " ".join(row.keywords)}
    form = CategoryForm(request.POST or None, initial=initial)
    form.fields["code"].disabled = True
    return _step(request, form, heading=f"{row.code} {row.name}", about=("category", row.pk))


def _step(
    request: AskedRequest, form: CategoryForm, *, heading: str, about: tuple[str, int] | None = None
) -> HttpResponse:
    def act(typed: dict[str, Any]) -> Any:
        reason = typed.pop("reason")
        words = {"keywords": words_of(typed["keywords"]), "default_leads": tuple(typed["default_leads"])}
        face = CategoryFace(**typed | words)
        return save_category(request.actor, face=face, at=request.at, new=about is None, reason=reason)

    back = reverse("duties:categories")
    return step_page(
        request,
        form,
        act,
        done=lambda row: f"{back}?top={row.code[:2]}",
        told=_("已保存。"),
        back=back,
        heading=heading,
        about=about,
        lead=_("类别、承办职能、保密和核查留空，则随上一级。停用的分类不再供选，旧件照旧。"),
        button=_("保存"),
    )
