"""What a picture looks like in 64 bits, so that the same photo is known again when it was scaled or saved anew.

Each bit says of two neighbours in a grid of 9 x 8 whether the right one is lighter (dHash). Stored are four numbers of
16 bits. Two pictures are taken for the same when at most `NEAR` bits differ: then one of the four numbers differs by at
most one bit, and 17 values of each are all that must be looked up. docs/decisions says what is found so, and what not.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator
from dataclasses import dataclass

from django.db.models import Q
from PIL import Image

from cms.pictures.colour import flat
from cms.pictures.files import derivative_path
from cms.pictures.models import LOOK_FIELDS, Picture

NEAR = 4
"""Of 64 bits: a copy, scaled or saved anew, differs by no more, and a photo of something else nearly always does."""

PLAIN = (-1, -1, -1, -1)
"""The look of what shows too little to be told apart, such as a white sheet: it is like nothing."""

_COLUMNS, _ROWS = 8, 8
_BAND_BITS = 16
_LEAST_STEP = 3
_LEAST_STEPS = 16
_MOST = 500

Look = tuple[int, int, int, int]


@dataclass(frozen=True, slots=True)
class Alike:
    """A stored picture, and whether it is like the one that was asked for only when one of them is mirrored."""

    picture_id: str
    bits: int
    is_mirrored: bool


def look_of(image: Image.Image) -> Look:
    """The look of a picture; PLAIN when fewer than a quarter of the neighbours differ visibly."""
    small = flat(image).convert("L").resize((_COLUMNS + 1, _ROWS), Image.Resampling.BILINEAR).tobytes()
    steps = [
        small[at + 1] - small[at]
        for at in (row * (_COLUMNS + 1) + column for row in range(_ROWS) for column in range(_COLUMNS))
    ]
    if sum(abs(step) >= _LEAST_STEP for step in steps) < _LEAST_STEPS:
        return PLAIN
    return _bands(sum((step > 0) << place for place, step in enumerate(reversed(steps))))


def look_of_files(content_hash: str, widths: Collection[int]) -> Look:
    """The look of a stored picture, from its smallest file."""
    with Image.open(derivative_path(content_hash, min(widths), "jpg")) as smallest:
        return look_of(smallest.convert("RGB"))


def mirrored(look: Look) -> Look:
    """How the same picture looks in a mirror: every row backwards, and what was lighter is darker."""
    rows = [_whole(look) >> (_COLUMNS * row) & 0xFF for row in range(_ROWS)]
    turned = sum((int(f"{row:08b}"[::-1], 2) ^ 0xFF) << (_COLUMNS * place) for place, row in enumerate(rows))
    return _bands(turned)


def distance(one: Look, other: Look) -> int:
    """In how many bits two looks differ."""
    return (_whole(one) ^ _whole(other)).bit_count()


def alike(looks: Collection[Look]) -> list[Alike]:
    """The stored pictures that look like one of these, the nearest first: one query, whatever is stored."""
    asked = [(look, False) for look in looks if look != PLAIN]
    asked += [(mirrored(look), True) for look, _ in asked]
    if not asked:
        return []
    wanted = Q()
    for band, name in enumerate(LOOK_FIELDS):
        probes = {probe for look, _ in asked for probe in _probes(look[band])}
        wanted |= Q(**{f"{name}__in": sorted(probes)})
    found: dict[str, Alike] = {}
    for pk, *bands in Picture.objects.filter(wanted).values_list("pk", *LOOK_FIELDS).iterator():
        stored: Look = (bands[0], bands[1], bands[2], bands[3])
        bits, is_mirrored = min((distance(look, stored), is_mirrored) for look, is_mirrored in asked)
        if bits <= NEAR:
            found[pk] = Alike(pk, bits, is_mirrored)
    return sorted(found.values(), key=lambda one: (one.bits, one.picture_id))[:_MOST]


def _probes(band: int) -> Iterator[int]:
    """The number itself, and all that differ from it by one bit."""
    yield band
    yield from (band ^ (1 << place) for place in range(_BAND_BITS))


def _bands(whole: int) -> Look:
    bands = [(whole >> (_BAND_BITS * band)) & 0xFFFF for band in range(len(LOOK_FIELDS))]
    return bands[0], bands[1], bands[2], bands[3]


def _whole(look: Look) -> int:
    return sum(band << (_BAND_BITS * place) for place, band in enumerate(look))
