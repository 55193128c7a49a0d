"""On which other listings the photos of a listing are: a hint for who decides about it, never a judgement."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass

from cms.catalog.models import Listing, Photo
from cms.catalog.services import with_status
from cms.pictures.likeness import Alike, alike
from cms.pictures.models import LOOK_FIELDS, Picture

MOST = 5
"""So many other listings are named."""

_MOST_PHOTOS = 200


@dataclass(frozen=True, slots=True, kw_only=True)
class SamePhoto:
    """Another listing with a photo that looks the same. `is_mirrored`: only when one of the two is seen in a mirror."""

    listing: Listing
    picture: Picture
    is_by_other: bool
    is_mirrored: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class SamePhotos:
    """The first MOST of `total` listings, other sellers first; `pending` photos have not been looked at yet."""

    shown: tuple[SamePhoto, ...]
    total: int
    pending: int


def same_photos(listing: Listing, hashes: Collection[str]) -> SamePhotos:
    """Who else shows these pictures, or such that look like them. As many queries, whatever is stored."""
    looks = list(Picture.objects.filter(pk__in=hashes).values_list(*LOOK_FIELDS))
    found = {one.picture_id: one for one in alike([look for look in looks if look[0] is not None])}
    found |= {pk: Alike(pk, 0, is_mirrored=False) for pk in hashes}
    photos = Photo.objects.filter(picture_id__in=found).exclude(listing_id=listing.pk).order_by("-listing_id")
    nearest: dict[int, str] = {}
    for listing_id, picture_id in photos.values_list("listing_id", "picture_id")[:_MOST_PHOTOS]:
        before = nearest.get(listing_id)
        if before is None or found[picture_id].bits < found[before].bits:
            nearest[listing_id] = picture_id
    others = Listing.objects.filter(pk__in=nearest).select_related("seller__seller_profile")
    rows = sorted(
        with_status(others),
        key=lambda one: (one.seller_id == listing.seller_id, found[nearest[one.pk]].bits, -one.pk),
    )
    pictures = Picture.objects.in_bulk({nearest[one.pk] for one in rows[:MOST]})
    return SamePhotos(
        shown=tuple(
            SamePhoto(
                listing=one,
                picture=pictures[nearest[one.pk]],
                is_by_other=one.seller_id != listing.seller_id,
                is_mirrored=found[nearest[one.pk]].is_mirrored,
            )
            for one in rows[:MOST]
        ),
        total=len(rows),
        pending=sum(look[0] is None for look in looks),
    )
