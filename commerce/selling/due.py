"""What time does for sellers: a mail before a listing runs out. Late, twice or after a jump of the clock it is one."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.db import transaction

from commerce import own_goods
from commerce.notifications.services import notify
from commerce.selling.limits import REMINDED_BEFORE
from commerce.selling.models import ExpiryReminder

if TYPE_CHECKING:
    from datetime import datetime


def remind_of_expiry(now: datetime) -> int:
    """Tell the sellers of listings that run out soon, once for each time that runs out; how many there were."""
    due = own_goods.expiring(after=now, until=now + REMINDED_BEFORE)
    told = dict(
        ExpiryReminder.objects.filter(listing_id__in=[listing_id for listing_id, _, _ in due]).values_list(
            "listing_id", "expires_at"
        )
    )
    return sum(_remind(*one) for one in due if told.get(one[0]) != one[2])


@transaction.atomic
def _remind(listing_id: int, seller_id: int, expires_at: datetime) -> bool:
    own_goods.lock_seller(seller_id)
    if ExpiryReminder.objects.filter(listing_id=listing_id, expires_at=expires_at).exists():
        return False
    listing = own_goods.own_listing(seller_id, listing_id)
    ExpiryReminder.objects.update_or_create(listing_id=listing_id, defaults={"expires_at": expires_at})
    notify(
        seller_id,
        "listing-expires",
        {"listing": listing.title, "path": listing.path or "/sell", "on": expires_at.date()},
    )
    return True
