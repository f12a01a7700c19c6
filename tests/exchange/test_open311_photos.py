"""Photos over Open311: only masked ones that somebody showed to everybody, and only while the matter is public."""

from pathlib import Path
from typing import Any

import pytest
from django.test import Client

from huying.cases import actions as do
from huying.cases.models import Result
from huying.cases.states import S
from huying.documents.public import Box, attach, hide_again, mask, show_everybody, take_in
from huying.kernel.actor import SYSTEM
from huying.territory.public import set_jurisdiction
from tests.cases.makers import MONDAY, Settled, a_case, on, settle
from tests.documents.conftest import a_photo
from tests.exchange import shapes
from tests.exchange.asking import get, get_xml, plain

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def folder(tmp_path: Path, settings: Any) -> None:
    backend = "django.core.files.storage.FileSystemStorage"
    settings.STORAGES = {**settings.STORAGES, "documents": {"BACKEND": backend, "OPTIONS": {"location": tmp_path}}}


def a_masked_photo(town: Settled, thing: str, thing_id: int, purpose: str = "case.report") -> int:
    one = take_in(SYSTEM, file=a_photo(), name="IMG_张三家.jpg", purpose=purpose, at=MONDAY)
    attach(SYSTEM, document_ids=[one.pk], thing=thing, thing_id=thing_id, at=MONDAY)
    mask(town.actor("派单员"), document_id=one.pk, boxes=[Box(0, 0, 0.5, 0.5)], at=MONDAY)
    return one.pk


def told_of(number: str) -> Any:
    return get(f"requests/{number}.json", shapes.EXTENDED, extensions="true").said[0]


def test_a_photo_is_given_out_when_it_was_shown_and_not_a_moment_longer(town: Settled) -> None:
    case = a_case(town, in_state=S.CLOSED, at=MONDAY)
    report = a_masked_photo(town, "case", case.pk)
    result = a_masked_photo(town, "case.result", Result.objects.get(case=case).pk, "case.result")
    assert told_of(case.number)["media_url"] is None  # masked is not yet shown

    for one in (result, report):
        show_everybody(town.actor("派单员"), document_id=one, looked=True, at=on(17))
    said = told_of(case.number)
    assert said["extended_attributes"]["photos"][0] == said["media_url"]
    assert len(said["extended_attributes"]["photos"]) == 2
    address = said["media_url"].removeprefix(said["media_url"].split("/photos/")[0])
    assert Client().get(address).status_code == 200
    assert plain(get_xml(f"requests/{case.number}.xml")[1])[0]["media_url"] == said["media_url"]

    hide_again(town.actor("派单员"), document_id=report, at=on(17))
    assert len(told_of(case.number)["extended_attributes"]["photos"]) == 1
    left = told_of(case.number)["media_url"]
    do.change_confidentiality(town.actor("信息官"), case_id=case.pk, level="P1", at=on(18))
    assert get(f"requests/{case.number}.json").status == 404
    for gone in (address, left[left.index("/photos/") :]):
        assert Client().get(gone).status_code == 404


@pytest.fixture
def town() -> Settled:
    found = settle()
    set_jurisdiction(SYSTEM, area_id=found.county.pk, at=MONDAY)
    return found
