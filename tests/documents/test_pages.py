"""The pages: upload, open by link, mask by numbers and by drawing, limits."""

import json
import re
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from django.core.files.uploadedfile import TemporaryUploadedFile
from django.test import Client

from huying.documents import pages, public, queries
from huying.documents.limits import limit_for
from huying.documents.models import Document
from huying.kernel import clock
from huying.kernel.errors import NotFound
from tests.documents.conftest import ADMINISTRATOR, HANDLER, RESIDENT, a_photo

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("guarded_case")]


def upload(client: Client, **more: Any) -> Any:
    return client.post("/documents/upload/", {"file": a_photo(), "purpose": "case.report", **more})


@pytest.fixture
def on_the_case(photo_of: Any, at: datetime) -> Document:
    document = photo_of(RESIDENT, at)
    public.attach(RESIDENT, document_ids=[document.pk], thing="case", thing_id=17, at=at)
    return document


def test_a_guest_uploads_before_submitting_and_sees_the_photo(client: Client) -> None:
    answer = upload(client)
    assert answer.status_code == 201
    said = answer.json()
    (document,) = public.by_handles([said["handle"]])
    assert document.pk == said["id"]
    shown = client.get(said["thumb"])
    assert shown["Content-Type"] == "image/jpeg"
    assert b"".join(shown.streaming_content).startswith(b"\xff\xd8")


def test_an_upload_repeated_by_the_phone_gives_the_same_answer(client: Client) -> None:
    first, again = (upload(client, claim="k" * 30).json() for _ in range(2))
    assert (first["id"], first["handle"]) == (again["id"], again["handle"])
    assert Document.objects.count() == 1


def test_a_guest_may_take_the_upload_back(client: Client) -> None:
    said = upload(client).json()
    assert client.post("/documents/drop/", {"handle": said["handle"]}).json() == {"dropped": 1}
    assert public.by_handles([said["handle"]]) == []
    assert client.get(said["thumb"]).status_code == 404


def test_uploads_go_to_disk_and_never_into_memory(client: Client, monkeypatch: pytest.MonkeyPatch) -> None:
    kinds: list[type] = []
    real = pages.actions.take_in

    def watched(actor: Any, *, file: Any, **more: Any) -> Document:
        kinds.append(type(file))
        return real(actor, file=file, **more)

    monkeypatch.setattr(pages.actions, "take_in", watched)
    assert upload(client).status_code == 201
    assert kinds == [TemporaryUploadedFile]


def test_a_wrong_upload_says_what_to_do(client: Client) -> None:
    nothing = client.post("/documents/upload/", {"purpose": "case.report"})
    assert (nothing.status_code, nothing.json()["code"]) == (422, "invalid")
    staff_only = upload(client, purpose="case.result")
    assert staff_only.status_code == 403
    assert client.get("/documents/upload/").status_code == 405


def test_uploads_from_one_address_are_limited_and_told(client: Client) -> None:
    for _ in range(40):
        assert upload(client, purpose="case.selfie").status_code == 422
    answer = upload(client)
    assert answer.status_code == 429
    assert answer.json()["way_out"]
    sent = {"file": a_photo(), "purpose": "case.report"}
    assert client.post("/documents/upload/", sent, REMOTE_ADDR="10.0.0.8").status_code == 201


def test_a_link_ends_and_cannot_be_changed(on_the_case: Document, client: Client) -> None:
    now = clock.now()
    good = public.link(on_the_case.pk, variant="original", at=now)
    assert client.get(good).status_code == 200
    old = public.link(on_the_case.pk, variant="original", at=now - timedelta(minutes=16))
    assert client.get(old).status_code == 404
    token = good.strip("/").split("/")[1]
    assert client.get(f"/d/{token[:-2]}xx/").status_code == 404
    with pytest.raises(NotFound):
        queries.linked(token, at=now + timedelta(minutes=16))


def test_what_is_opened_is_not_sniffed_cached_framed_or_run(on_the_case: Document, client: Client) -> None:
    shown = client.get(public.link(on_the_case.pk, variant="original", at=clock.now()))
    assert shown["X-Content-Type-Options"] == "nosniff"
    assert shown["Content-Disposition"].startswith("inline")
    assert shown["Content-Security-Policy"] == "default-src 'none'; sandbox"
    assert shown["Cache-Control"] == "private, no-store"
    assert int(shown["Content-Length"]) == len(b"".join(shown.streaming_content))


def test_papers_are_saved_and_never_opened_in_the_page(client_as: Any, client: Client, tmp_path: Path) -> None:
    paper = tmp_path / "方案.pdf"
    paper.write_bytes(b"%PDF-1.7\n1 0 obj\n<<>>\nendobj\n%%EOF\n")
    with paper.open("rb") as file:
        said = client_as(HANDLER).post("/documents/upload/", {"file": file, "purpose": "case.note"}).json()
    shown = client.get(public.link(said["id"], variant="original", at=clock.now()))
    assert shown["Content-Disposition"].startswith("attachment")
    assert "filename*=utf-8" in shown["Content-Disposition"]


def test_a_photo_is_masked_by_numbers_without_scripts(on_the_case: Document, client_as: Any) -> None:
    client = client_as(HANDLER)
    address = f"/documents/{on_the_case.pk}/mask/"
    page = client.get(address).content.decode()
    assert 'data-island="masker"' in page
    named = set(re.findall(r'name="(box-0-[a-z]+)"', page))
    assert named == {"box-0-left", "box-0-top", "box-0-width", "box-0-height"}
    rows = {"box-TOTAL_FORMS": "6", "box-INITIAL_FORMS": "0"}
    row = {"box-0-left": "0", "box-0-top": "0", "box-0-width": "50", "box-0-height": "50"}
    half = client.post(address, rows | row | {"box-0-height": ""})
    assert half.status_code == 422
    assert "四个数都要填" in half.content.decode()
    assert client.post(address, rows | row).status_code == 302
    on_the_case.refresh_from_db()
    assert on_the_case.boxes == [{"left": 0.0, "top": 0.0, "width": 0.5, "height": 0.5, "way": "solid"}]
    assert "别人看到的样子" in client.get(address).content.decode()


def test_a_photo_is_masked_by_drawing(on_the_case: Document, client_as: Any) -> None:
    client, rows = client_as(HANDLER), {"box-TOTAL_FORMS": "6", "box-INITIAL_FORMS": "0"}
    address = f"/documents/{on_the_case.pk}/mask/"
    drawn = json.dumps([{"x": 0.1, "y": 0.1, "w": 0.2, "h": 0.2}])
    assert client.post(address, rows | {"boxes": drawn, "way": "mosaic"}).status_code == 302
    on_the_case.refresh_from_db()
    assert on_the_case.boxes == [{"left": 0.1, "top": 0.1, "width": 0.2, "height": 0.2, "way": "mosaic"}]
    page = client.get(address).content.decode()
    assert "&quot;x&quot;: 0.1" in page  # the tool starts with what was drawn before
    assert 'value="10.0"' in page
    assert client.post(address, rows | {"boxes": "[1]"}).status_code == 422


def test_nothing_to_cover_must_be_said_on_purpose(on_the_case: Document, client_as: Any) -> None:
    client, rows = client_as(HANDLER), {"box-TOTAL_FORMS": "6", "box-INITIAL_FORMS": "0"}
    address = f"/documents/{on_the_case.pk}/mask/"
    silent = client.post(address, rows)
    assert silent.status_code == 422
    assert "没有需要遮挡" in silent.content.decode()
    assert client.post(address, rows | {"nothing": "yes"}).status_code == 302
    on_the_case.refresh_from_db()
    assert on_the_case.state == "masked"


def test_the_mask_page_is_closed_to_everyone_else(on_the_case: Document, client_as: Any, client: Client) -> None:
    address = f"/documents/{on_the_case.pk}/mask/"
    assert client.get(address).status_code == 404
    assert client_as(ADMINISTRATOR).get(address).status_code == 404
    assert client_as(RESIDENT).get(address).status_code == 403


def test_the_system_administrator_changes_a_limit_with_the_reason(client_as: Any, client: Client) -> None:
    admin = client_as(ADMINISTRATOR)
    assert "反映时的照片" in admin.get("/manage/uploads/").content.decode()
    said = {"kinds": ["jpg", "png"], "max_megabytes": "5", "max_count": "3", "reason": ""}
    assert admin.post("/manage/uploads/case.report/", said).status_code == 422
    assert admin.post("/manage/uploads/case.report/", said | {"reason": "存储不足"}).status_code == 302
    limit = limit_for("case.report")
    assert (limit.kinds, limit.max_bytes, limit.max_count) == (("jpg", "png"), 5 * 2**20, 3)
    assert "存储不足" in admin.get("/manage/uploads/case.report/").content.decode()
    for other, refused in ((client_as(HANDLER), 403), (client, 302)):  # a guest is led to the sign-in page
        assert other.get("/manage/uploads/").status_code == refused
        assert other.post("/manage/uploads/case.report/", said).status_code == refused
    assert limit_for("case.report").max_count == 3
