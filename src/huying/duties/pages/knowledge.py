"""Knowledge entries: questions with answers that can be given at once."""

from typing import Any

from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from huying.duties.actions.knowledge import NewKnowledge, save_knowledge
from huying.duties.forms import KnowledgeForm, words_of
from huying.duties.queries.knowledge import knowledge_entry, knowledge_seen
from huying.duties.rules import knowledge_rules
from huying.kernel.edge import AskedRequest, asked
from huying.kernel.paging import page_by_key
from huying.kernel.stepping import staff_only, step_page

SAME = ("question", "answer", "source", "valid_from", "valid_to")


@staff_only
@require_safe
def knowledge_list(request: AskedRequest) -> HttpResponse:
    words, every = asked(request, "words"), asked(request, "state") == "all"
    rows = knowledge_seen(request.actor, words=words, on=None if every else request.at.date())
    tabs = [
        {"code": "now", "label": _("有效"), "href": "?", "count": None},
        {"code": "all", "label": _("全部"), "href": "?state=all", "count": None},
    ]
    context = {
        "page": page_by_key(rows, order=("-valid_from", "-id"), after=asked(request, "after")),
        "words": words,
        "tabs": tabs,
        "current": "all" if every else "now",
        "today": request.at.date(),
        "may_manage": knowledge_rules.opens(request.actor, to="manage"),
    }
    return render(request, "duties/knowledge.html", context)


@staff_only
@require_http_methods(["GET", "POST"])
def knowledge_new(request: AskedRequest) -> HttpResponse:
    knowledge_rules.enter(request.actor, to="manage")
    form = KnowledgeForm(request.POST or None, initial={"valid_from": request.at.date()})
    return _step(request, form, None, heading=_("新增答复"))


@staff_only
@require_http_methods(["GET", "POST"])
def knowledge_page(request: AskedRequest, knowledge_id: int) -> HttpResponse:
    row = knowledge_entry(request.actor, knowledge_id, to="manage")
    initial = {name: getattr(row, name) for name in SAME}
    initial |= {"category": row.category.code if row.category else "", "keywords": " ".join(row.keywords)}
    return _step(request, KnowledgeForm(request.POST or None, initial=initial), row.pk, heading=row.question)


def _step(request: AskedRequest, form: KnowledgeForm, knowledge_id: int | None, *, heading: str) -> HttpResponse:
    def act(typed: dict[str, Any]) -> Any:
        reason = typed.pop("reason")
        entry = NewKnowledge(**typed | {"keywords": words_of(typed["keywords"])})
        return save_knowledge(request.actor, entry=entry, knowledge_id=knowledge_id, at=request.at, reason=reason)

    return step_page(
        request,
        form,
        act,
        done=reverse("duties:knowledge"),
        told=_("已保存。"),
        back=reverse("duties:knowledge"),
        heading=heading,
        lead=_("写给居民看得懂的话。过了有效期就不再提供给受理员。"),
        button=_("保存"),
        about=("knowledge", knowledge_id) if knowledge_id else None,
    )
