"""Pictures of the image library as records, many in one query."""

from __future__ import annotations

from typing import TYPE_CHECKING

from cms.contract.records import PictureRecord
from cms.pictures.models import ShopImage

if TYPE_CHECKING:
    from collections.abc import Iterable

_COLUMNS = ("pk", "description", "picture_id", "picture__width", "picture__height", "picture__colour")


def library_pictures(image_ids: Iterable[int]) -> dict[int, PictureRecord]:
    """The pictures that have been cleaned and stored, by library number; `alt` is the library's description."""
    images = ShopImage.objects.filter(pk__in=set(image_ids), picture__isnull=False)
    return {
        number: PictureRecord(
            hash=content, width=width, height=height, colour=colour, alt=alt, widths=tuple(sorted(widths))
        )
        for number, alt, content, width, height, colour, widths in images.values_list(*_COLUMNS, "picture__widths")
    }


def library_image(image_id: int) -> PictureRecord | None:
    """One picture of the library, or None when it is gone or not yet cleaned."""
    return library_pictures([image_id]).get(image_id)
