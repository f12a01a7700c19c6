"""Posts and who sits in them."""

from typing import Any

from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import pgettext
from django.views.decorators.http import require_http_methods, require_safe

from huying.kernel.edge import AskedRequest, asked
from huying.kernel.stepping import staff_only, step_page
from huying.organisations.actions.appointments import Term, appoint, close_post, end_appointment, open_post
from huying.organisations.forms import AppointForm, EndForm, PostForm, ReasonForm
from huying.organisations.queries.bodies import body_for
from huying.organisations.queries.lists import post_list
from huying.organisations.queries.posts import appointment_for, appointments_of, one_person_both_posts, post_for
from huying.organisations.rules import post_rules
from huying.organisations.states import post_kinds

Typed = dict[str, Any]


@staff_only
@require_safe
def post_list_page(request: AskedRequest) -> HttpResponse:
    chosen = {name: asked(request, name) for name in ("kind", "words")}
    page = post_list(request.actor, **chosen, after=asked(request, "after"))
    both = one_person_both_posts(area_path="/", on=request.at.date())
    context = {"page": page, "chosen": chosen, "kinds": post_kinds(), "both": len(both)}
    return render(request, "organisations/posts.html", context)


@staff_only
@require_safe
def post_page(request: AskedRequest, post_id: int) -> HttpResponse:
    post = post_for(request.actor, post_id)
    context = {
        "post": post,
        "appointments": appointments_of(request.actor, post)[:200],
        "today": request.at.date(),
        "may_manage": post_rules.allows(request.actor, to="manage", row=post),
    }
    return render(request, "organisations/post.html", context)


@staff_only
@require_http_methods(["GET", "POST"])
def open_page(request: AskedRequest, body_id: int) -> HttpResponse:
    body = body_for(request.actor, body_id, to="manage")
    here = reverse("organisations:body", kwargs={"body_id": body.pk})
    return step_page(
        request,
        PostForm(request.POST or None),
        lambda typed: open_post(request.actor, body_id=body.pk, at=request.at, **typed),
        done=here,
        told=_("职务已设立。"),
        back=here,
        back_label=body.name,
        heading=_("设立职务") + f" · {body.name}",
        button=_("设立"),
    )


@staff_only
@require_http_methods(["GET", "POST"])
def appoint_page(request: AskedRequest, post_id: int) -> HttpResponse:
    post = post_for(request.actor, post_id, to="manage")
    here = reverse("organisations:post", kwargs={"post_id": post.pk})

    def act(typed: Typed) -> Any:
        term = Term(typed["since"], typed["until"], typed["part_time"], typed["remit"])
        return appoint(
            request.actor,
            post_id=post.pk,
            account_id=typed["account"],
            term=term,
            reason=typed["reason"],
            at=request.at,
        )

    part_time = post.kind == "part_time_member"
    return step_page(
        request,
        AppointForm(request.POST or None, initial={"since": request.at.date(), "part_time": part_time}),
        act,
        done=here,
        told=_("已任命。"),
        back=here,
        back_label=post.title,
        heading=_("任命") + f" · {post.body.name} {post.title}",
        button=_("任命"),
    )


@staff_only
@require_http_methods(["GET", "POST"])
def end_page(request: AskedRequest, appointment_id: int) -> HttpResponse:
    row = appointment_for(request.actor, appointment_id, to="manage")
    here = reverse("organisations:post", kwargs={"post_id": row.post_id})
    return step_page(
        request,
        EndForm(request.POST or None, initial={"on": request.at.date()}),
        lambda typed: end_appointment(request.actor, appointment_id=row.pk, at=request.at, **typed),
        done=here,
        told=_("任职已终止。"),
        back=here,
        heading=_("终止任职") + f" · {row.post.title} {row.account.public_name}",
        button=_("终止"),
        button_look="danger",
    )


@staff_only
@require_http_methods(["GET", "POST"])
def close_page(request: AskedRequest, post_id: int) -> HttpResponse:
    post = post_for(request.actor, post_id, to="manage")
    here = reverse("organisations:body", kwargs={"body_id": post.body_id})
    return step_page(
        request,
        ReasonForm(request.POST or None),
        lambda typed: close_post(request.actor, post_id=post.pk, reason=typed["reason"], at=request.at),
        done=here,
        told=_("职务已撤销。"),
        back=reverse("organisations:post", kwargs={"post_id": post.pk}),
        heading=_("撤销职务") + f" · {post.body.name} {post.title}",
        about=("post", post.pk),
        button=pgettext("a unit", "撤销"),
        button_look="danger",
    )
