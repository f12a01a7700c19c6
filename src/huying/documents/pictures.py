"""Pictures: drawn again without anything hidden in them, made small, and covered where people or plates show."""

import io
import warnings
from dataclasses import dataclass
from typing import IO

from django.utils.translation import gettext as _
from PIL import Image, ImageCms, ImageDraw, ImageOps, UnidentifiedImageError

from huying.documents.errors import TooBig, Unreadable
from huying.documents.limits import MAX_PIXELS
from huying.kernel.errors import Invalid

LONG_SIDE = 2560
THUMB_SIDE = 480
QUALITY = 85
MOSAIC = 5
COVER = (32, 36, 44)
FORMATS = {"jpg": "JPEG", "png": "PNG", "webp": "WEBP"}
DAMAGED = (UnidentifiedImageError, OSError, ValueError, SyntaxError, EOFError, Image.DecompressionBombError)


@dataclass(frozen=True, slots=True)
class Box:
    """What to cover, in shares of the picture (0 to 1) from its upper left corner. `way` is solid or mosaic."""

    left: float
    top: float
    width: float
    height: float
    way: str = "solid"


@dataclass(frozen=True, slots=True)
class Drawn:
    """Width and height of a picture that was written, and its media type."""

    width: int
    height: int
    media_type: str = "image/jpeg"


def redraw(source: IO[bytes], kind: str, *, into: IO[bytes]) -> Drawn:
    """Write the picture again, upright, at most 2560 px long, as pixels only: no place, no device, no comment."""
    with _opened(source, kind) as picture:
        return _written(_upright(picture, LONG_SIDE), into)


def shrink(source: IO[bytes], *, into: IO[bytes]) -> Drawn:
    """A thumbnail of a picture of ours."""
    with _opened(source, "jpg") as picture:
        return _written(_upright(picture, THUMB_SIDE), into)


def cover(source: IO[bytes], boxes: list[Box], *, into: IO[bytes]) -> Drawn:
    """Paint over each box; what was below is gone from the new file."""
    with _opened(source, "jpg") as picture:
        drawn = picture.convert("RGB")
        for box in boxes:
            _cover_one(drawn, box)
        return _written(drawn, into)


def checked(boxes: list[Box]) -> list[Box]:
    """Boxes cut to the picture; empty or unreal ones are refused with what to do."""
    fitting = [_cut(box) for box in boxes]
    if any(box.width < 0.002 or box.height < 0.002 or box.way not in ("solid", "mosaic") for box in fitting):
        raise Invalid(_("遮挡框太小或在照片外面，请重新画。"), reason="box")
    return fitting


def _cut(box: Box) -> Box:
    left, top = min(max(box.left, 0.0), 1.0), min(max(box.top, 0.0), 1.0)
    right, bottom = min(max(box.left + box.width, 0.0), 1.0), min(max(box.top + box.height, 0.0), 1.0)
    return Box(left, top, round(right - left, 6), round(bottom - top, 6), box.way)


def _cover_one(picture: Image.Image, box: Box) -> None:
    width, height = picture.size
    area = (
        int(box.left * width),
        int(box.top * height),
        max(int(box.left * width) + 1, round((box.left + box.width) * width)),
        max(int(box.top * height) + 1, round((box.top + box.height) * height)),
    )
    if box.way == "solid":
        ImageDraw.Draw(picture).rectangle((area[0], area[1], area[2] - 1, area[3] - 1), fill=COVER)
        return
    piece = picture.crop(area)
    coarse = piece.resize((MOSAIC, MOSAIC), Image.Resampling.BOX)
    picture.paste(coarse.resize(piece.size, Image.Resampling.NEAREST), area)


def _opened(source: IO[bytes], kind: str) -> Image.Image:
    """Open by the kind that was told from the content; size is judged before one pixel is decoded."""
    source.seek(0)
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore", Image.DecompressionBombWarning)
            picture = Image.open(source, formats=[FORMATS[kind]])
    except DAMAGED as error:
        raise _unopened(error) from error
    if picture.width * picture.height > MAX_PIXELS:
        raise _too_many_pixels()
    return picture


def _upright(picture: Image.Image, side: int) -> Image.Image:
    try:
        picture.draft("RGB", (side, side))
        picture.thumbnail((side, side), Image.Resampling.LANCZOS, reducing_gap=2.0)
        return _flat(_in_plain_colours(ImageOps.exif_transpose(picture)))
    except DAMAGED as error:
        raise _unopened(error) from error


def _unopened(error: BaseException) -> Invalid:
    return _too_many_pixels() if isinstance(error, Image.DecompressionBombError) else Unreadable()


def _too_many_pixels() -> TooBig:
    return TooBig(_("照片的像素太多，请用手机相册缩小后再上传。"), max_pixels=MAX_PIXELS)


def _in_plain_colours(picture: Image.Image) -> Image.Image:
    """Wide colours of a phone become sRGB, since the profile itself is dropped."""
    profile = picture.info.get("icc_profile")
    if not profile or picture.mode not in ("RGB", "CMYK"):
        return picture
    try:
        source = ImageCms.ImageCmsProfile(io.BytesIO(profile))
        changed = ImageCms.profileToProfile(picture, source, ImageCms.createProfile("sRGB"), outputMode="RGB")
    except (ImageCms.PyCMSError, OSError):
        return picture
    return changed or picture


def _flat(picture: Image.Image) -> Image.Image:
    """Pixels on white in a new picture, so that nothing else comes along."""
    plain = Image.new("RGB", picture.size, (255, 255, 255))
    if picture.mode in ("RGBA", "LA", "PA", "P"):
        layered = picture.convert("RGBA")
        plain.paste(layered, mask=layered.getchannel("A"))
    else:
        plain.paste(picture.convert("RGB"))
    return plain


def _written(picture: Image.Image, into: IO[bytes]) -> Drawn:
    picture.save(into, "JPEG", quality=QUALITY, optimize=True)
    into.seek(0)
    return Drawn(picture.width, picture.height)
