"""When keys change, sealed files are sealed again and stay readable; nothing is left behind."""

from datetime import datetime
from pathlib import Path
from typing import Any

import pytest

from huying.documents import public, storage
from huying.kernel import cipher, sealed_columns
from tests.documents.conftest import RESIDENT, a_photo, stored

pytestmark = pytest.mark.django_db


def test_files_are_sealed_again_under_the_other_family_and_read_the_same(
    at: datetime, folder: Path, settings: Any, django_capture_on_commit_callbacks: Any
) -> None:
    document = public.take_in(RESIDENT, file=a_photo(), name="a", purpose="case.report", at=at)

    def content() -> dict[str, bytes]:
        return {v.kind: b"".join(storage.read(v.key, sealed=True)) for v in document.variants.all()}

    before, places = content(), set(stored(folder))
    settings.HUYING_CIPHER = "gm"
    with django_capture_on_commit_callbacks(execute=True):
        assert sealed_columns.reseal("documents files") == 2
    assert content() == before
    after = set(stored(folder))
    assert len(after) == 2
    assert not after & places
    for path in after:
        length = int.from_bytes(path.read_bytes()[:4], "big")
        assert cipher.key_of(path.read_bytes()[4 : 4 + length])[0] == cipher.suite()
    assert sealed_columns.reseal("documents files") == 0
