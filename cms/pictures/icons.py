"""The logo as square icons for browsers and phones: the same logo gives the same bytes."""

from __future__ import annotations

import io

from PIL import Image

from cms.pictures.colour import flat
from cms.pictures.files import original_path
from cms.pictures.models import Picture

SIZES = (32, 180, 192, 512)
"""Edges in px: browser tab, Apple's home screen, Android's home screen, splash screen."""

_ON_WHITE = frozenset({180})
"""Phones that take this one paint what is transparent black."""
_MARGIN = 16
"""A sixteenth of the edge stays free on each side of the larger icons; small ones need every pixel."""
_SMALL = 64


def icon_png(picture: Picture, size: int) -> bytes:
    """The picture in the middle of a square of `size` px, as PNG; all around it is transparent, white for phones."""
    with Image.open(original_path(picture)) as original:
        logo = original.convert("RGBA")
    free = 0 if size <= _SMALL else size // _MARGIN
    inner = size - 2 * free
    scale = inner / max(logo.size)
    width, height = (max(1, round(side * scale)) for side in logo.size)
    logo = logo.resize((width, height), Image.Resampling.LANCZOS)
    square = Image.new("RGBA", (size, size), (0, 0, 0, 0))
    square.paste(logo, ((size - width) // 2, (size - height) // 2))
    out = io.BytesIO()
    (flat(square) if size in _ON_WHITE else square).save(out, "PNG", compress_level=9)
    return out.getvalue()
