"""Pictures that people send: the one door, for photos of goods and for those that few may see."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.core.exceptions import ObjectDoesNotExist

from cms.pictures.errors import (
    FileTooLarge,
    NotPngOrJpeg,
    PictureDamaged,
    PictureRefused,
    TooManyPixels,
    UnsupportedKind,
)
from cms.pictures.intake import take_picture, turn_picture
from cms.pictures.private import private_picture
from cms.pictures.pruning import prune_pictures
from cms.pictures.references import spare
from cms.pictures.views import thumbnail

if TYPE_CHECKING:
    from typing import IO

__all__ = [
    "FileTooLarge",
    "NotPngOrJpeg",
    "PictureDamaged",
    "PictureRefused",
    "TooManyPixels",
    "UnsupportedKind",
    "private_picture",
    "prune_pictures",
    "spare",
    "take_photo",
    "thumbnail",
    "turn_photo",
]


def take_photo(source: bytes | IO[bytes]) -> str:
    """Clean and store a picture: its hash. Raises PictureRefused."""
    return take_picture(source).hash


def turn_photo(content_hash: str, quarters: int) -> str:
    """The hash of the same picture turned to the right by so many quarters. Raises LookupError."""
    try:
        return turn_picture(content_hash, quarters).hash
    except (OSError, ObjectDoesNotExist) as error:
        raise LookupError(content_hash) from error
