"""What the outside of a picture file tells before a single pixel is decoded."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from django.utils.translation import gettext as _

from cms.pictures.errors import PictureDamaged, TooManyPixels

MAX_BYTES = 10 * 1024 * 1024
MAX_PIXELS = 50_000_000
MAX_SIDE = 30_000
"""A picture that is longer than this is no photo, and some encoders cannot write it."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Container:
    """A file taken apart. `essence` is the same picture without anything that is not needed to decode its pixels:
    what follows the picture, comments, text, previews and further frames never reach a decoder.

    `exif` is the TIFF structure, `icc` the profile; both empty when there is none. `gamma` is the file's gamma
    when it states one and no profile. `inverted` says that CMYK values are stored the Adobe way round.
    """

    kind: Literal["png", "jpg"]
    width: int
    height: int
    essence: bytes
    exif: bytes = b""
    icc: bytes = b""
    gamma: float | None = None
    sixteen_bit: bool = False
    inverted: bool = False


def check_dimensions(width: int, height: int) -> None:
    """Refuse what would need too much memory. Raises PictureDamaged, TooManyPixels."""
    if width < 1 or height < 1:
        raise PictureDamaged(_("its header says that it has no pixels"))
    if width * height > MAX_PIXELS:
        raise TooManyPixels(
            width, height, _("at most %(max_pixels)s million pixels") % {"max_pixels": MAX_PIXELS // 1000000}
        )
    if max(width, height) > MAX_SIDE:
        raise TooManyPixels(width, height, _("at most %(max_side)s pixels a side") % {"max_side": MAX_SIDE})
