"""The three places for photos in the form of a listing, as plain fields: everything works without a script.

A photo is taken at once and stands as its hash in the form from then on, so that no other mistake loses it.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING, Any

from django.utils import timezone

from commerce.own_goods import PictureRefused
from commerce.picture_words import words_for
from commerce.selling.errors import TooManyUploads
from commerce.selling.uploads import may_use, take_upload, turn_upload
from commerce.theme import translate

if TYPE_CHECKING:
    from django.core.files.uploadedfile import UploadedFile

SLOTS = 3
ALT_LENGTH = 160
_QUARTERS = {"0": 0, "1": 1, "2": 2, "3": 3}


@dataclass(frozen=True, slots=True)
class Slot:
    """One place: `hash` is empty while there is no photo. `mistakes` are in words."""

    number: int
    hash: str = ""
    alt: str = ""
    mistakes: tuple[str, ...] = field(default=())


def slots_of(photos: Sequence[tuple[str, str]]) -> list[Slot]:
    """The places with these photos in them."""
    filled = [Slot(number, *photo) for number, photo in enumerate(photos[:SLOTS], start=1)]
    return filled + [Slot(number) for number in range(len(filled) + 1, SLOTS + 1)]


def photos_in(slots: Sequence[Slot]) -> tuple[tuple[str, str], ...]:
    """The photos that are in these places: hash and description."""
    return tuple((one.hash, one.alt) for one in slots if one.hash)


def read_slots(
    said: Mapping[str, Any], files: Mapping[str, UploadedFile[Any]], *, seller_id: int, own: Collection[str]
) -> list[Slot]:
    """What a form says about photos, with new ones taken, turned and in their order.

    `own` are the photos that the listing has. A hash that is neither among them nor was sent by the seller is as if
    it were not there.
    """
    read = [_read(number, said, files, seller_id=seller_id, own=own) for number in range(1, SLOTS + 1)]
    wished = {one.number: str(said.get(f"photo{one.number}-place", one.number)) for one in read}
    ordered = sorted(read, key=lambda one: (not one.hash, wished[one.number], one.number))
    return [replace(one, number=number) for number, one in enumerate(ordered, start=1)]


def _read(
    number: int,
    said: Mapping[str, Any],
    files: Mapping[str, UploadedFile[Any]],
    *,
    seller_id: int,
    own: Collection[str],
) -> Slot:
    name = f"photo{number}"
    kept = str(said.get(f"{name}-kept", ""))
    if said.get(f"{name}-remove") or not may_use(seller_id, kept, besides=own):
        kept = ""
    slot = Slot(number, kept, _alt(said.get(f"{name}-alt", "")))
    file = files.get(f"{name}-file")
    if file is not None:
        slot = _taken(slot, file, seller_id)
    quarters = _QUARTERS.get(str(said.get(f"{name}-turn", "0")), 0)
    return _turned(slot, quarters, seller_id) if quarters and slot.hash else slot


def _taken(slot: Slot, file: UploadedFile[Any], seller_id: int) -> Slot:
    try:
        return replace(slot, hash=take_upload(seller_id, file, now=timezone.now()))
    except PictureRefused as refused:
        words = words_for(refused)
    except TooManyUploads as refused:
        words = refused.words
    return replace(slot, mistakes=(translate("“{name}”: {why}", name=str(file.name)[:80], why=words),))


def _turned(slot: Slot, quarters: int, seller_id: int) -> Slot:
    try:
        return replace(slot, hash=turn_upload(seller_id, slot.hash, quarters, now=timezone.now()))
    except LookupError:
        return replace(slot, hash="", mistakes=(translate("A photo is no longer there. Please choose it again."),))


def _alt(text: object) -> str:
    return " ".join(str(text).replace("\0", "").split())[:ALT_LENGTH]
