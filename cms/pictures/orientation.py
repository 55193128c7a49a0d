"""Which way is up: the one thing that is read from EXIF before it is thrown away."""

from __future__ import annotations

from typing import Literal

from PIL import Image

_TAG = 0x0112
_SHORT = 3
_ENTRY = 12
_TURNS = {
    2: Image.Transpose.FLIP_LEFT_RIGHT,
    3: Image.Transpose.ROTATE_180,
    4: Image.Transpose.FLIP_TOP_BOTTOM,
    5: Image.Transpose.TRANSPOSE,
    6: Image.Transpose.ROTATE_270,
    7: Image.Transpose.TRANSVERSE,
    8: Image.Transpose.ROTATE_90,
}


def orientation_of(exif: bytes) -> int:
    """The orientation, 1 to 8, from a TIFF structure; 1 when it says nothing or nonsense."""
    order: Literal["little", "big"] = "little" if exif[:2] == b"II" else "big"
    if exif[:2] not in (b"II", b"MM"):
        return 1
    start = int.from_bytes(exif[4:8], order)
    count = int.from_bytes(exif[start : start + 2], order)
    for at in range(start + 2, min(start + 2 + count * _ENTRY, len(exif) - _ENTRY + 1), _ENTRY):
        tag, kind = int.from_bytes(exif[at : at + 2], order), int.from_bytes(exif[at + 2 : at + 4], order)
        if tag == _TAG and kind == _SHORT:
            value = int.from_bytes(exif[at + 8 : at + 10], order)
            return value if value in _TURNS else 1
    return 1


def upright(image: Image.Image, orientation: int) -> Image.Image:
    """The picture as it was meant to be seen."""
    turn = _TURNS.get(orientation)
    return image if turn is None else image.transpose(turn)
