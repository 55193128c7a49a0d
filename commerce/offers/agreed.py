"""What a buyer can have for less, by an offer that was accepted: for the cart, which knows the public prices only."""

from __future__ import annotations

from collections.abc import Collection

from django.utils import timezone

from commerce.cart.contents import Agreed
from commerce.offers.machine import State
from commerce.offers.models import Offer


def agreed_with(buyer_id: int, listing_ids: Collection[int]) -> dict[int, Agreed]:
    """By listing, while the agreement holds."""
    found = Offer.objects.filter(
        buyer=buyer_id, listing__in=listing_ids, state=State.ACCEPTED, deadline__gt=timezone.now()
    )
    return {one.listing_id: Agreed(price=one.amount, path=one.path) for one in found}
