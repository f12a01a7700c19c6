"""A masked photo is shown to everybody by a decision, without anything else of it, and the address ends at once."""

import io
from datetime import datetime
from typing import Any

import pytest
from django.db import IntegrityError, transaction
from django.test import Client
from PIL import Image

from huying.documents import public, storage
from huying.documents.errors import NotMasked
from huying.documents.models import Document
from huying.documents.pictures import Box
from huying.kernel.actor import GUEST, SYSTEM
from huying.kernel.errors import Conflict, Invalid, NotAllowed, NotFound
from huying.kernel.models import JournalRow
from tests.documents import conftest
from tests.documents.conftest import HANDLER, PLACE_MARKER, RESIDENT

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("guarded_case")]
FACE = Box(0.0, 0.0, 0.5, 0.5)


@pytest.fixture
def masked(photo_of: Any, at: datetime) -> Document:
    document = photo_of(RESIDENT, at)
    public.attach(RESIDENT, document_ids=[document.pk], thing="case", thing_id=17, at=at)
    return public.mask(HANDLER, document_id=document.pk, boxes=[FACE], at=at)


def show(document: Document, at: datetime, actor: Any = HANDLER) -> str:
    public.show_everybody(actor, document_id=document.pk, looked=True, at=at)
    (address,) = public.shown_photos("case", [17])[17]
    return address


def test_everybody_sees_the_masked_photo_and_nothing_of_the_camera(masked: Document, at: datetime) -> None:
    answer = Client().get(show(masked, at))
    body = b"".join(answer.streaming_content)
    assert (answer.status_code, answer["Content-Type"], answer["Content-Length"]) == (200, "image/jpeg", str(len(body)))
    assert PLACE_MARKER.encode() not in body
    seen = Image.open(io.BytesIO(body))
    assert not seen.getexif()
    assert max(seen.convert("RGB").getpixel((20, 20))) < 60  # covered
    assert answer["X-Content-Type-Options"] == "nosniff"
    assert "sandbox" in answer["Content-Security-Policy"]
    assert (answer["Access-Control-Allow-Origin"], answer["Cache-Control"]) == ("*", "public, no-cache")
    assert answer["Content-Disposition"] == "inline"
    assert "Set-Cookie" not in answer.headers
    again = Client().get(answer.request["PATH_INFO"], headers={"If-None-Match": answer["ETag"]})
    assert (again.status_code, again.content) == (304, b"")
    assert Client().head(answer.request["PATH_INFO"])["Content-Length"] == str(len(body))


@pytest.mark.constraint
def test_nobody_shows_what_is_not_masked_not_a_photo_or_not_theirs(
    masked: Document, photo_of: Any, at: datetime
) -> None:
    bare = photo_of(RESIDENT, at)
    public.attach(RESIDENT, document_ids=[bare.pk], thing="case", thing_id=17, at=at)
    with pytest.raises(NotMasked):
        public.show_everybody(HANDLER, document_id=bare.pk, looked=True, at=at)
    with pytest.raises(NotAllowed):
        public.show_everybody(RESIDENT, document_id=masked.pk, looked=True, at=at)
    with pytest.raises(NotFound):
        public.show_everybody(GUEST, document_id=masked.pk, looked=True, at=at)
    Document.objects.filter(pk=masked.pk).update(kind="pdf")
    with pytest.raises(Invalid):
        public.show_everybody(HANDLER, document_id=masked.pk, looked=True, at=at)
    with pytest.raises(IntegrityError), transaction.atomic():
        Document.objects.filter(pk=bare.pk).update(public_key="x", shown_at=at)
    assert public.shown_photos("case", [17]) == {}


def test_hidden_again_the_address_ends_and_a_new_one_is_another(masked: Document, at: datetime) -> None:
    first = show(masked, at)
    assert show(masked, at) == first  # shown already: the same
    public.hide_again(HANDLER, document_id=masked.pk, at=at)
    assert Client().get(first).status_code == 404
    second = show(masked, at)
    assert second != first
    codes = [row.code for row in JournalRow.objects.filter(code__in=("documents.shown", "documents.hidden"))]
    assert sorted(codes) == ["documents.hidden", "documents.shown", "documents.shown"]


@pytest.mark.parametrize("how", ["masked anew", "apart", "hidden matter", "removed"])
def test_whatever_changes_about_it_ends_the_address(
    masked: Document, at: datetime, how: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    address = show(masked, at)
    if how == "masked anew":
        public.mask(HANDLER, document_id=masked.pk, boxes=[FACE, Box(0.6, 0.6, 0.2, 0.2)], at=at)
    elif how == "apart":
        public.keep_apart(SYSTEM, thing="case", thing_id=17, at=at)
    elif how == "removed":
        public.remove(HANDLER, document_id=masked.pk, reason="mistake", at=at)
    else:
        monkeypatch.setattr(conftest, "OPEN_THINGS", set())
        with pytest.raises(Conflict):
            public.show_everybody(HANDLER, document_id=masked.pk, looked=True, at=at)
    assert Client().get(address).status_code == 404


def test_the_page_asks_to_look_first_and_json_says_the_same(masked: Document, client_as: Any) -> None:
    desk, page = client_as(HANDLER), f"/documents/{masked.pk}/mask/"
    assert "公开这张照片" in desk.get(page).content.decode()
    address = f"/documents/{masked.pk}/everybody/"
    told = desk.post(address, {"shown": "yes"}, follow=True).content.decode()
    assert "请先看一遍遮挡后的照片" in told
    told = desk.post(address, {"shown": "yes", "looked": "yes"}, follow=True).content.decode()
    (shown,) = public.shown_photos("case", [17])[17]
    assert f'href="{shown}"' in told
    assert "收回" in desk.post(address, {"shown": "no"}, follow=True).content.decode()
    assert Client().get(shown).status_code == 404
    door = f"/api/v1/documents/{masked.pk}/everybody"
    unseen = desk.put(door, {"shown": True}, content_type="application/json")
    assert (unseen.status_code, unseen.json()["facts"]["reason"]) == (422, "not_looked_at")
    said = desk.put(door, {"shown": True, "looked": True}, content_type="application/json").json()
    assert Client().get(said["href"]).status_code == 200
    assert desk.put(door, {"shown": False}, content_type="application/json").json()["href"] == ""
    assert client_as(RESIDENT).post(address, {"shown": "yes", "looked": "yes"}).status_code == 403


def test_the_file_itself_is_the_masked_one(masked: Document, at: datetime) -> None:
    variant = masked.variants.get(kind="masked")
    kept = b"".join(storage.read(variant.key, sealed=variant.sealed))
    assert b"".join(Client().get(show(masked, at)).streaming_content) == kept
