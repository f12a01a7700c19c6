"""Outside identities that are joined to an account."""

from dataclasses import dataclass

from allauth.socialaccount.adapter import get_adapter
from allauth.socialaccount.models import SocialAccount
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from huying.people.actions.accounts import part_outside_identity
from huying.people.models import Account
from huying.people.pages.edge import signed_in


@dataclass(frozen=True, slots=True)
class Way:
    """One configured provider, and whether it is joined to this account."""

    name: str
    start: str
    joined_id: int | None


def ways_of(request: HttpRequest, account: Account | None = None) -> list[Way]:
    """Every configured provider; none when outside identities are off."""
    joined = {}
    if account is not None:
        joined = dict(SocialAccount.objects.filter(user=account).values_list("provider", "pk"))
    return [
        Way(
            name=provider.name,
            start=provider.get_login_url(request, **({"process": "connect"} if account is not None else {})),
            joined_id=joined.get(provider.sub_id),
        )
        for provider in get_adapter().list_providers(request)
    ]


@signed_in
@require_POST
def part(request: HttpRequest, joined_id: int) -> HttpResponse:
    part_outside_identity(request.actor, account_id=request.actor.account_id, joined_id=joined_id, at=request.at)
    messages.success(request, _("已解除绑定。"))
    return redirect("people:account")
