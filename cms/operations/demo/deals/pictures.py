"""Photos for the orders of the demo, whose goods got theirs only after they were ordered."""

from __future__ import annotations

from dataclasses import asdict

from cms.catalog.models import Photo
from cms.contract.records import PictureRecord
from cms.pictures.derivatives import widths_of
from commerce.orders.models import OrderLine

_AT_ONCE = 500


def picture_deals(key: str) -> int:
    """Copy the first photo of each good into the orders of it: how many have one now."""
    lines = OrderLine.objects.filter(listing__key__startswith=key, photo__isnull=True, listing__photos__sort_order=0)
    wanted = list(lines.order_by("pk").values_list("pk", flat=True))
    for start in range(0, len(wanted), _AT_ONCE):
        some = list(OrderLine.objects.filter(pk__in=wanted[start : start + _AT_ONCE]).select_related("listing"))
        first = Photo.objects.filter(listing_id__in={one.listing_id for one in some}, sort_order=0)
        photos = {one.listing_id: one for one in first.select_related("picture")}
        for line in some:
            line.photo = _stored(photos[line.listing_id], line.title)
        OrderLine.objects.bulk_update(some, ["photo"], batch_size=_AT_ONCE)
    return len(wanted)


def _stored(photo: Photo, title: str) -> dict[str, object]:
    picture = photo.picture
    return asdict(
        PictureRecord(
            hash=picture.hash,
            width=picture.width,
            height=picture.height,
            colour=picture.colour,
            alt=photo.alt or title,
            widths=widths_of(picture.width),  # Their files follow in the next minutes.
        )
    )
