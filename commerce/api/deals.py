"""Orders: placing them once, looking at them, and every action that the life of an order knows for its two sides."""

from __future__ import annotations

from datetime import timedelta
from typing import Annotated, Any

from django.core.exceptions import ValidationError
from django.db.models import F, Q
from django.http import HttpRequest, HttpResponse
from django.utils import timezone
from ninja import Header, Query, Router

from commerce import catalog
from commerce.api import shapes
from commerce.api.doors import demand, door, may
from commerce.api.given import ActionGiven, OrderGiven, OrderNumber, OrdersAsked
from commerce.api.goods import amount
from commerce.api.paging import paged, part_of
from commerce.api.problems import Problem, not_found, wrong_fields
from commerce.api.rates import Rate
from commerce.orders.errors import GoodsChanged, LineProblem
from commerce.orders.from_cart import order_from_cart
from commerce.orders.machine import Action, Actor
from commerce.orders.models import Appointment, Order
from commerce.orders.services import Wanted, act
from commerce.orders.showing import code_digits, situation
from commerce.orders.slots import free_slots
from commerce.orders.steps import next_step, offered
from commerce.seen_text import one_line, some_lines
from commerce.theme import translate

router = Router(throttle=Rate(), tags=["Orders"])

IdempotencyKey = Annotated[
    str,
    Header(
        alias="Idempotency-Key",
        min_length=8,
        max_length=60,
        pattern=r"^[A-Za-z0-9_-]+$",
        description="Chosen by you for each wish: the same key again gives the same orders.",
    ),
]


@router.get("/orders", auth=door("read", "buy", "sell"), response=shapes.Page[shapes.OrderRow])
def list_orders(request: HttpRequest, response: HttpResponse, asked: Query[OrdersAsked]) -> Any:
    """One's orders on one side: what is near its end first, then what is over, newest first."""
    own = Q(buyer=request.user.pk) if asked.side == "buyer" else Q(seller=request.user.pk)
    rows = Order.objects.filter(own).order_by(F("deadline").asc(nulls_last=True), "-changed_at", "-pk")
    side = Actor(asked.side)
    told = [shapes.OrderRow(**_row(one, side)) for one in part_of(rows, asked)]
    return paged(request, response, asked, told, rows.count())


@router.post("/orders", auth=door("buy"), response={201: shapes.Orders})
def place_orders(request: HttpRequest, key: IdempotencyKey, given: OrderGiven) -> Any:
    """Ask for goods at the prices that were seen, one order for each seller, all or none; they leave the cart."""
    checked({"note": given.note})
    wanted = {one.listing: one for one in given.lines}
    if len(wanted) != len(given.lines):
        raise wrong_fields({"lines": [translate("A listing stands twice in one order.")]})
    stored_key = f"api-{key}"
    before = list(Order.objects.filter(buyer=request.user.pk, key=stored_key).order_by("seller_id"))
    if not before:
        orders = order_from_cart(request, _by_seller(given), stored_key, note=given.note, now=timezone.now())
    else:
        orders = before
    _same_as(orders, given)
    return shapes.Orders(orders=[_order(one, Actor.BUYER) for one in orders])


@router.get("/orders/{number}", auth=door("read", "buy", "sell"), response=shapes.Order)
def get_order(request: HttpRequest, number: OrderNumber) -> Any:
    """One order, for one of its two sides."""
    order, side = _own(request, number)
    return _order(order, side, shows_code=may(request, "buy"))


@router.post("/orders/{number}/{action}", auth=door("buy", "sell"), response=shapes.Order)
def act_on_order(request: HttpRequest, number: OrderNumber, action: Action, given: ActionGiven) -> Any:
    """Do this with the order. 409 when its state does not allow it to this side; 422 with words for what is missing.

    Needs the scope buy as its buyer, sell as its seller.
    """
    order, side = _own(request, number)
    demand(request, "buy" if side is Actor.BUYER else "sell")
    checked({"note": given.note}, {"place": given.place, "address": given.address})
    details: dict[str, Any] = {
        "note": given.note,
        "code": given.code,
        "place": given.place,
        "address": given.address,
        "starts_at": given.starts_at,
        "ends_at": given.starts_at + timedelta(minutes=given.minutes) if given.starts_at else None,
        "window_id": given.window,
    }
    after = act(order.pk, action, now=timezone.now(), person_id=request.user.pk, **details)
    return _order(after, side)


def _own(request: HttpRequest, number: str) -> tuple[Order, Actor]:
    person = request.user.pk
    order = Order.objects.filter(Q(buyer=person) | Q(seller=person), number=int(number[2:])).first()
    side = order.side_of(person) if order is not None else None
    if order is None or side is None:
        raise not_found()
    return order, side


def checked(lines: dict[str, str], single: dict[str, str] | None = None) -> None:
    """Refuse texts that cannot be shown. Raises Problem."""
    for texts, check in ((lines, some_lines), (single or {}, one_line)):
        for name, text in texts.items():
            try:
                if text:
                    check(text)
            except ValidationError as error:
                raise wrong_fields({name: error.messages}) from None


def _by_seller(given: OrderGiven) -> dict[int, list[Wanted]]:
    records = catalog.listings([one.listing for one in given.lines])
    gone = [one.listing for one in given.lines if one.listing not in records]
    if gone:
        raise GoodsChanged([LineProblem(listing_id=one, title="") for one in gone])
    found: dict[int, list[Wanted]] = {}
    for one in given.lines:
        wish = Wanted(listing_id=one.listing, quantity=one.quantity, price_cents=one.price.cents)
        found.setdefault(records[one.listing].seller_id, []).append(wish)
    return found


def _same_as(orders: list[Order], given: OrderGiven) -> None:
    """Raises Problem when the key was used for another wish."""
    ordered = {(line.listing_id, line.quantity, line.price_cents) for one in orders for line in one.lines.all()}
    if ordered != {(one.listing, one.quantity, one.price.cents) for one in given.lines}:
        raise Problem(409, translate("This key was used for another order. Choose a new one."))


def _row(order: Order, side: Actor) -> dict[str, Any]:
    return {
        "number": order.label,
        "side": side.value,
        "other": order.seller_name if side is Actor.BUYER else order.buyer_name,
        "state": order.state,
        "reason": order.reason,
        "total": amount(order.total_cents),
        "placed_at": order.placed_at,
        "changed_at": order.changed_at,
        "deadline": order.deadline,
    }


def _order(order: Order, side: Actor, *, shows_code: bool = True) -> shapes.Order:
    now = timezone.now()
    seen = situation(order, side, now=now)
    actions = offered(seen)
    slots = free_slots(order.seller_id, now=now) if Action.PICK in actions else []
    return shapes.Order(
        **_row(order, side),
        lines=[
            shapes.OrderLine(
                listing=one.listing_id,
                title=one.title,
                quantity=one.quantity,
                price=amount(one.price_cents),
                condition=one.condition,
            )
            for one in order.lines.all()
        ],
        rounding=amount(order.rounding_cents),
        note=order.note,
        next_step=next_step(seen),
        actions=[one.value for one in actions],
        meeting=_meeting(seen.agreed, with_address=True),
        proposal=_meeting(seen.proposed, with_address=False),
        slots=[
            shapes.Slot(window=one.window.pk, starts_at=one.starts_at, ends_at=one.ends_at, place=one.window.place)
            for one in slots
        ],
        code=code_digits(order, seen) if side is Actor.BUYER and shows_code else "",
        events=[
            shapes.Event(action=one.action, actor=one.actor, at=one.at, note=one.note) for one in order.events.all()
        ],
    )


def _meeting(meeting: Appointment | None, *, with_address: bool) -> shapes.Meeting | None:
    if meeting is None:
        return None
    return shapes.Meeting(
        place=meeting.place,
        address=meeting.address if with_address else "",
        safe=meeting.is_safe,
        starts_at=meeting.starts_at,
        ends_at=meeting.ends_at,
        proposed_by=meeting.proposed_by,
    )
