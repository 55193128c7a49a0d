"""Takes a PNG file apart, chunk by chunk, before anything is decoded."""

from __future__ import annotations

import struct
import zlib
from collections.abc import Iterator
from dataclasses import dataclass

from django.utils.translation import gettext

from cms.pictures.container import Container, check_dimensions
from cms.pictures.errors import PictureDamaged, UnsupportedKind

SIGNATURE = b"\x89PNG\r\n\x1a\n"

_PIXELS = frozenset({b"IHDR", b"PLTE", b"tRNS", b"IDAT", b"IEND"})
_DEPTHS = {0: (1, 2, 4, 8, 16), 2: (8, 16), 3: (1, 2, 4, 8), 4: (8, 16), 6: (8, 16)}
_CHANNELS = {0: 1, 2: 3, 3: 1, 4: 2, 6: 4}
_PASSES = ((0, 0, 8, 8), (4, 0, 8, 8), (0, 4, 4, 8), (2, 0, 4, 4), (0, 2, 2, 4), (1, 0, 2, 2), (0, 1, 1, 2))
"""Of an interlaced picture: first column, first row, every how many columns, every how many rows."""
_LAYOUT = struct.Struct(">IIBBBBB")
_AT_ONCE = 1 << 20
_MAX_PROFILE = 4_000_000
_MAX_CHUNKS = 100_000


@dataclass(frozen=True, slots=True)
class _Header:
    width: int
    height: int
    depth: int
    channels: int
    interlaced: bool

    @property
    def unpacked_size(self) -> int:
        """How many bytes the pixels are before compression."""
        total = 0
        for left, top, across, down in _PASSES if self.interlaced else ((0, 0, 1, 1),):
            columns = -(-(self.width - left) // across)
            rows = -(-(self.height - top) // down)
            if columns > 0 and rows > 0:
                total += rows * (1 + -(-columns * self.channels * self.depth // 8))
        return total


def read_png(data: bytes) -> Container:
    """The parts of a PNG file. Of an animation only the still picture is kept.

    Raises PictureDamaged, TooManyPixels, UnsupportedKind.
    """
    kept: list[bytes] = [SIGNATURE]
    asides: dict[bytes, bytes] = {}
    packed: list[bytes] = []
    seen: set[bytes] = set()
    for name, body, raw in _chunks(data):
        if not seen and name != b"IHDR":
            raise PictureDamaged(gettext("it does not begin with a header"))
        if name == b"IHDR" and name not in seen:
            header = _header(body)
        elif name in (b"IHDR", b"PLTE", b"tRNS") and name in seen:
            raise PictureDamaged(gettext("its part %(part)s is there twice") % {"part": name.decode()})
        if name == b"IDAT":
            packed.append(body)
        if name in _PIXELS:
            kept.append(raw)
        else:
            asides.setdefault(name, body)
        seen.add(name)
    if b"IDAT" not in seen:
        raise PictureDamaged(gettext("it holds no pixels"))
    _check_amount(packed, header)
    icc = _profile(asides.get(b"iCCP", b""))
    return Container(
        kind="png",
        width=header.width,
        height=header.height,
        essence=b"".join(kept),
        exif=asides.get(b"eXIf", b""),
        icc=icc,
        gamma=None if icc or b"sRGB" in asides else _gamma(asides.get(b"gAMA", b"")),
        sixteen_bit=header.depth == 16,  # noqa: PLR2004 (bits)
    )


def _chunks(data: bytes) -> Iterator[tuple[bytes, bytes, bytes]]:
    """Name, body and raw bytes of each chunk up to the end mark; each is whole and its checksum right."""
    start = len(SIGNATURE)
    for _ in range(_MAX_CHUNKS):
        length = int.from_bytes(data[start : start + 4], "big")
        end = start + 12 + length
        if end > len(data):
            raise PictureDamaged(gettext("the file is cut off"))
        name, body = data[start + 4 : start + 8], data[start + 8 : end - 4]
        if zlib.crc32(name + body) != int.from_bytes(data[end - 4 : end], "big"):
            raise PictureDamaged(gettext("a checksum is wrong"))
        if name[0] < ord("a") and name not in _PIXELS:
            raise UnsupportedKind(gettext("a PNG with an unknown required part"))
        yield name, body, data[start:end]
        if name == b"IEND":
            return
        start = end
    raise PictureDamaged(gettext("it has too many parts"))


def _header(body: bytes) -> _Header:
    if len(body) != _LAYOUT.size:
        raise PictureDamaged(gettext("its header has the wrong length"))
    width, height, depth, colour, compression, filtering, interlace = _LAYOUT.unpack(body)
    if depth not in _DEPTHS.get(colour, ()) or (compression, filtering) != (0, 0) or interlace > 1:
        raise PictureDamaged(gettext("its header makes no sense"))
    check_dimensions(width, height)
    return _Header(width, height, depth, _CHANNELS[colour], interlaced=interlace == 1)


def _check_amount(packed: list[bytes], header: _Header) -> None:
    """Unpack the pixels, holding none, until there are enough: the decoder would fill up what is missing in silence."""
    missing = header.unpacked_size
    unpacker = zlib.decompressobj()
    try:
        for part in packed:
            missing -= len(unpacker.decompress(part, _AT_ONCE))
            while missing > 0 and unpacker.unconsumed_tail:
                missing -= len(unpacker.decompress(unpacker.unconsumed_tail, _AT_ONCE))
        if missing > 0:
            missing -= len(unpacker.flush())
    except zlib.error:
        missing = 1
    if missing > 0:
        raise PictureDamaged(gettext("some of its pixels are missing"))


def _profile(body: bytes) -> bytes:
    """The colour profile of an iCCP chunk; nothing when it is broken or larger than any real one."""
    _, _, packed = body.partition(b"\0")
    unpacker = zlib.decompressobj()
    try:
        profile = unpacker.decompress(packed[1:], _MAX_PROFILE)
    except zlib.error:
        return b""
    return profile if unpacker.eof else b""


def _gamma(body: bytes) -> float | None:
    return int.from_bytes(body, "big") / 100_000 if len(body) == 4 and any(body) else None  # noqa: PLR2004 (a uint32)
