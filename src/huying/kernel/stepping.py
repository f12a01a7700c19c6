"""What every administration page with a form does: sign in first, refuse beside the field, say what was done."""

from collections.abc import Callable
from functools import wraps
from typing import Any

from django import forms
from django.contrib import messages
from django.contrib.auth.views import redirect_to_login
from django.http import HttpResponse
from django.shortcuts import redirect, render

from huying.kernel.edge import AskedRequest, tell
from huying.kernel.errors import DomainError, Invalid, NotFound
from huying.kernel.reasons import changes_of

View = Callable[..., HttpResponse]
Act = Callable[[dict[str, Any]], Any]


def staff_only(view: View) -> View:
    """Who is not signed in is led to the sign-in page and back; for residents the page does not exist."""

    @wraps(view)
    def inner(request: AskedRequest, **parts: Any) -> HttpResponse:
        if request.actor.account_id is None:
            return redirect_to_login(request.get_full_path())
        if not request.actor.is_staff:
            raise NotFound
        return view(request, **parts)

    return inner


def _by_form_names(form: forms.BaseForm, refused: DomainError) -> DomainError:
    """Actions speak of `area_id`, forms of `area`: a refusal about the one stands beside the other."""
    if isinstance(refused, Invalid):
        short = {name: name.removesuffix("_id") for name in refused.fields}
        refused.fields = {
            name if name in form.fields or short[name] not in form.fields else short[name]: text
            for name, text in refused.fields.items()
        }
    return refused


def step_page(
    request: AskedRequest,
    form: forms.BaseForm,
    act: Act,
    *,
    done: str | Callable[[Any], str],
    told: Any,
    template: str = "pieces/step_page.html",
    about: tuple[str, int] | None = None,
    **context: Any,
) -> HttpResponse:
    """Shows the form; posted and right, acts on it and goes to `done` (an address, or made of the result).

    `about` names the thing of which earlier changes and their reasons are shown below.
    """
    context["changes"] = changes_of(*about) if about else []
    if request.method == "POST" and form.is_valid():
        try:
            result = act(form.cleaned_data)
        except NotFound:
            raise
        except DomainError as refused:
            tell(form, _by_form_names(form, refused))
            context["refused"] = refused
        else:
            messages.success(request, told)
            return redirect(done(result) if callable(done) else done)
    return render(request, template, {"form": form, **context}, status=422 if form.errors else 200)
