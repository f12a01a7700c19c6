"""Masks, and that no personal data reaches a log line."""

import logging

import pytest
from django.conf import settings
from django.test import Client
from django.utils.module_loading import import_string

from huying.kernel.errors import Invalid
from huying.people.masks import masked_form, plain_phone
from tests.people.makers import an_account
from tests.people.postbox import Sent

MASKS = [
    ("name", "张伟", "张*"),
    ("name", "欧阳娜娜", "欧*"),
    ("phone", "13800138000", "138****8000"),
    ("phone", "83371234", "****1234"),
    ("id_number", "320106199001011234", "320***********1234"),
    ("email", "zhang@example.com", "z***@example.com"),
    ("address", "宁海路街道颐和路12号2幢301室", "宁海路街道颐和路12号…"),
    ("address", "幸福小区3栋", "幸福小区3栋…"),
    ("words", "一段话", "***"),
]


@pytest.mark.parametrize(("field", "clear", "masked"), MASKS)
def test_masked_forms(field: str, clear: str, masked: str) -> None:
    assert masked_form(field, clear) == masked


@pytest.mark.parametrize(
    "typed",
    [
        "13800138000",
        "138 0013 8000",
        "+86 138-0013-8000",
        "0086 13800138000",
        "１３８００１３８０００",
        "（138）00138000",
    ],
)
def test_a_number_is_one_number_however_it_is_typed(typed: str) -> None:
    assert plain_phone(typed) == "13800138000"


@pytest.mark.parametrize("typed", ["", "123", "电话", "1380013800013800138", "138001380oo"])
def test_what_is_no_number_is_refused(typed: str) -> None:
    with pytest.raises(Invalid):
        plain_phone(typed)


def logged(text: str, *args: object) -> str:
    """What the console would show of a log record, through the filter and the formatter of the settings."""
    record = logging.LogRecord("huying.people", logging.WARNING, "x.py", 1, text, args, None)
    wanted = settings.LOGGING["filters"]["plain"]["()"]
    assert import_string(wanted)().filter(record)
    return str(import_string(settings.LOGGING["formatters"]["line"]["()"])().format(record))


PLANTED = ["13955550123", "320106199001011234", "32010619900101123X"]


@pytest.mark.parametrize("marker", PLANTED)
@pytest.mark.parametrize("shape", ["call %s now", "电话%s", "/my/?phone=%s", "Key (phone)=(%s) exists", "x%sx"])
def test_numbers_of_people_do_not_reach_the_log(marker: str, shape: str) -> None:
    assert marker not in logged(shape, marker)
    assert marker not in logged(shape % marker)


@pytest.mark.parametrize("marker", ["+86 139 5555 0123", "139-5555-0123"])
def test_nor_do_numbers_written_in_groups(marker: str) -> None:
    assert "0123" not in logged("call %s now", marker)


@pytest.mark.django_db
def test_signing_in_logs_neither_number_nor_code_nor_password(
    client: Client, caplog: pytest.LogCaptureFixture, postbox: list[Sent], capfd: pytest.CaptureFixture[str]
) -> None:
    with caplog.at_level(logging.DEBUG):
        client.post("/account/sign-in/", {"phone": "13955550123"})
        client.post("/account/sign-in/code/", {"phone": "13955550123", "code": "999999x"})
        client.post("/account/sign-in/password/", {"username": an_account().login_name, "password": "Planted-Secret-7"})
    said = caplog.text.replace("django.db.backends", "") + "".join(capfd.readouterr())
    for marker in ("13955550123", postbox[0].code, "Planted-Secret-7"):
        assert marker not in said
