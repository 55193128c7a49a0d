"""From a file of a stranger to a picture that is safe to keep. Touches neither disk nor database."""

from __future__ import annotations

import hashlib
import io
import struct
import threading
import zlib
from dataclasses import dataclass, field
from typing import Literal

from django.utils.translation import gettext as _
from PIL import Image

from cms.pictures import jpeg, png
from cms.pictures.colour import dominant_colour, to_eight_bit, to_srgb
from cms.pictures.container import MAX_BYTES, Container
from cms.pictures.errors import FileTooLarge, NotPngOrJpeg, PictureDamaged
from cms.pictures.orientation import orientation_of, upright

MAX_STORED_SIDE = 4096
"""Larger pictures are stored at this length: three times what any page shows."""

_FORMATS = {"png": "PNG", "jpg": "JPEG"}
_HASH_DIGITS = 32
_QUARTERS = {1: Image.Transpose.ROTATE_270, 2: Image.Transpose.ROTATE_180, 3: Image.Transpose.ROTATE_90}
_NOISE = bytes(range(1, 255)) * 2
_ONE_AT_A_TIME = threading.Lock()
"""Fifty megapixels need some 400 MB while they are decoded: a server with many threads does one after the other."""


@dataclass(frozen=True, slots=True, kw_only=True)
class CleanPicture:
    """A picture made anew from its pixels: upright, sRGB, no metadata. `hash` names `content`."""

    hash: str
    content: bytes = field(repr=False)
    extension: Literal["png", "jpg"]
    width: int
    height: int
    colour: str
    has_alpha: bool


def clean_picture(data: bytes) -> CleanPicture:
    """Check a PNG or JPEG file, told by its content, and make it anew.

    Raises PictureRefused, with a text for the person who sent it.
    """
    container = open_container(data)
    with _ONE_AT_A_TIME:
        image = to_eight_bit(_decode(container), sixteen_bit=container.sixteen_bit)
        image = _fitting(image, container)
        image = to_srgb(image, container)
        return _made_clean(upright(image, orientation_of(container.exif)), container.kind)


def turned_picture(clean: bytes, kind: Literal["png", "jpg"], quarters: int) -> CleanPicture:
    """The content of a clean picture turned to the right by so many quarters."""
    with _ONE_AT_A_TIME, Image.open(io.BytesIO(clean), formats=[_FORMATS[kind]]) as image:
        turn = _QUARTERS.get(quarters % 4)
        return _made_clean(image.copy() if turn is None else image.transpose(turn), kind)


def _made_clean(image: Image.Image, kind: Literal["png", "jpg"]) -> CleanPicture:
    content = _encode(image, kind)
    return CleanPicture(
        hash=hashlib.sha256(content).hexdigest()[:_HASH_DIGITS],
        content=content,
        extension=kind,
        width=image.width,
        height=image.height,
        colour=dominant_colour(image),
        has_alpha=image.mode == "RGBA",
    )


def open_container(data: bytes) -> Container:
    """Look at the file from outside. Raises PictureRefused; decodes nothing."""
    if len(data) > MAX_BYTES:
        raise FileTooLarge(MAX_BYTES)
    if data.startswith(png.SIGNATURE):
        return png.read_png(data)
    if data.startswith(jpeg.SIGNATURE):
        return jpeg.read_jpeg(data)
    raise NotPngOrJpeg


def _decode(container: Container) -> Image.Image:
    try:
        image = Image.open(io.BytesIO(container.essence), formats=[_FORMATS[container.kind]])
        if image.size != (container.width, container.height):
            raise PictureDamaged(_("its parts contradict one another"))
        if container.kind == "jpg":
            if _ends_early(container.essence):
                raise PictureDamaged(_("some of its pixels are missing"))
            image.draft(None, _stored_size(image.size))
        image.load()
    except (OSError, SyntaxError, ValueError, TypeError, IndexError, struct.error, zlib.error, EOFError) as error:
        # All that the decoders are known to raise on broken files.
        raise PictureDamaged(_("its pixels cannot be read")) from error
    return image


def _ends_early(jpeg_file: bytes) -> bool:
    """Whether a JPEG has fewer pixels than it says, although it ends properly.

    The decoder only fills such a picture up with grey. But then further bytes before the end would be taken for
    pixels, and change the picture; after all pixels are read they change nothing.
    """
    return _smallest(jpeg_file) != _smallest(jpeg_file[:-2] + _NOISE + jpeg_file[-2:])


def _smallest(jpeg_file: bytes) -> bytes:
    with Image.open(io.BytesIO(jpeg_file), formats=["JPEG"]) as image:
        image.draft(None, (1, 1))
        return image.tobytes()


def _stored_size(size: tuple[int, int]) -> tuple[int, int]:
    longest = max(size)
    if longest <= MAX_STORED_SIDE:
        return size
    width, height = (max(1, round(side * MAX_STORED_SIDE / longest)) for side in size)
    return width, height


def _fitting(image: Image.Image, container: Container) -> Image.Image:
    """At most MAX_STORED_SIDE long; nothing happens to ordinary pictures, so that they stay sharp."""
    target = _stored_size((container.width, container.height))
    if image.size == target:
        return image
    if image.has_transparency_data and image.mode != "RGBA":
        image = image.convert("RGBA")
    elif image.mode in ("1", "P"):
        image = image.convert("RGB")
    return image.resize(target, Image.Resampling.LANCZOS, reducing_gap=2.0)


def _encode(image: Image.Image, kind: Literal["png", "jpg"]) -> bytes:
    out = io.BytesIO()
    if kind == "png":
        image.save(out, "PNG", compress_level=4)
    else:
        image.save(out, "JPEG", quality=92, subsampling="4:4:4" if max(image.size) <= 1280 else "4:2:0")  # noqa: PLR2004
    return out.getvalue()
