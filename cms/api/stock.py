"""What orders do to the stock of a listing: hold some, give it back, sell it. Each in the transaction of the order."""

from __future__ import annotations

from typing import TYPE_CHECKING

from cms.catalog.errors import NothingFree
from cms.catalog.models import Availability
from cms.catalog.services import hold_stock, release_stock, return_stock, sell_stock, take_stock

if TYPE_CHECKING:
    from collections.abc import Iterable

__all__ = [
    "NothingFree",
    "free_stock",
    "hold_stock",
    "lock_stock",
    "release_stock",
    "return_stock",
    "sell_stock",
    "take_stock",
]


def free_stock(listing_ids: Iterable[int]) -> dict[int, int]:
    """How many pieces nobody holds, of those of these listings that are for sale."""
    rows = Availability.objects.filter(
        listing_id__in=list(listing_ids), status="live", listing__live=True, listing__seller__is_active=True
    )
    return {one: stock - reserved for one, stock, reserved in rows.values_list("listing_id", "stock", "reserved")}


def lock_stock(listing_id: int) -> None:
    """Let nobody else move the stock of a listing until the transaction ends; nothing for one that is not there."""
    Availability.objects.select_for_update().filter(listing_id=listing_id).first()
