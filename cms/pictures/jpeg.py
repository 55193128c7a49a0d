"""Takes a JPEG file apart, segment by segment, before anything is decoded."""

from __future__ import annotations

import re
from dataclasses import dataclass, field

from django.utils.translation import gettext as _

from cms.pictures.container import Container, check_dimensions
from cms.pictures.errors import PictureDamaged, UnsupportedKind

SIGNATURE = b"\xff\xd8\xff"

_START, _END, _SCAN = 0xD8, 0xD9, 0xDA
_FRAMES = frozenset({0xC0, 0xC1, 0xC2})
"""Baseline, extended and progressive frames: what browsers show."""
_OTHER_FRAMES = frozenset(range(0xC3, 0xD0)) - {0xC4, 0xC8, 0xCC}
_APP1, _APP2, _ADOBE, _JFIF, _COMMENT = 0xE1, 0xE2, 0xEE, 0xE0, 0xFE
_APPLICATION = range(0xE0, 0xF0)
_ALONE = frozenset({0x01, *range(0xD0, 0xD8)})
_ANY_MARKER = re.compile(rb"\xff+[^\x00\xff\xd0-\xd7]")
_MAX_SCANS = 40
"""A photo has some ten. Each one costs a pass over all pixels, and thousands fit into a small file."""
_BITS = 8


@dataclass(slots=True)
class _Found:
    kept: list[bytes] = field(default_factory=lambda: [b"\xff\xd8"])
    size: tuple[int, int] | None = None
    scans: int = 0
    exif: bytes = b""
    icc: dict[int, bytes] = field(default_factory=dict)
    adobe: bool = False


def read_jpeg(data: bytes) -> Container:
    """The parts of a JPEG file; of several pictures in one file the first.

    Raises PictureDamaged, TooManyPixels, UnsupportedKind.
    """
    found = _Found()
    position = 2
    while True:
        marker, position = _marker(data, position)
        if marker == _END:
            break
        if marker in _ALONE:
            continue
        length = int.from_bytes(data[position : position + 2], "big")
        end = position + length
        if length < 2 or end > len(data):  # noqa: PLR2004 (the length counts its own two bytes)
            raise PictureDamaged(_("the file is cut off"))
        _note(found, marker, data[position + 2 : end])
        if marker == _SCAN:
            end = _end_of_scan(data, end)
        if marker not in _APPLICATION and marker != _COMMENT:
            found.kept.append(b"\xff" + bytes([marker]) + data[position:end])
        position = end
    if found.size is None or not found.scans:
        raise PictureDamaged(_("it holds no pixels"))
    return Container(
        kind="jpg",
        width=found.size[0],
        height=found.size[1],
        essence=b"".join([*found.kept, b"\xff\xd9"]),
        exif=found.exif,
        icc=b"".join(found.icc[number] for number in sorted(found.icc)),
        inverted=found.adobe,
    )


def _marker(data: bytes, position: int) -> tuple[int, int]:
    """The marker at this place and where its content begins; fill bytes are skipped."""
    if data[position : position + 1] not in (b"\xff", b""):
        raise PictureDamaged(_("its parts do not follow one another"))
    while data[position : position + 1] == b"\xff":
        position += 1
    if position >= len(data):
        raise PictureDamaged(_("the file is cut off"))
    return data[position], position + 1


def _end_of_scan(data: bytes, start: int) -> int:
    """Where the coded pixels that begin at `start` end: before the next true marker."""
    following = _ANY_MARKER.search(data, start)
    if following is None:
        raise PictureDamaged(_("the file is cut off"))
    return following.start()


def _note(found: _Found, marker: int, body: bytes) -> None:
    if marker in _OTHER_FRAMES:
        raise UnsupportedKind(_("a lossless, hierarchical or arithmetic-coded JPEG"))
    if marker == _SCAN:
        found.scans += 1
        if found.scans > _MAX_SCANS:
            raise UnsupportedKind(_("a JPEG with a great many scans"))
    elif marker in _FRAMES:
        _note_frame(found, body)
    elif marker == _APP1 and body.startswith(b"Exif\0\0") and not found.exif:
        found.exif = body[6:]
    elif marker == _APP2 and body.startswith(b"ICC_PROFILE\0") and len(body) > 14:  # noqa: PLR2004 (its header)
        found.icc.setdefault(body[12], body[14:])
    elif marker == _ADOBE and body.startswith(b"Adobe"):
        found.adobe = True
        found.kept.append(_segment(marker, body[:12]))
    elif marker == _JFIF and body.startswith(b"JFIF\0"):
        found.kept.append(_segment(marker, body[:12] + b"\0\0"))  # Without its thumbnail.


def _note_frame(found: _Found, body: bytes) -> None:
    if found.size is not None:
        raise UnsupportedKind(_("a JPEG with several frames"))
    if len(body) < 6 or body[5] not in (1, 3, 4) or len(body) != 6 + 3 * body[5]:  # noqa: PLR2004 (layout of a frame)
        raise PictureDamaged(_("its header makes no sense"))
    if body[0] != _BITS:
        raise UnsupportedKind(_("a JPEG with %(bits)s bits") % {"bits": body[0]})
    height, width = int.from_bytes(body[1:3], "big"), int.from_bytes(body[3:5], "big")
    check_dimensions(width, height)
    found.size = (width, height)


def _segment(marker: int, body: bytes) -> bytes:
    return b"\xff" + bytes([marker]) + (len(body) + 2).to_bytes(2, "big") + body
