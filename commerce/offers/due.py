"""What time does to offers: they run out, or end with their listing. Late, twice or after a jump of the clock, once."""

from __future__ import annotations

from datetime import datetime

from commerce.catalog import free_stock
from commerce.offers.errors import OfferStateConflict
from commerce.offers.machine import Action
from commerce.offers.models import Offer
from commerce.offers.services import act

_AT_ONCE = 500


def run_due(now: datetime) -> int:
    """End what has run out and what is no longer for sale; how many offers that were."""
    still_open = Offer.objects.filter(deadline__isnull=False).order_by("deadline", "pk")
    late = list(still_open.filter(deadline__lte=now).values_list("pk", flat=True)[:_AT_ONCE])
    others = list(still_open.filter(deadline__gt=now).values_list("pk", "listing_id"))
    for_sale = free_stock({listing_id for _, listing_id in others})
    gone = [pk for pk, listing_id in others if listing_id not in for_sale][:_AT_ONCE]
    return sum(_done(one, Action.LAPSE, now) for one in late) + sum(_done(one, Action.END, now) for one in gone)


def _done(offer_id: int, action: Action, now: datetime) -> bool:
    try:
        act(offer_id, action, now=now)
    except OfferStateConflict:
        return False  # Somebody acted just now.
    return True
