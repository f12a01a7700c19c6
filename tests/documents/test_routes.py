"""The same actions as JSON."""

from datetime import datetime
from typing import Any

import pytest

from huying.documents import public
from huying.documents.models import Document
from huying.kernel.actor import GUEST, Actor, Post
from tests.documents.conftest import HANDLER, RESIDENT, a_photo

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("guarded_case")]
API = "/api/v1/documents"
BOXES = {"boxes": [{"left": 0, "top": 0, "width": 0.5, "height": 0.5}]}


def test_an_upload_is_attached_by_its_handle(client_as: Any, at: datetime) -> None:
    said = client_as(RESIDENT).post(f"{API}/", {"file": a_photo(), "purpose": "case.report"})
    assert said.status_code == 201
    (document,) = public.attach(RESIDENT, handles=[said.json()["handle"]], thing="case", thing_id=17, at=at)
    assert document.pk == said.json()["id"]


def test_a_handler_masks_and_a_stranger_finds_nothing(client_as: Any, at: datetime, photo_of: Any) -> None:
    document: Document = photo_of(RESIDENT, at)
    public.attach(RESIDENT, document_ids=[document.pk], thing="case", thing_id=17, at=at)
    address = f"{API}/{document.pk}"
    masked = client_as(HANDLER).post(f"{address}/mask", BOXES, content_type="application/json")
    assert (masked.status_code, masked.json()["state"]) == (200, "masked")
    assert client_as(RESIDENT).get(address).status_code == 200
    assert client_as(RESIDENT).post(f"{address}/mask", BOXES, content_type="application/json").status_code == 403
    other = client_as(type(RESIDENT)("person", account_id=77))
    assert other.get(address).status_code == 404
    assert other.delete(address).status_code == 404


def test_boxes_outside_of_the_picture_are_refused_at_the_field(client_as: Any, at: datetime, photo_of: Any) -> None:
    document: Document = photo_of(HANDLER, at)
    wrong = {"boxes": [{"left": 0, "top": -1, "width": 0.5, "height": 0.5}]}
    answer = client_as(HANDLER).post(f"{API}/{document.pk}/mask", wrong, content_type="application/json")
    assert answer.status_code == 422
    assert any(name.endswith("boxes.0.top") for name in answer.json()["fields"])


def test_an_upload_of_a_wrong_kind_is_a_problem_with_a_code(client_as: Any, client: Any, tmp_path: Any) -> None:
    (tmp_path / "a.exe").write_bytes(b"MZ" + b"\0" * 100)
    with (tmp_path / "a.exe").open("rb") as file:
        answer = client_as(RESIDENT).post(f"{API}/", {"file": file, "purpose": "case.report"})
    assert (answer.status_code, answer.json()["code"]) == (422, "wrong_kind")
    assert client.get(f"{API}/limits").status_code == 401
    assert {one["purpose"] for one in client_as(RESIDENT).get(f"{API}/limits").json()} >= {"case.report", "case.result"}


def test_a_sender_removes_an_upload_that_belongs_to_nothing(client_as: Any, at: datetime, photo_of: Any) -> None:
    document: Document = photo_of(RESIDENT, at)
    assert client_as(RESIDENT).delete(f"{API}/{document.pk}").status_code == 204
    document.refresh_from_db()
    assert document.state == "removed"


def test_limits_are_changed_by_the_system_administrator_with_a_reason(client_as: Any) -> None:
    keeper = Actor("person", account_id=9, posts=(Post("system_admin", "/1/"),))
    wanted = {"kinds": ["jpg"], "max_bytes": 4096, "max_count": 2, "reason": "节省空间"}
    there = f"{API}/limits/case.report"
    told = client_as(keeper).put(there, wanted, content_type="application/json").json()
    assert next(one for one in told if one["purpose"] == "case.report")["max_count"] == 2
    assert client_as(RESIDENT).put(there, wanted, content_type="application/json").status_code == 403
    assert client_as(keeper).put(there, wanted | {"reason": ""}, content_type="application/json").status_code == 422


def test_whoever_holds_the_handle_takes_an_upload_back(client_as: Any) -> None:
    handle = client_as(RESIDENT).post(f"{API}/", {"file": a_photo(), "purpose": "case.report"}).json()["handle"]
    taken = client_as(GUEST).post(f"{API}/take-back", {"handles": [handle]}, content_type="application/json")
    assert taken.json() == {"removed": 1}
    again = client_as(GUEST).post(f"{API}/take-back", {"handles": [handle]}, content_type="application/json")
    assert again.json() == {"removed": 0}
