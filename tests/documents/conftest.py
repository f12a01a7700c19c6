"""A folder of its own for each test, pictures as phones make them, and a case that guards its documents."""

import io
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from django.core.files.storage import storages
from PIL import Image

from huying.documents import guards, public
from huying.kernel.actor import Actor, Post

PLACE_MARKER = "GPS-PLANTED-MARKER"
HANDLER = Actor("person", account_id=7, posts=(Post("handler", "/1/", body_id=3),))
RESIDENT = Actor("person", account_id=5)
OPEN_THINGS = {17}
ADMINISTRATOR = Actor("person", account_id=9, posts=(Post("system_admin", "/1/"),))


@pytest.fixture(autouse=True)
def folder(tmp_path: Path, settings: Any) -> Iterator[Path]:
    """The storage of documents, empty."""
    stores = dict(settings.STORAGES)
    stores["documents"] = {
        "BACKEND": "django.core.files.storage.FileSystemStorage",
        "OPTIONS": {"location": str(tmp_path / "files")},
    }
    settings.STORAGES = stores
    storages._storages.clear()
    (tmp_path / "files").mkdir()
    yield tmp_path / "files"
    storages._storages.clear()


@pytest.fixture
def guarded_case(monkeypatch: pytest.MonkeyPatch) -> None:
    """Case 17 is handled by account 7 and was sent in by account 5."""
    guard = guards.Guard(
        sees=lambda actor, thing_id, at: actor.account_id in (5, 7) and thing_id == 17,
        handles=lambda actor, thing_id, at: actor.account_id == 7 and thing_id == 17,
        open_ones=lambda ids: OPEN_THINGS & set(ids),
    )
    monkeypatch.setitem(guards._guards, "case", guard)


def stored(folder: Path) -> list[Path]:
    return [path for path in folder.rglob("*") if path.is_file()]


def a_photo(
    *,
    size: tuple[int, int] = (400, 300),
    kind: str = "JPEG",
    turned: bool = False,
    corner: tuple[int, int, int] = (255, 0, 0),
) -> io.BytesIO:
    """A blue photo with a coloured upper left quarter, GPS, device and a comment, as a phone makes it."""
    picture = Image.new("RGB", size, (0, 0, 255))
    picture.paste(corner, (0, 0, size[0] // 2, size[1] // 2))
    exif = picture.getexif()
    exif[0x010F] = "PhoneMaker"
    exif[0x010E] = PLACE_MARKER
    if turned:
        exif[0x0112] = 6
    exif.get_ifd(0x8825).update({1: "N", 2: (32.0, 3.0, 30.5), 3: "E", 4: (118.0, 46.0, 12.25), 29: PLACE_MARKER})
    out = io.BytesIO()
    if kind == "PNG":
        picture.save(out, kind, exif=exif.tobytes())
    else:
        picture.save(out, kind, exif=exif.tobytes(), quality=95)
    out.seek(0)
    return out


@pytest.fixture
def photo_of() -> Callable[..., Any]:
    """`photo_of(RESIDENT, at)`: a photo taken in."""

    def take(actor: Actor, at: Any, **more: Any) -> Any:
        purpose = more.pop("purpose", "case.report")
        claim = more.pop("claim", "")
        return public.take_in(actor, file=a_photo(**more), name="IMG_张三家.jpg", purpose=purpose, at=at, claim=claim)

    return take
