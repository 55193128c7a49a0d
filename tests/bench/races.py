"""Races for the same goods over HTTP: what many browsers send to a web server at once, and what must be true then.

Django has to be set up on the database of that server. Each race raises AssertionError in words, and returns how
long it took; it makes its own people and goods, so that one follows the other.
"""

from __future__ import annotations

import time
import uuid
from collections import Counter
from typing import TYPE_CHECKING

from django.conf import settings
from django.utils import timezone

from cms.catalog.models import Availability
from commerce.notifications.models import Notification
from commerce.orders.models import Order, OrderEvent, OrderLine
from commerce.orders.services import act
from tests.bench.clients import Request, at_once
from tests.factories.goods import make_listing
from tests.factories.orders import make_buyer
from tests.factories.sessions import session_of

if TYPE_CHECKING:
    from cms.accounts.models import User
    from cms.catalog.models import Listing
    from tests.bench.web import Web

PLACED, REFUSED = 302, 409


def asking_for(*listings: Listing, session: str, key: str = "") -> Request:
    """What the page of the check-out sends for one piece of each."""
    lines = [("line", f"{one.seller_id}:{one.pk}:1:{one.price_cents}") for one in listings]
    return Request("/checkout", [*lines, ("key", key or uuid.uuid4().hex), ("note", "")], session)


def last_pieces(web: Web, sessions: list[str], *, stock: int) -> float:
    """Everybody wants a piece of a listing that has too few: as many orders as pieces, and clean refusals."""
    listing = make_listing(stock=stock)
    started = time.perf_counter()
    answers = at_once(web.port, [asking_for(listing, session=one) for one in sessions], origin=settings.SITE_URL)
    took = time.perf_counter() - started
    _expect(Counter(one.status for one in answers), {PLACED: stock, REFUSED: len(sessions) - stock}, "answers")
    _expect({one.location[:10] for one in answers if one.status == PLACED}, {"/orders/O-"}, "where they lead")
    orders = list(Order.objects.filter(lines__listing=listing))
    _expect(len(orders), stock, "orders")
    _expect(len({one.buyer_id for one in orders}), stock, "buyers")
    _expect(_stock_of(listing), (stock, stock), "stock and what is held")
    _end(orders, web)
    _expect(_stock_of(listing), (stock, 0), "stock and what is held once all are declined")
    return took


def opposite_carts(web: Web, sessions: list[str]) -> float:
    """Two listings of two sellers, in one order or the other: nobody waits in a circle, everybody gets both."""
    bike, sofa = make_listing(stock=len(sessions)), make_listing(stock=len(sessions))
    carts = [(bike, sofa), (sofa, bike)]
    requests = [asking_for(*carts[place % 2], session=one) for place, one in enumerate(sessions)]
    started = time.perf_counter()
    answers = at_once(web.port, requests, origin=settings.SITE_URL)
    took = time.perf_counter() - started
    _expect(Counter(one.status for one in answers), {PLACED: len(sessions)}, "answers")
    _expect({_stock_of(one) for one in (bike, sofa)}, {(len(sessions), len(sessions))}, "stock and what is held")
    orders = list(Order.objects.filter(lines__listing__in=(bike, sofa)))
    _expect(len(orders), 2 * len(sessions), "orders")
    _end(orders, web)
    return took


def one_key(web: Web, session: str, *, times: int) -> float:
    """The same form so many times at once: one order, and everybody is led to it."""
    listing = make_listing(stock=times)
    request = asking_for(listing, session=session)
    started = time.perf_counter()
    answers = at_once(web.port, [request] * times, origin=settings.SITE_URL)
    took = time.perf_counter() - started
    _expect(Counter(one.status for one in answers), {PLACED: times}, "answers")
    see_one_order(listing)
    order = Order.objects.get(lines__listing=listing)
    _expect({one.location for one in answers}, {order.path}, "where they lead")
    _end([order], web)
    return took


def see_one_order(listing: Listing) -> None:
    """Exactly one order of one piece of the listing, with all that belongs to it."""
    order = Order.objects.get(lines__listing=listing)
    _expect(_stock_of(listing)[1], 1, "what is held")
    _expect(OrderLine.objects.filter(order=order).count(), 1, "lines")
    _expect(OrderEvent.objects.filter(order=order).count(), 1, "events")
    told = Notification.objects.filter(recipient=order.seller_id, kind="order-requested")
    _expect(told.count(), 1, "mails")


def see_no_order(listing: Listing) -> None:
    """Nothing of an order of the listing: no half of one either."""
    _expect(Order.objects.filter(lines__listing=listing).count(), 0, "orders")
    _expect(OrderLine.objects.filter(listing=listing).count(), 0, "lines")
    _expect(Order.objects.filter(lines__isnull=True).count(), 0, "orders without lines")
    _expect(_stock_of(listing)[1], 0, "what is held")


def make_buyers(count: int) -> list[User]:
    """People who may order."""
    return [make_buyer() for _ in range(count)]


def log_in(buyers: list[User]) -> list[str]:
    """A session for each."""
    return [session_of(one) for one in buyers]


def _stock_of(listing: Listing) -> tuple[int, int]:
    row = Availability.objects.get(listing=listing)
    return row.stock, row.reserved


def _end(orders: list[Order], web: Web) -> None:
    """Somebody may have five requests only: the sellers decline, so that the next race can begin."""
    for one in orders:
        act(one.pk, "decline", now=timezone.now(), person_id=one.seller_id, note="sold")
    _expect(web.faults(), [], "faults in the log")


def _expect(found: object, wanted: object, what: str) -> None:
    if found != wanted:
        raise AssertionError(f"{what}: {found} instead of {wanted}")
