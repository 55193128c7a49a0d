"""Photos on their way into a listing: taken at once, each for the one who sent it."""

from __future__ import annotations

from datetime import timedelta
from typing import IO, TYPE_CHECKING

from django.db import transaction

from commerce import own_goods
from commerce.selling.errors import TooManyUploads
from commerce.selling.limits import SellingSettings
from commerce.selling.models import Upload
from commerce.theme import translate

if TYPE_CHECKING:
    from collections.abc import Collection
    from datetime import datetime

    from commerce.own_goods import PictureRefused


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


def words_for(refused: PictureRefused) -> str:
    """Why a photo was not taken, for the one who sent it."""
    if isinstance(refused, own_goods.FileTooLarge):
        return translate("The file is too large. Photos may have up to {limit} MB.", limit=refused.limit // 1_000_000)
    if isinstance(refused, own_goods.TooManyPixels):
        return translate(
            "The photo is too large: {width} × {height} pixels. Make it smaller first.",
            width=refused.width,
            height=refused.height,
        )
    if isinstance(refused, own_goods.PictureDamaged):
        return translate("The photo is damaged: it cannot be read to its end. Choose another file.")
    if isinstance(refused, own_goods.UnsupportedKind):
        return translate("This kind of picture cannot be shown. Save it as an ordinary PNG or JPEG.")
    return translate("This file is no PNG or JPEG photo, whatever it is called. Choose another one.")


@transaction.atomic
def _counted(seller_id: int, *, now: datetime) -> Upload:
    own_goods.lock_seller(seller_id)
    limit = SellingSettings.load().uploads_a_day
    if Upload.objects.filter(seller_id=seller_id, at__gt=now - timedelta(days=1)).count() >= limit:
        raise TooManyUploads(limit)
    return Upload.objects.create(seller_id=seller_id, at=now)
