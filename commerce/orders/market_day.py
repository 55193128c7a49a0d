"""A seller's meetings of a day, in their order, with what each brings."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import datetime, timedelta

from commerce.orders.machine import OPEN_STATES, State
from commerce.orders.models import Appointment, CashSettings, Order, OrderLine
from commerce.orders.when import clock_time

_NUMBER = re.compile(r"(?:o-?)?0*([0-9]{1,9})", re.IGNORECASE)


@dataclass(frozen=True, slots=True, kw_only=True)
class Meeting:
    """One row of the list."""

    order: Order
    time: str
    place: str
    lines: list[OrderLine]
    is_late: bool
    is_done: bool


def meetings_of_day(seller_id: int, *, now: datetime) -> list[Meeting]:
    """Those of today by the clock on the shop's wall, and earlier ones of which nobody has said how they went."""
    zone = CashSettings.load().zone
    midnight = now.astimezone(zone).replace(hour=0, minute=0, second=0, microsecond=0)
    tomorrow = (midnight + timedelta(days=1, hours=12)).replace(hour=0)
    rows = (
        Appointment.objects.filter(
            order__seller_id=seller_id,
            status=Appointment.Status.AGREED,
            starts_at__lt=tomorrow,
            order__state__in=[State.SCHEDULED, State.HANDED_OVER, State.COMPLETED],
        )
        .exclude(order__state=State.COMPLETED, starts_at__lt=midnight)
        .select_related("order")
        .prefetch_related("order__lines")
        .order_by("starts_at", "pk")
    )
    return [
        Meeting(
            order=one.order,
            time=clock_time(one.starts_at),
            place=one.place,
            lines=list(one.order.lines.all()),
            is_late=one.order.state == State.SCHEDULED and one.ends_at < now,
            is_done=one.order.state == State.COMPLETED,
        )
        for one in rows
    ]


def find_order(seller_id: int, typed: str) -> Order | None:
    """The seller's open order of this number, typed as `17`, `O-17` or `O-000017`."""
    match = _NUMBER.fullmatch(typed)
    if match is None:
        return None
    return Order.objects.filter(seller_id=seller_id, number=int(match[1]), state__in=OPEN_STATES).first()
