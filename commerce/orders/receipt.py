"""The sheet that both keep: who, what as it was ordered, how much in figures and words, when, and who confirmed it."""

from __future__ import annotations

from typing import Any

from cms.contract.money import Money
from commerce.orders.machine import State
from commerce.orders.models import Appointment, Order
from commerce.orders.when import locale, spoken
from commerce.orders.words import amount_in_words


def receipt_of(order: Order) -> dict[str, Any]:
    """What `orders/receipt.html` needs."""
    meeting = order.appointments.filter(status=Appointment.Status.AGREED).first()
    amount = Money(order.received_cents if order.received_cents is not None else order.total_cents)
    return {
        "order": order,
        "lines": list(order.lines.all()),
        "rounding": Money(order.rounding_cents),
        "amount": amount,
        "in_words": amount_in_words(amount, locale()[:2]),
        "is_done": order.state == State.COMPLETED,
        "received": spoken(order.received_at) if order.received_at else "",
        "place": meeting.place if meeting else "",
        "is_safe": meeting.is_safe if meeting else False,
        "meeting": spoken(meeting.starts_at) if meeting else "",
        "confirmations": [
            (order.buyer_name, _when(order, "buyer")),
            (order.seller_name, _when(order, "seller")),
        ],
    }


def _when(order: Order, side: str) -> str:
    moment = order.buyer_confirmed_at if side == "buyer" else order.seller_confirmed_at
    return spoken(moment) if moment else ""
