"""Addresses whose names allauth looks for, so they stand without a namespace."""

from allauth.account.views import reauthenticate
from allauth.socialaccount import views as outside
from django.urls import include, path

from huying.people.pages import sign_in

urlpatterns = [
    path("account/sign-in/", sign_in.sign_in, name="account_login"),
    path("account/sign-up/", sign_in.sign_in, name="account_signup"),
    path("account/logout/", sign_in.sign_out, name="account_logout"),
    path("account/inactive/", sign_in.inactive, name="account_inactive"),
    path("account/confirm-password/", reauthenticate, name="account_reauthenticate"),
    path("account/second-factor/", include("allauth.mfa.urls")),
    path("account/outside/cancelled/", outside.login_cancelled, name="socialaccount_login_cancelled"),
    path("account/outside/error/", outside.login_error, name="socialaccount_login_error"),
    path("account/outside/", include("allauth.socialaccount.providers.openid_connect.urls")),
    path("account/outside/", include("allauth.socialaccount.providers.weixin.urls")),
    path("account/outside/", include("allauth.socialaccount.providers.dingtalk.urls")),
    path("account/outside/", include("allauth.socialaccount.providers.feishu.urls")),
]
