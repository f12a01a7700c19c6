"""Ways to come in, as a browser does it."""

from django.http import HttpResponse
from django.test import Client

from huying.people.models import Account
from tests.people.postbox import Sent

PASSWORD = "Qing-Feng-8-Xu-Lai"


def by_password(client: Client, account: Account, password: str = PASSWORD, **more: str) -> HttpResponse:
    return client.post("/account/sign-in/password/", {"username": account.login_name, "password": password, **more})


def by_code(client: Client, postbox: list[Sent], phone: str, **more: str) -> HttpResponse:
    client.post("/account/sign-in/", {"phone": phone, **more})
    code = postbox[-1].code if postbox else "000000"
    return client.post("/account/sign-in/code/", {"phone": phone, "code": code, **more})


def is_in(client: Client, account: Account) -> bool:
    """Whether requests of this client are this account's."""
    response = client.get("/account/")
    return response.status_code == 200 and response.context["mine"].pk == account.pk
