"""What the workbook tells about deals: the sheets `orders` and `reviews`, which are for export only.

Times are those of UTC, as `2026-05-02T12:00:00Z`. Of a review that nobody may read yet the text is left out.
"""

from __future__ import annotations

from datetime import UTC
from typing import TYPE_CHECKING, Any

from django.db.models import Prefetch

from cms.api.workbooks import Column, Sheet, line_cell, lines_cell, register_sheet
from cms.contract.money import Money
from commerce.orders.models import Appointment, Order, OrderLine
from commerce.reviews.models import Review

if TYPE_CHECKING:
    from collections.abc import Iterator
    from datetime import datetime

_AT_ONCE = 1000

_ORDER_COLUMNS = (
    *("number", "placed", "state", "reason", "seller", "buyer", "listing", "title", "quantity", "price"),
    *("meeting", "place", "received", "completed"),
)
_REVIEW_COLUMNS = (
    *("number", "about", "author", "subject", "stars", "text"),
    *("written", "published", "reply", "removed"),
)


def register() -> None:
    """Add them after the sheets that can be imported."""
    for name, columns, export in (
        ("orders", _ORDER_COLUMNS, exported_orders),
        ("reviews", _REVIEW_COLUMNS, exported_reviews),
    ):
        register_sheet(Sheet(name=name, columns=tuple(map(Column, columns)), export=export))


def exported_orders() -> Iterator[list[Any]]:
    """Every order by number; of several goods in one, keys and titles stand with `;` between, pieces are added up."""
    orders = Order.objects.select_related("seller", "buyer").prefetch_related(
        Prefetch(
            "lines",
            queryset=OrderLine.objects.select_related("listing").only("title", "quantity", "order", "listing__key"),
        ),
        Prefetch("appointments", queryset=Appointment.objects.filter(status="agreed"), to_attr="agreed"),
    )
    for order in orders.order_by("number").iterator(chunk_size=_AT_ONCE):
        lines = list(order.lines.all())
        meeting = next(iter(order.agreed), None)
        yield [
            order.label,
            _time(order.placed_at),
            order.state,
            order.reason or None,
            order.seller.label,
            order.buyer.label,
            "; ".join(one.listing.key for one in lines),
            line_cell("; ".join(one.title for one in lines)),
            sum(one.quantity for one in lines),
            order.total.euros,
            _time(meeting.starts_at) if meeting else None,
            line_cell(meeting.place) if meeting else None,
            None if order.received_cents is None else Money(order.received_cents).euros,
            _time(order.received_at),
        ]


def exported_reviews() -> Iterator[list[Any]]:
    """Every review, in the order of the orders."""
    reviews = Review.objects.select_related("order", "author", "subject").order_by("order__number", "pk")
    for review in reviews.iterator(chunk_size=_AT_ONCE):
        yield [
            review.order.label,
            "seller" if review.about_seller else "buyer",
            review.author.label,
            review.subject.label,
            review.stars if review.published_at else None,
            lines_cell(review.text) or None if review.published_at else None,
            _time(review.written_at),
            _time(review.published_at),
            lines_cell(review.reply) or None,
            _time(review.removed_at),
        ]


def _time(moment: datetime | None) -> str | None:
    return None if moment is None else f"{moment.astimezone(UTC):%Y-%m-%dT%H:%M:%SZ}"
