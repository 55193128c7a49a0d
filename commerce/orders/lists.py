"""Own orders in pages of a list: what is late or near its end first, then what is over, newest first."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.core.paginator import Paginator
from django.db.models import F, Q

from commerce.orders import wording
from commerce.orders.machine import Actor
from commerce.orders.models import Appointment, Order, OrderLine
from commerce.orders.showing import situation
from commerce.orders.steps import is_pressing, next_step
from commerce.orders.when import left_until, spoken
from commerce.waiting.lists import listings_of

PER_PAGE = 20
TABS = ("buying", "selling")


@dataclass(frozen=True, slots=True, kw_only=True)
class Row:
    """One order of the list."""

    order: Order
    lines: list[OrderLine]
    state: str
    other: str
    meeting: str
    left: str
    next_step: str


def own_orders(person_id: int, tab: str, *, page: str, now: datetime) -> dict[str, Any]:
    """What `orders/index.html` needs. Without a tab the one with something open, or buying."""
    counts = {
        "buying": Order.objects.filter(buyer=person_id, deadline__isnull=False).count(),
        "selling": Order.objects.filter(seller=person_id, deadline__isnull=False).count(),
    }
    if tab not in TABS:
        tab = "selling" if counts["selling"] and not counts["buying"] else "buying"
    side = Actor.BUYER if tab == "buying" else Actor.SELLER
    own = Q(buyer=person_id) if side is Actor.BUYER else Q(seller=person_id)
    orders = Order.objects.filter(own).order_by(F("deadline").asc(nulls_last=True), "-changed_at", "-pk")
    found = Paginator(orders.prefetch_related("lines", "appointments"), PER_PAGE).get_page(page)
    return {
        "tab": tab,
        "counts": counts,
        "waiting": len(listings_of(person_id)),
        "page": {"number": found.number, "count": found.paginator.num_pages},
        "rows": [_row(one, side, now) for one in found],
    }


def _row(order: Order, side: Actor, now: datetime) -> Row:
    agreed = [one for one in order.appointments.all() if one.status == Appointment.Status.AGREED]
    is_open = order.deadline is not None
    return Row(
        order=order,
        lines=list(order.lines.all()),
        state=wording.outcome(order.state, order.reason),
        other=order.seller_name if side is Actor.BUYER else order.buyer_name,
        meeting=spoken(agreed[0].starts_at) if agreed and is_open else "",
        left=left_until(order.deadline, now) if order.deadline and order.deadline > now and is_pressing(order) else "",
        next_step=next_step(situation(order, side, now=now)) if is_open else "",
    )
