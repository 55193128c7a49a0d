"""What a side can still say about a deal that is done: the package of reviews, above this one, tells it when ready."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime

from commerce.orders.models import Order

Until = Callable[..., datetime | None]
"""Called as `until(order, person_id, now=now)`; None when this person can say nothing more."""

_untils: list[Until] = []


def register(until: Until) -> None:
    """Have `until` asked for a completed order that one of its sides looks at. Called when an application is ready."""
    if until not in _untils:
        _untils.append(until)


def review_until(order: Order, person_id: int, *, now: datetime) -> datetime | None:
    """Until when this side may write its review of the order; None when it may not, or has."""
    return next((found for one in _untils if (found := one(order, person_id, now=now))), None)
