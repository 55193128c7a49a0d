"""The cart in somebody's own data; it goes with the person."""

from __future__ import annotations

from typing import Any

from commerce.cart.models import Cart, CartLine


def cart_of(user_id: int) -> list[dict[str, Any]]:
    """What lies in it."""
    lines = CartLine.objects.filter(cart__user_id=user_id).order_by("pk")
    return [dict(one) for one in lines.values("listing_id", "title", "quantity", "price_cents", "added_at")]


def forget_cart(user_id: int) -> None:
    """Throw it away."""
    Cart.objects.filter(user_id=user_id).delete()
