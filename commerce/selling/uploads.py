"""Photos on their way into a listing: taken at once, each for the one who sent it."""

from __future__ import annotations

from datetime import timedelta
from typing import IO, TYPE_CHECKING

from django.db import transaction

from commerce import own_goods
from commerce.selling.errors import TooManyUploads
from commerce.selling.limits import SellingSettings
from commerce.selling.models import Upload

if TYPE_CHECKING:
    from collections.abc import Collection
    from datetime import datetime


def take_upload(seller_id: int, file: bytes | IO[bytes], *, now: datetime) -> str:
    """Clean and keep a photo: its hash. Raises PictureRefused, TooManyUploads; a refused one counts too."""
    upload = _counted(seller_id, now=now)
    upload.picture = own_goods.take_photo(file)
    upload.save(update_fields=["picture"])
    return upload.picture


def turn_upload(seller_id: int, content_hash: str, quarters: int, *, now: datetime) -> str:
    """The hash of the photo turned to the right by so many quarters. Raises LookupError.

    The caller has asked whether the photo is the seller's: `may_use`.
    """
    turned = own_goods.turn_photo(content_hash, quarters)
    if turned != content_hash and not Upload.objects.filter(seller_id=seller_id, picture=turned).exists():
        # As old as the time of uploads goes: turning is no upload.
        Upload.objects.create(seller_id=seller_id, picture=turned, at=now - timedelta(days=2))
    return turned


def may_use(seller_id: int, content_hash: str, *, besides: Collection[str] = ()) -> bool:
    """Whether the seller has sent this picture, or it is among those `besides` (of their own listing)."""
    return content_hash in besides or (
        bool(content_hash) and Upload.objects.filter(seller_id=seller_id, picture=content_hash).exists()
    )


@transaction.atomic
def _counted(seller_id: int, *, now: datetime) -> Upload:
    own_goods.lock_seller(seller_id)
    limit = SellingSettings.load().uploads_a_day
    if Upload.objects.filter(seller_id=seller_id, at__gt=now - timedelta(days=1)).count() >= limit:
        raise TooManyUploads(limit)
    return Upload.objects.create(seller_id=seller_id, at=now)
