"""Faces and plates are covered by hand, others see only the masked file, and originals go after 30 days."""

import io
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from PIL import Image

from huying.documents import pictures, public, storage, sweeping
from huying.documents.errors import NotMasked
from huying.documents.models import Document
from huying.documents.pictures import Box
from huying.kernel.actor import GUEST, SYSTEM
from huying.kernel.errors import Conflict, Invalid, NotAllowed, NotFound
from huying.kernel.models import JournalRow
from tests.documents.conftest import HANDLER, RESIDENT, stored

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("guarded_case")]
FACE = Box(0.0, 0.0, 0.5, 0.5)


def seen(document: Document, kind: str) -> Image.Image:
    variant = document.variants.get(kind=kind)
    return Image.open(io.BytesIO(b"".join(storage.read(variant.key, sealed=variant.sealed))))


@pytest.fixture
def on_the_case(photo_of: Any, at: datetime) -> Document:
    document = photo_of(RESIDENT, at)
    public.attach(RESIDENT, document_ids=[document.pk], thing="case", thing_id=17, at=at)
    return document


def test_others_see_nothing_before_it_is_masked(on_the_case: Document, at: datetime) -> None:
    assert public.documents_of("case", 17, at=at) == []
    with pytest.raises(NotMasked):
        public.link(on_the_case.pk, variant="masked", at=at)
    (own,) = public.documents_of("case", 17, at=at, unmasked=True)
    assert own.href
    assert own.thumb


@pytest.mark.parametrize("way", ["solid", "mosaic"])
def test_what_lies_below_a_box_is_gone_in_the_masked_file_and_its_thumbnail(
    on_the_case: Document, at: datetime, way: str
) -> None:
    stripes = Box(0.25, 0.25, 0.5, 0.5, way)
    public.mask(HANDLER, document_id=on_the_case.pk, boxes=[stripes], at=at)
    original, masked = seen(on_the_case, "original"), seen(on_the_case, "masked")
    assert original.size == masked.size
    inside = masked.crop((110, 85, 190, 140))
    assert inside.tobytes() != original.crop((110, 85, 190, 140)).tobytes()
    if way == "solid":
        assert max(channel[1] for channel in inside.getextrema()) < 60
        small = seen(on_the_case, "masked_thumb").convert("RGB")
        assert max(small.getpixel((small.width // 2, small.height // 2))) < 60
    assert masked.getpixel((10, 10))[0] > 200  # outside of the box the photo stays


def test_a_mosaic_keeps_too_little_to_know_a_face(at: datetime) -> None:
    noise = Image.effect_noise((300, 300), 90).convert("RGB")
    source, out = io.BytesIO(), io.BytesIO()
    noise.save(source, "JPEG", quality=95)
    pictures.cover(source, [Box(0.1, 0.1, 0.8, 0.8, "mosaic")], into=out)
    inside = Image.open(out).crop((40, 40, 260, 260)).quantize(64).getcolors() or []
    assert len([count for count, _colour in inside if count > 500]) <= pictures.MOSAIC**2


def test_after_masking_others_see_the_masked_file_only(on_the_case: Document, at: datetime) -> None:
    public.mask(HANDLER, document_id=on_the_case.pk, boxes=[FACE], at=at)
    (shown,) = public.documents_of("case", 17, at=at)
    assert shown.state == "masked"
    kinds = dict(on_the_case.variants.values_list("kind", "sealed"))
    assert kinds == {"original": True, "thumb": True, "masked": False, "masked_thumb": False}


def test_masking_again_starts_from_the_original_and_replaces_the_file(
    on_the_case: Document, at: datetime, folder: Path, django_capture_on_commit_callbacks: Any
) -> None:
    public.mask(HANDLER, document_id=on_the_case.pk, boxes=[FACE], at=at)
    with django_capture_on_commit_callbacks(execute=True):
        public.mask(HANDLER, document_id=on_the_case.pk, boxes=[Box(0.5, 0.5, 0.5, 0.5)], at=at + timedelta(hours=1))
    masked = seen(on_the_case, "masked")
    assert masked.getpixel((10, 10))[0] > 200
    assert max(masked.getpixel((390, 290))) < 60
    assert len(stored(folder)) == 4
    on_the_case.refresh_from_db()
    assert on_the_case.purge_at == at + timedelta(days=30)


def test_a_box_that_covers_nothing_is_refused(on_the_case: Document, at: datetime) -> None:
    for box in (Box(0.5, 0.5, 0.0, 0.2), Box(1.2, 0, 0.3, 0.3), Box(0, 0, 0.5, 0.5, "blur")):
        with pytest.raises(Invalid):
            public.mask(HANDLER, document_id=on_the_case.pk, boxes=[box], at=at)
    on_the_case.refresh_from_db()
    assert on_the_case.state == "private"


def test_only_who_handles_the_thing_may_mask(on_the_case: Document, at: datetime) -> None:
    with pytest.raises(NotAllowed):
        public.mask(RESIDENT, document_id=on_the_case.pk, boxes=[FACE], at=at)
    with pytest.raises(NotFound):
        public.mask(GUEST, document_id=on_the_case.pk, boxes=[FACE], at=at)


def test_a_paper_is_shown_to_others_only_after_someone_read_it(at: datetime) -> None:
    pdf = io.BytesIO(b"%PDF-1.7\n1 0 obj\n<<>>\nendobj\n%%EOF\n")
    paper = public.take_in(HANDLER, file=pdf, name="方案.pdf", purpose="case.result", at=at)
    public.attach(HANDLER, document_ids=[paper.pk], thing="case", thing_id=17, at=at)
    assert public.documents_of("case", 17, at=at) == []
    with pytest.raises(Invalid):
        public.mask(HANDLER, document_id=paper.pk, boxes=[FACE], at=at)
    public.mask(HANDLER, document_id=paper.pk, boxes=[], at=at)
    assert [one.name for one in public.documents_of("case", 17, at=at)] == ["方案.pdf"]


def test_the_sealed_original_goes_after_thirty_days_and_the_masked_file_stays(
    on_the_case: Document, at: datetime, folder: Path, django_capture_on_commit_callbacks: Any
) -> None:
    public.mask(HANDLER, document_id=on_the_case.pk, boxes=[FACE], at=at)
    assert public.purge_originals(at + timedelta(days=29, hours=23)) == 0
    with django_capture_on_commit_callbacks(execute=True):
        assert public.purge_originals(at + timedelta(days=30)) == 1
    assert public.purge_originals(at + timedelta(days=31)) == 0
    assert len(stored(folder)) == 2
    (shown,) = public.documents_of("case", 17, at=at, unmasked=True)
    assert (shown.href != "", shown.original_kept) == (True, False)
    with pytest.raises(Conflict):
        public.mask(HANDLER, document_id=on_the_case.pk, boxes=[FACE], at=at)
    assert JournalRow.objects.filter(code="documents.original_purged").count() == 1


def test_uploads_that_belong_to_nothing_go_after_a_day(
    photo_of: Any, on_the_case: Document, at: datetime, folder: Path, django_capture_on_commit_callbacks: Any
) -> None:
    orphan = photo_of(GUEST, at)
    assert public.purge_orphans(at + timedelta(hours=23)) == 0
    with django_capture_on_commit_callbacks(execute=True):
        assert public.purge_orphans(at + timedelta(hours=24)) == 1
    orphan.refresh_from_db()
    assert (orphan.state, orphan.name) == ("removed", "")
    assert len(stored(folder)) == 2


def test_at_archiving_what_was_never_masked_is_removed(
    on_the_case: Document, photo_of: Any, at: datetime, folder: Path, django_capture_on_commit_callbacks: Any
) -> None:
    other = photo_of(RESIDENT, at)
    public.attach(RESIDENT, document_ids=[other.pk], thing="case", thing_id=17, at=at)
    public.mask(HANDLER, document_id=other.pk, boxes=[FACE], at=at)
    with django_capture_on_commit_callbacks(execute=True):
        assert public.close_documents(SYSTEM, thing="case", thing_id=17, at=at) == 2
    assert [one.id for one in public.documents_of("case", 17, at=at, unmasked=True)] == [other.pk]
    assert len(stored(folder)) == 2


def test_files_without_a_row_are_swept_after_a_day_and_known_ones_stay(
    on_the_case: Document, at: datetime, folder: Path
) -> None:
    stray = folder / f"{at:%Y/%m/%d}" / "left-by-a-rolled-back-transaction"
    stray.write_bytes(b"x")
    assert sweeping.sweep(at + timedelta(hours=12)) == 0
    assert sweeping.sweep(at + timedelta(days=3)) == 1
    assert len(stored(folder)) == 2
