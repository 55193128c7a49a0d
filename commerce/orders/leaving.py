"""Orders in somebody's own data, and those that keep an account open. The books stay when a person goes."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime
from typing import Any

from django.db.models import Q

from commerce.orders.machine import OPEN_STATES, Appeal
from commerce.orders.models import EventPhoto, Order, PickupWindow
from commerce.photo_intake import forget_unsent, unsent
from commerce.theme import translate


def open_orders(user_id: int) -> Iterator[str]:
    """Why the account cannot be closed yet: one sentence for each order that is not at its end."""
    waits = Q(state__in=sorted(OPEN_STATES)) | Q(appeal=Appeal.WAITS)
    of_person = Order.objects.filter(Q(buyer=user_id) | Q(seller=user_id), waits)
    for order in of_person.order_by("number"):
        yield translate("Order {order} is still open.", order=order.label)


def orders_of(user_id: int) -> list[dict[str, Any]]:
    """All orders of a person, on either side, with what was in them and what happened."""
    found = Order.objects.filter(Q(buyer=user_id) | Q(seller=user_id)).order_by("number")
    return [_told(one, user_id) for one in found.prefetch_related("lines", "events", "appointments")]


def forget_windows(user_id: int) -> None:
    """Take the times and addresses away at which somebody was to be met; meetings that were agreed stay."""
    PickupWindow.objects.filter(seller_id=user_id).delete()
    unsent(EventPhoto, user_id).delete()


def photos_of(user_id: int) -> Iterator[tuple[str, bytes]]:
    """All photos that a person sent about orders, each with the name of its file."""
    sent = EventPhoto.objects.filter(by=user_id, event__isnull=False).select_related("event__order").defer(None)
    for one in sent.iterator(chunk_size=10):
        label = one.event.order.label if one.event is not None else ""
        yield f"{label}-{one.pk}.jpg", bytes(one.content)


def forget_unsent_photos(now: datetime) -> int:
    """Remove photos of forms that were never sent."""
    return forget_unsent(EventPhoto, now)


def _told(order: Order, user_id: int) -> dict[str, Any]:
    is_seller = order.seller_id == user_id
    return {
        "number": order.label,
        "side": "seller" if is_seller else "buyer",
        "with": order.buyer_name if is_seller else order.seller_name,
        "state": order.state,
        "reason": order.reason,
        "note": order.note,
        "total_cents": order.total_cents,
        "placed_at": order.placed_at,
        "received_at": order.received_at,
        "lines": [
            {"title": one.title, "quantity": one.quantity, "price_cents": one.price_cents} for one in order.lines.all()
        ],
        "meetings": [
            {"place": one.place, "address": one.address, "from": one.starts_at, "to": one.ends_at, "status": one.status}
            for one in order.appointments.all()
        ],
        "events": [
            {"at": one.at, "action": one.action, "actor": one.actor, "note": one.note} for one in order.events.all()
        ],
    }
