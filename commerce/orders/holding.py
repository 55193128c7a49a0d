"""What orders hold of the stock, for whoever checks the books."""

from __future__ import annotations

from django.db.models import Sum

from commerce.orders.machine import HOLDING_STATES
from commerce.orders.models import OrderLine


def held_by_orders() -> dict[int, int]:
    """Pieces that open orders hold: listing → pieces."""
    lines = OrderLine.objects.filter(order__state__in=HOLDING_STATES, listing__isnull=False)
    rows = lines.order_by().values("listing_id").annotate(pieces=Sum("quantity"))
    return {row["listing_id"]: row["pieces"] for row in rows}
