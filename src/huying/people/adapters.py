"""Where allauth meets our accounts: no e-mail, sealed secrets, and nothing kept of an outside identity but its id."""

import base64
from typing import Any

from allauth.account.adapter import DefaultAccountAdapter
from allauth.account.internal.flows.login import get_authentication_records
from allauth.core.exceptions import ImmediateHttpResponse
from allauth.mfa.adapter import DefaultMFAAdapter
from allauth.mfa.models import Authenticator
from allauth.socialaccount.adapter import DefaultSocialAccountAdapter
from allauth.socialaccount.models import SocialApp, SocialLogin
from django.conf import settings
from django.contrib.auth.base_user import AbstractBaseUser
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.utils.translation import gettext as _

from huying.kernel import cipher
from huying.kernel.actor import GUEST
from huying.kernel.clock import now
from huying.people.actions.accounts import open_outside_account
from huying.people.actions.sign_in import note_sign_in
from huying.people.models import Account
from huying.people.states import SignInMethod, SignInOutcome

SEALED = "people.second_factor"
FRESH = 300  # seconds
YEAR = 365 * 24 * 3600
METHODS = {"password": SignInMethod.PASSWORD, "socialaccount": SignInMethod.OUTSIDE, "phone_code": SignInMethod.CODE}


def display_name(user: Account) -> str:
    return user.public_name or str(user)


def remember_look(response: HttpResponse, account: Account) -> HttpResponse:
    """Language and 长辈版 are cookies, so that they also hold on pages without an account."""
    for name, value in (
        (settings.LANGUAGE_COOKIE_NAME, account.language),
        (settings.HUYING_ELDER_COOKIE, "on" if account.elder else "off"),
    ):
        response.set_cookie(
            name, value, max_age=YEAR, samesite="Lax", httponly=True, secure=settings.SESSION_COOKIE_SECURE
        )
    return response


class AccountAdapter(DefaultAccountAdapter):
    """Every way in ends in `login`: one place looks whether the account is open, and writes the log."""

    def is_open_for_signup(self, request: HttpRequest) -> bool:
        return True

    def login(self, request: HttpRequest, user: AbstractBaseUser) -> None:
        account = Account.objects.get(pk=user.pk)
        records = get_authentication_records(request, user)
        first = records[0] if records else {}
        method = METHODS.get(str(first.get("method")), SignInMethod.CODE)
        provider = str(first.get("provider", ""))
        active = account.is_active
        outcome = SignInOutcome.ENTERED if active else SignInOutcome.INACTIVE
        note_sign_in(method=method, outcome=outcome, account_id=account.pk, provider=provider, at=now())
        if not active:
            raise ImmediateHttpResponse(self.respond_user_inactive(request, user))
        super().login(request, user)

    def respond_user_inactive(self, request: HttpRequest, user: AbstractBaseUser) -> HttpResponse:
        return HttpResponseRedirect(reverse("account_inactive"))

    def is_reauthentication_required(self, *, app: str, **kwargs: Any) -> bool:
        """Whoever proved who they are within the last five minutes is not asked again at once."""
        records = get_authentication_records(self.request, self.request.user)
        latest = max((record["at"] for record in records), default=0.0)
        return now().timestamp() - latest > FRESH

    def get_login_redirect_url(self, request: HttpRequest) -> str:
        return "/desk/" if isinstance(request.user, Account) and request.user.staff else "/my/"

    def post_login(self, request: HttpRequest, user: AbstractBaseUser, **kwargs: Any) -> HttpResponse:
        """On a device where nothing was chosen yet the pages look as this account likes them."""
        response: HttpResponse = super().post_login(request, user, **kwargs)
        chosen = {settings.LANGUAGE_COOKIE_NAME, settings.HUYING_ELDER_COOKIE} & set(request.COOKIES)
        return response if chosen else remember_look(response, Account.objects.get(pk=user.pk))

    def get_signup_redirect_url(self, request: HttpRequest) -> str:
        return self.get_login_redirect_url(request)

    def get_logout_redirect_url(self, request: HttpRequest) -> str:
        return "/"

    def add_message(self, *args: Any, **kwargs: Any) -> None:
        """Our pages say what happened; allauth's own messages would name the account."""

    def send_mail(self, template_prefix: str, email: str, context: dict[str, Any]) -> None:
        """Nobody has an e-mail address here."""


class OutsideAdapter(DefaultSocialAccountAdapter):
    """Outside identities: off unless configured, and only their opaque id is kept."""

    def new_user(self, request: HttpRequest, sociallogin: SocialLogin) -> Account:
        sociallogin.account.extra_data = {}
        sociallogin.email_addresses = []
        sociallogin.phone = None
        return Account()

    def populate_user(self, request: HttpRequest, sociallogin: SocialLogin, data: dict[str, Any]) -> Account:
        """Names and nicknames that come along are not taken over."""
        user: Account = sociallogin.user
        return user

    def save_user(self, request: HttpRequest, sociallogin: SocialLogin, form: Any = None) -> Account:
        account = open_outside_account(GUEST, at=now())
        sociallogin.user = account
        sociallogin.save(request)
        return account

    def is_open_for_signup(self, request: HttpRequest, sociallogin: SocialLogin) -> bool:
        return sociallogin.provider.id in settings.SOCIALACCOUNT_OPEN_TO

    def is_auto_signup_allowed(self, request: HttpRequest, sociallogin: SocialLogin) -> bool:
        return True

    def get_app(self, request: HttpRequest, provider: str, client_id: str | None = None) -> SocialApp:
        """A provider that is not configured does not exist."""
        try:
            return super().get_app(request, provider, client_id)
        except SocialApp.DoesNotExist as off:
            raise Http404 from off

    def get_connect_redirect_url(self, request: HttpRequest, socialaccount: Any) -> str:
        return reverse("people:account")

    def send_notification_mail(self, *args: Any, **kwargs: Any) -> None:
        """Nobody has an e-mail address here."""


class SecondFactorAdapter(DefaultMFAAdapter):
    """The secrets of second factors are sealed like personal data."""

    def encrypt(self, text: str) -> str:
        return base64.b64encode(cipher.seal(text.encode(), SEALED)).decode()

    def decrypt(self, encrypted_text: str) -> str:
        return cipher.unseal(base64.b64decode(encrypted_text), SEALED).decode()

    def send_notification_mail(self, *args: Any, **kwargs: Any) -> None:
        """Nobody has an e-mail address here."""

    def get_public_key_credential_rp_entity(self) -> dict[str, str]:
        """A security key belongs to the address of the place; what it shows is our name."""
        return {**super().get_public_key_credential_rp_entity(), "name": settings.MFA_TOTP_ISSUER}

    def generate_authenticator_name(self, user: AbstractBaseUser, type: Authenticator.Type) -> str:
        """A key without a name of its own."""
        return _("安全密钥")
