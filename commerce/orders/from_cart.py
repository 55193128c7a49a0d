"""What is asked for leaves the cart in the same transaction."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import datetime

from django.db import transaction
from django.http import HttpRequest

from commerce.cart.services import clear
from commerce.orders.errors import OrderNotPossible
from commerce.orders.models import Order
from commerce.orders.services import Wanted, place_orders


@transaction.atomic
def order_from_cart(
    request: HttpRequest, wanted: Mapping[int, Sequence[Wanted]], key: str, *, note: str, now: datetime
) -> list[Order]:
    """Place the orders and take their goods out of the cart. Raises what `place_orders` raises."""
    if request.user.pk is None:
        raise OrderNotPossible
    orders = place_orders(request.user.pk, wanted, key, now=now, note=note)
    clear(request, [one.listing_id for lines in wanted.values() for one in lines])
    return orders
