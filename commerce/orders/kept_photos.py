"""Photos of what was ordered: order pages and receipts show them for as long as there are orders."""

from __future__ import annotations

from collections.abc import Collection, Iterable

from commerce.orders.models import OrderLine

_FEW = 500


def ordered_photos(hashes: Collection[str]) -> Iterable[str]:
    """Those of these pictures that stand in an order."""
    named = OrderLine.objects.filter(photo__isnull=False).values_list("photo__hash", flat=True)
    if len(hashes) <= _FEW:
        named = named.filter(photo__hash__in=list(hashes))
    return set(named.iterator()).intersection(hashes)
