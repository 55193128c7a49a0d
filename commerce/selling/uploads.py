"""Photos on their way into a listing: taken at once, each for the one who sent it."""

from __future__ import annotations

from datetime import timedelta
from typing import IO, TYPE_CHECKING

from django.db import transaction

from commerce import own_goods
from commerce.selling.errors import TooManyUploads
from commerce.selling.limits import SellingSettings
from commerce.selling.models import UnfinishedForm, Upload

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable
    from datetime import datetime

KEPT_FOR = timedelta(days=30)
"""How long a photo that is in no listing waits for being put into one."""

_FEW = 500


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


def uploaded(hashes: Collection[str]) -> Iterable[str]:
    """Those of these pictures that somebody has sent and may still put into a listing."""
    sent = Upload.objects.exclude(picture="").values_list("picture", flat=True)
    if len(hashes) <= _FEW:
        sent = sent.filter(picture__in=list(hashes))
    return set(sent.iterator()).intersection(hashes)


def forget_old(now: datetime) -> int:
    """Forget who sent what long ago, but for people with a form that they have not saved yet; how many uploads.

    A picture that is in no listing then is removed in time.
    """
    old = Upload.objects.filter(at__lt=now - KEPT_FOR)
    return old.exclude(seller_id__in=UnfinishedForm.objects.values("seller_id")).delete()[0]


@transaction.atomic
def _counted(seller_id: int, *, now: datetime) -> Upload:
    own_goods.lock_seller(seller_id)
    limit = SellingSettings.load().uploads_a_day
    if Upload.objects.filter(seller_id=seller_id, at__gt=now - timedelta(days=1)).count() >= limit:
        raise TooManyUploads(limit)
    return Upload.objects.create(seller_id=seller_id, at=now)
