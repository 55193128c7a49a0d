"""A photo that only some people may see: cleaned like every other, but kept by whoever asked for that."""

from __future__ import annotations

import io
from dataclasses import dataclass, field
from typing import IO

from PIL import Image

from cms.pictures.cleaning import clean_picture
from cms.pictures.colour import flat
from cms.pictures.intake import read_limited

LONGEST_SIDE = 1600
"""Enough to see a scratch; a fifth of the bytes of what a phone takes."""


@dataclass(frozen=True, slots=True, kw_only=True)
class PrivatePicture:
    """A JPEG without a word about where and when it was taken. `hash` names the picture that was sent."""

    hash: str
    content: bytes = field(repr=False)
    width: int
    height: int


def private_picture(source: bytes | IO[bytes]) -> PrivatePicture:
    """Clean a PNG or JPEG and make it small enough to be stored. Raises PictureRefused."""
    clean = clean_picture(read_limited(source))
    with Image.open(io.BytesIO(clean.content), formats=["PNG", "JPEG"]) as image:
        image.thumbnail((LONGEST_SIDE, LONGEST_SIDE), Image.Resampling.LANCZOS, reducing_gap=2.0)
        plain = flat(image.convert("RGBA")) if clean.has_alpha else image.convert("RGB")
    out = io.BytesIO()
    plain.save(out, "JPEG", quality=85)
    return PrivatePicture(hash=clean.hash, content=out.getvalue(), width=plain.width, height=plain.height)
