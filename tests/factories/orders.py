"""Orders for tests: made and moved by the services themselves, up to the state that a test is about."""

from __future__ import annotations

import itertools
from datetime import UTC, datetime, timedelta
from typing import Any

from allauth.account.models import EmailAddress

from cms.accounts.models import User
from cms.catalog.models import Listing
from commerce.orders import codes
from commerce.orders.models import Appointment, HandoverCode, Order, PickupWindow
from commerce.orders.services import Wanted, act, place_orders
from tests.factories.goods import make_listing
from tests.factories.people import make_user

NOW = datetime(2026, 5, 2, 12, tzinfo=UTC)
"""When the orders of a test are made: a Saturday."""

MEETING = NOW + timedelta(days=2)

_count = itertools.count(1)


def make_buyer(**fields: Any) -> User:
    """Somebody who may order: the e-mail address is confirmed."""
    return confirmed(make_user(**fields))


def confirmed(user: User) -> User:
    """The same person, whose e-mail address is confirmed."""
    EmailAddress.objects.create(user=user, email=user.email, verified=True, primary=True)
    return user


def wanted(listing: Listing, *, quantity: int = 1, price_cents: int | None = None) -> Wanted:
    """What a buyer wants of a listing, at the price that it has."""
    price = listing.price_cents if price_cents is None else price_cents
    return Wanted(listing_id=listing.pk, quantity=quantity, price_cents=price)


def by_seller(*listings: Listing, quantity: int = 1) -> dict[int, list[Wanted]]:
    """A cart with these listings, as place_orders takes it."""
    found: dict[int, list[Wanted]] = {}
    for one in listings:
        found.setdefault(one.seller_id, []).append(wanted(one, quantity=quantity))
    return found


def make_order(
    *listings: Listing, state: str = "requested", buyer: User | None = None, now: datetime = NOW, quantity: int = 1
) -> Order:
    """An order in this state, at one seller; a disputed one is so about a hand-over, a no-show is the buyer's."""
    buyer = buyer or make_buyer()
    goods = listings or (make_listing(stock=3),)
    order = place_orders(buyer.pk, by_seller(*goods, quantity=quantity), f"key-{next(_count)}", now=now)[0]
    return move(order, state, now=now)


def move(order: Order, state: str, *, now: datetime = NOW) -> Order:
    """The same order, as far on its way as this state."""
    buyer, seller, meeting = order.buyer_id, order.seller_id, now + (MEETING - NOW)
    if state == "requested":
        return order
    if state == "cancelled":
        return act(order.pk, "withdraw", now=now, person_id=buyer)
    act(order.pk, "accept", now=now, person_id=seller)
    if state != "accepted":
        agree_on(order, meeting, now=now)
    if state == "no_show":
        act(order.pk, "claim-no-show", now=meeting + timedelta(hours=1), person_id=seller)
    if state in {"handed_over", "disputed"}:
        act(order.pk, "hand-over", now=meeting, person_id=seller)
    if state == "disputed":
        act(order.pk, "object", now=meeting, person_id=buyer, note="I got nothing.")
    if state == "completed":
        act(order.pk, "enter-code", now=meeting, person_id=seller, code=code_of(order))
    moved = Order.objects.get(pk=order.pk)
    if moved.state != state:
        raise ValueError(f"{moved.state} instead of {state}")
    return moved


def agree_on(order: Order, start: datetime, *, now: datetime = NOW) -> Appointment:
    """The seller proposes this time, the buyer confirms it."""
    act(order.pk, "propose", now=now, person_id=order.seller_id, place="Station hall", starts_at=start)
    act(order.pk, "confirm", now=now, person_id=order.buyer_id)
    return agreed(order)


def agreed(order: Order) -> Appointment:
    """The meeting that stands."""
    return order.appointments.get(status="agreed")


def code_of(order: Order) -> str:
    """What the buyer's page shows."""
    return codes.code_for(HandoverCode.objects.get(appointment=agreed(order)).nonce)


def wrong_code(order: Order) -> str:
    """Six other digits."""
    return f"{(int(code_of(order)) + 1) % 1_000_000:06d}"


def make_window(seller: User, **fields: Any) -> PickupWindow:
    """Mondays from 18:00 to 19:30 in Berlin, at the station, one buyer for each half hour."""
    defaults = {
        "weekday": 0,
        "opens": "18:00",
        "closes": "19:30",
        "place": "Station hall",
        "address": "Bahnhofsplatz 1",
        "lead_hours": 1,
    }
    window = PickupWindow.objects.create(seller=seller, **(defaults | fields))
    window.refresh_from_db()
    return window
