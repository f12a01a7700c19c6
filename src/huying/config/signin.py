"""Signing in: the settings of allauth, of lockout and of second factors. Imported by base.py; `people` writes them.

Upper-case names become settings. The three SIGNIN_ names are woven into the lists of base.py; SIGNIN_FORM_TARGETS are
the addresses that a sign-in form may lead to (outside identity providers), for the content security policy.
"""

SIGNIN_APPS: list[str] = []
SIGNIN_MIDDLEWARE: list[str] = []
SIGNIN_FORM_TARGETS: tuple[str, ...] = ()

LOGIN_URL = "/account/login/"
LOGIN_REDIRECT_URL = "/"
