"""What changes the hours that a seller offers."""

from __future__ import annotations

from typing import Any

from commerce.orders.models import PickupWindow


def add_window(seller_id: int, **fields: Any) -> PickupWindow:
    """Offer these hours every week. The form has checked them; the database refuses what cannot be."""
    return PickupWindow.objects.create(seller_id=seller_id, **fields)


def remove_window(seller_id: int, window_id: int) -> bool:
    """Offer them no more; agreed meetings stay. False when the seller has no such hours."""
    gone, _ = PickupWindow.objects.filter(seller_id=seller_id, pk=window_id).delete()
    return bool(gone)
