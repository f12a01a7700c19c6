"""Photos of a case: sent along without scripts, seen by who handles it, covered, and only then seen by others."""

from pathlib import Path
from typing import Any

import pytest
from django.core.files.storage import storages
from django.test import Client

from huying.cases.queries import resident_view
from huying.cases.states import S
from huying.documents import actions as papers
from huying.documents.errors import StorageFull
from huying.documents.models import Document
from huying.documents.public import Box, mask
from huying.kernel.actor import Actor
from tests.cases.makers import Settled, a_case, on, settle
from tests.documents.conftest import a_photo

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def folder(tmp_path: Path, settings: Any) -> Path:
    backend = "django.core.files.storage.FileSystemStorage"
    settings.STORAGES = {**settings.STORAGES, "documents": {"BACKEND": backend, "OPTIONS": {"location": tmp_path}}}
    storages._storages.clear()
    return tmp_path


@pytest.fixture
def town() -> Settled:
    return settle()


def hand_in(client: Client, number: str, **more: Any) -> Any:
    said = {"kind": "solved", "text": "已更换三单元的灯。", "done": "换灯三盏", "talk": "电话告知已经换好"}
    return client.post(f"/desk/cases/{number}/hand_in/", said | more)


def test_photos_of_a_result_are_seen_by_the_resident_only_after_they_were_covered(
    town: Settled, client_as: Any
) -> None:
    case = a_case(town, in_state=S.IN_HANDLING)
    unit = next(name for name, body in town.bodies.items() if body.pk == case.lead_body_id)
    handler = town.actor(f"{unit}负责人")
    assert hand_in(client_as(handler), case.number, photos=[a_photo(), a_photo()]).status_code == 302
    shown = client_as(handler).get(f"/desk/cases/{case.number}/").content.decode()
    photos = list(Document.objects.filter(thing="case.result"))
    assert all(f"/documents/{photo.pk}/mask/" in shown for photo in photos)
    desk, grid = client_as(town.actor("派单员")), client_as(town.actor("网格员"))
    assert desk.post(f"/desk/cases/{case.number}/order_site_check/", {}).status_code == 302
    looked = grid.post(f"/desk/cases/{case.number}/pass_site_check/", {"text": "都亮了", "photos": [a_photo()]})
    assert looked.status_code == 302
    assert Document.objects.get(thing="case.check").purpose == "case.check"
    assert desk.post(f"/desk/cases/{case.number}/approve_result/", {}).status_code == 302
    reporter = Actor("guest", keys=(f"case:{case.pk}",))
    assert resident_view(reporter, case_id=case.pk, at=on(20)).result_documents == ()
    mask(handler, document_id=photos[0].pk, boxes=[Box(0, 0, 0.5, 0.5)], at=on(19))
    (seen,) = resident_view(reporter, case_id=case.pk, at=on(20)).result_documents
    assert (seen.id, seen.state) == (photos[0].pk, "masked")


def test_what_a_resident_adds_comes_with_its_photos(town: Settled, client_as: Any) -> None:
    case = a_case(town, in_state=S.IN_HANDLING)
    client = client_as(town.resident)
    said = {"text": "又坏了一盏，照片在这里。", "photos": [a_photo()]}
    assert client.post(f"/c/{case.number}/add/", said).status_code == 302
    assert Document.objects.get(thing="case").purpose == "case.more"


def test_a_full_disk_loses_the_photo_and_never_the_words(
    town: Settled, client_as: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    case = a_case(town, in_state=S.IN_HANDLING)

    def full(*args: Any, **kwargs: Any) -> None:
        raise StorageFull

    monkeypatch.setattr(papers.storage, "keep", full)
    client = client_as(town.resident)
    answer = client.post(
        f"/c/{case.number}/add/", {"text": "又坏了一盏，照片在这里。", "photos": [a_photo()]}, follow=True
    )
    page = answer.content.decode()
    assert "照片没有保存" in page
    assert "又坏了一盏" in page
    assert not Document.objects.exists()
