"""Signing in: the settings of allauth, of lockout and of second factors. Imported by base.py; `people` writes them.

Upper-case names become settings. The three SIGNIN_ names are woven into the lists of base.py; SIGNIN_FORM_TARGETS are
the addresses that a sign-in form may lead to (outside identity providers), for the content security policy.
"""

import json
from datetime import timedelta
from typing import Any
from urllib.parse import urlsplit

from huying.config.env import read

_ENV = read()

SIGNIN_APPS = [
    "allauth",
    "allauth.account",
    "allauth.mfa",
    "allauth.socialaccount",
    "allauth.socialaccount.providers.openid_connect",
    "allauth.socialaccount.providers.weixin",
    "allauth.socialaccount.providers.dingtalk",
    "allauth.socialaccount.providers.feishu",
    "axes",
]
SIGNIN_MIDDLEWARE = [
    "huying.people.middleware.SignInMiddleware",
    "allauth.account.middleware.AccountMiddleware",
    "axes.middleware.AxesMiddleware",
]

LOGIN_URL = "/account/sign-in/"
LOGIN_REDIRECT_URL = "/"

# Who may come in by password: staff. A second factor is asked of staff in production.
AUTHENTICATION_BACKENDS = ["axes.backends.AxesStandaloneBackend", "huying.people.sessions.AccountBackend"]
AUTH_PASSWORD_VALIDATORS = [
    {"NAME": "django.contrib.auth.password_validation.MinimumLengthValidator", "OPTIONS": {"min_length": 10}},
    {
        "NAME": "django.contrib.auth.password_validation.UserAttributeSimilarityValidator",
        "OPTIONS": {"user_attributes": ("login_name", "public_name")},
    },
    {"NAME": "django.contrib.auth.password_validation.CommonPasswordValidator"},
    {"NAME": "huying.people.passwords.ThreeKindsOfCharacters"},
]
HUYING_STAFF_SECOND_FACTOR = _ENV.production
HUYING_PASSWORD_LIFE = timedelta(days=180)
HUYING_IDLE_STAFF = timedelta(minutes=15)
HUYING_IDLE_RESIDENT = timedelta(minutes=60)
HUYING_WORK_CALENDAR = "huying.calendars.public.calendar"
HUYING_ELDER_COOKIE = "huying_elder"
SESSION_COOKIE_AGE = 12 * 3600

# Five wrong passwords lock a login name for a quarter of an hour
SILENCED_SYSTEM_CHECKS = ["axes.W006"]  # the name alone is locked: behind one street office sit many people
AXES_FAILURE_LIMIT = 5
AXES_COOLOFF_TIME = timedelta(minutes=15)
AXES_LOCKOUT_PARAMETERS = ["username"]
AXES_RESET_ON_SUCCESS = True
AXES_RESET_COOL_OFF_ON_FAILURE_DURING_LOCKOUT = False
AXES_ENABLE_ADMIN = False
AXES_DISABLE_ACCESS_LOG = True
AXES_LOCKOUT_CALLABLE = "huying.people.pages.sign_in.locked_out"
AXES_VERBOSE = False
AXES_USERNAME_FORM_FIELD = "username"
AXES_SENSITIVE_PARAMETERS = ["username", "password", "code", "phone"]

# allauth: no e-mail anywhere, no tokens kept, nothing kept of an outside identity but its opaque id
ACCOUNT_ADAPTER = "huying.people.adapters.AccountAdapter"
ACCOUNT_USER_MODEL_USERNAME_FIELD = "login_name"
ACCOUNT_USER_MODEL_EMAIL_FIELD = None
ACCOUNT_LOGIN_METHODS = {"username"}
ACCOUNT_SIGNUP_FIELDS = ["username*"]
ACCOUNT_EMAIL_VERIFICATION = "none"
ACCOUNT_EMAIL_NOTIFICATIONS = False
ACCOUNT_LOGOUT_ON_GET = False
ACCOUNT_USER_DISPLAY = "huying.people.adapters.display_name"
SOCIALACCOUNT_ADAPTER = "huying.people.adapters.OutsideAdapter"
SOCIALACCOUNT_AUTO_SIGNUP = True
SOCIALACCOUNT_EMAIL_VERIFICATION = "none"
SOCIALACCOUNT_EMAIL_REQUIRED = False
SOCIALACCOUNT_EMAIL_AUTHENTICATION = False
SOCIALACCOUNT_QUERY_EMAIL = False
SOCIALACCOUNT_LOGIN_ON_GET = False
SOCIALACCOUNT_STORE_TOKENS = False
MFA_ADAPTER = "huying.people.adapters.SecondFactorAdapter"
MFA_FORMS = {
    "authenticate": "huying.people.forms.SecondFactorForm",
    "reauthenticate": "huying.people.forms.SecondFactorAgainForm",
    "authenticate_webauthn": "huying.people.forms.SecurityKeyForm",
    "reauthenticate_webauthn": "huying.people.forms.SecurityKeyAgainForm",
    "add_webauthn": "huying.people.forms.NewSecurityKeyForm",
    "edit_webauthn": "huying.people.forms.NamedSecurityKeyForm",
}
MFA_SUPPORTED_TYPES = ["totp", "recovery_codes", "webauthn"]
MFA_TOTP_ISSUER = "呼应"
MFA_TOTP_TOLERANCE = 1

# Outside identities: off unless named in HUYING_IDENTITY_PROVIDERS, a JSON list such as
# [{"kind": "openid_connect", "id": "gov", "name": "政务统一身份", "server": "https://…", "client": "…", "secret": "…"}]
AUTHORIZE_AT = {
    "weixin": "https://open.weixin.qq.com",
    "dingtalk": "https://login.dingtalk.com",
    "feishu": "https://open.feishu.cn",
}


def identity_providers(text: str) -> tuple[dict[str, Any], tuple[str, ...]]:
    """What allauth wants to know, and the origins a sign-in form may lead to."""
    chosen: dict[str, Any] = {}
    origins = []
    for one in json.loads(text or "[]"):
        app = {"client_id": one["client"], "secret": one["secret"], "name": one.get("name", one["kind"])}
        if one["kind"] == "openid_connect":
            app |= {"provider_id": one["id"], "settings": {"server_url": one["server"]}}
            server = urlsplit(one["server"])
            origins.append(f"{server.scheme}://{server.netloc}")
        else:
            origins.append(AUTHORIZE_AT[one["kind"]])
        chosen.setdefault(one["kind"], {"APPS": [], "OAUTH_PKCE_ENABLED": one["kind"] == "openid_connect"})
        chosen[one["kind"]]["APPS"].append(app)
    return chosen, tuple(dict.fromkeys(origins))


SOCIALACCOUNT_PROVIDERS, SIGNIN_FORM_TARGETS = identity_providers(_ENV.identity_providers)
SOCIALACCOUNT_OPEN_TO = ("openid_connect", "weixin")  # who may become a resident's account; others only join one
