"""What who looks after the shop does to a listing that somebody rightly complained about, and takes back."""

from __future__ import annotations

from typing import TYPE_CHECKING

from cms.catalog.errors import StatusNotReachable, StockTooSmall
from cms.catalog.models import Availability
from cms.catalog.services import end_listing, relist
from cms.contract.records import ListingStatus

if TYPE_CHECKING:
    from datetime import datetime

__all__ = ["reinstate_listing", "suspend_listing"]


def suspend_listing(listing_id: int, *, now: datetime) -> bool:
    """Take a listing and its page off the shop; whether it was for sale until now."""
    row = Availability.objects.select_for_update().filter(pk=listing_id).first()
    if row is None or row.status == ListingStatus.SUSPENDED:
        return False
    end_listing(listing_id, ListingStatus.SUSPENDED, now=now)
    return bool(row.status == ListingStatus.LIVE)


def reinstate_listing(listing_id: int) -> bool:
    """Put a suspended listing back before buyers; False when it is not suspended, or nothing of it is left."""
    row = Availability.objects.select_for_update().filter(pk=listing_id).first()
    if row is None or row.status != ListingStatus.SUSPENDED:
        return False
    try:
        relist(listing_id)
    except (StatusNotReachable, StockTooSmall):
        return False
    return True
