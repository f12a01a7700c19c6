"""One item of a draft."""

from typing import Any

from django.http import HttpResponse
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from huying.duties.actions.lists import remove_item, save_item
from huying.duties.columns import COLUMNS
from huying.duties.forms import ItemForm
from huying.duties.models import ListDoc, ListItem
from huying.duties.queries.exports import as_typed
from huying.duties.queries.lists import list_for
from huying.kernel.edge import AskedRequest
from huying.kernel.errors import NotFound
from huying.kernel.forms import WhyForm
from huying.kernel.stepping import staff_only, step_page
from huying.organisations.public import function_list


@staff_only
@require_http_methods(["GET", "POST"])
def item_new(request: AskedRequest, doc_id: int) -> HttpResponse:
    doc = list_for(request.actor, doc_id, to="manage")
    return _step(request, doc, ItemForm(request.POST or None, columns=_columns(doc)), None, heading=_("新增事项"))


@staff_only
@require_http_methods(["GET", "POST"])
def item_page(request: AskedRequest, doc_id: int, item_id: int) -> HttpResponse:
    doc = list_for(request.actor, doc_id, to="manage")
    row = _row(doc, item_id)
    form = ItemForm(request.POST or None, columns=_columns(doc), initial=_initial(row))
    return _step(request, doc, form, row.pk, heading=f"{row.code} {row.title}")


@staff_only
@require_http_methods(["GET", "POST"])
def item_remove(request: AskedRequest, doc_id: int, item_id: int) -> HttpResponse:
    doc = list_for(request.actor, doc_id, to="manage")
    row = _row(doc, item_id)
    there = reverse("duties:list", kwargs={"doc_id": doc.pk})
    return step_page(
        request,
        WhyForm(request.POST or None),
        lambda typed: remove_item(request.actor, doc_id=doc.pk, item_id=item_id, at=request.at, **typed),
        done=there,
        told=_("已从草稿中删去。"),
        back=there,
        back_label=str(doc),
        heading=_("从草稿中删去") + f" · {row.code} {row.title}",
        button=_("删去"),
        button_look="danger",
        about=("list", doc.pk),
    )


def _row(doc: ListDoc, item_id: int) -> ListItem:
    row = doc.items.select_related("category").filter(pk=item_id).first()
    if row is None:
        raise NotFound(item=item_id)
    return row


def _step(request: AskedRequest, doc: ListDoc, form: ItemForm, item_id: int | None, *, heading: str) -> HttpResponse:
    there = reverse("duties:list", kwargs={"doc_id": doc.pk})
    return step_page(
        request,
        form,
        lambda typed: save_item(
            request.actor, doc_id=doc.pk, item_id=item_id, item=form.item(), reason=typed["reason"], at=request.at
        ),
        about=("list", doc.pk),
        done=there,
        told=_("已保存到草稿。"),
        back=there,
        back_label=str(doc),
        heading=heading,
        button=_("保存"),
    )


def _columns(doc: ListDoc) -> tuple[str, ...]:
    return tuple(column.name for column in COLUMNS[doc.kind])


def _initial(row: ListItem) -> dict[str, Any]:
    names = {function.code: function.name for function in function_list()}
    typed = as_typed(row)
    lines = "\n".join(f"{names.get(h.function, h.function)}：{h.part}" for h in typed.helpers)
    return {name: getattr(typed, name) for name in typed.__dataclass_fields__} | {"helpers": lines}
