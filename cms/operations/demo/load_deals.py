"""Puts deals into the demo: orders and reviews in bulk, and a few open ones for the log-ins."""

from __future__ import annotations

from django.utils import timezone

from cms.operations.demo.deals.open import MOST, load_open_deals, possible_open_deals
from cms.operations.demo.deals.past import end_of, load_past_deals
from cms.operations.demo.goods.offers import last_day
from cms.operations.demo.load_people import Crowd
from commerce.orders.models import Order
from commerce.reviews.standing import count_anew

_COUNTED_AT_ONCE = 60
"""Sellers whose reviews stand on their pages at once; the clock counts for the others."""


def default_orders(listings: int) -> int:
    """Orders for so many listings."""
    return max(1, listings // 4)


def load_deals(count: int, *, seed: int, batch: int, crowd: Crowd) -> tuple[int, int]:
    """Make so many orders: how many orders and how many reviews."""
    key = f"demo-{seed}-{batch}-"
    before = Order.objects.count()
    shown = possible_open_deals(min(MOST, count), key=key, crowd=crowd)
    reviews = load_past_deals(count - shown, seed=seed, key=key, crowd=crowd, end=end_of(last_day(seed)))
    load_open_deals(min(MOST, count), key=key, crowd=crowd)
    now = timezone.now()
    for seller_id in crowd.seller_ids[:_COUNTED_AT_ONCE] if count else ():
        count_anew(seller_id, now=now)
    return Order.objects.count() - before, reviews
