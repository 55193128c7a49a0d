"""Whose order it is: part of the query, so that a stranger gets 404."""

from __future__ import annotations

from django.db.models import Q
from django.http import Http404, HttpRequest

from commerce.orders.machine import Actor
from commerce.orders.models import Order


class OrderLabel:
    """`O-000017` in an address."""

    regex = "O-[0-9]{6,9}"

    def to_python(self, value: str) -> int:
        """The number."""
        return int(value.removeprefix("O-"))

    def to_url(self, value: int) -> str:
        """As people see it."""
        return f"O-{value:06d}"


def own_order(request: HttpRequest, number: int) -> tuple[Order, Actor]:
    """The order of this number and the side on which the person is. Raises Http404 for a stranger."""
    person = request.user.pk
    order = Order.objects.filter(Q(buyer=person) | Q(seller=person), number=number).first()
    side = order.side_of(person) if order is not None else None
    if order is None or side is None:
        raise Http404
    return order, side
