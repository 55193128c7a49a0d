"""A person's cart and favourites."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest
from django.utils import timezone
from ninja import Router

from commerce import catalog
from commerce.api import shapes
from commerce.api.doors import door
from commerce.api.given import Id, LineAdded, PriceSeen, QuantityGiven
from commerce.api.goods import amount, listing_shapes, number_of
from commerce.api.problems import Problem, not_found
from commerce.api.rates import Rate
from commerce.cart import services as cart
from commerce.cart.contents import Line, SellerGroup
from commerce.cart.whose import cart_of, cart_to_fill
from commerce.favourites import services as favourites
from commerce.theme import translate

router = Router(throttle=Rate(), tags=["Cart and favourites"])


@router.get("/cart", auth=door("read", "buy"), response=shapes.Cart)
def get_cart(request: HttpRequest) -> Any:
    """What is in it, by seller, as things stand now. A cart holds nothing for anybody."""
    return _cart(request)


@router.post("/cart/lines", auth=door("buy"), response=shapes.Cart)
def add_line(request: HttpRequest, given: LineAdded) -> Any:
    """Put pieces in, on top of those that are in; at most as many as are free."""
    now = timezone.now()
    cart.add(cart_to_fill(request, now=now).pk, given.listing, given.quantity, now=now)
    return _cart(request)


@router.put("/cart/lines/{line_id}", auth=door("buy"), response=shapes.Cart)
def change_line(request: HttpRequest, line_id: Id, given: QuantityGiven) -> Any:
    """Want another number of pieces, at most as many as are free; none takes the line out."""
    cart.change(_cart_id(request), line_id, given.quantity, now=timezone.now())
    return _cart(request)


@router.post("/cart/lines/{line_id}/accept", auth=door("buy"), response=shapes.Cart)
def accept_line(request: HttpRequest, line_id: Id, given: PriceSeen) -> Any:
    """Agree to title, price and number of pieces as they are now. 409 when the price is another one than this."""
    if not cart.accept(_cart_id(request), line_id, shown_cents=given.price.cents, now=timezone.now()):
        raise Problem(409, translate("It has changed once more. Please look at it again."))
    return _cart(request)


@router.delete("/cart/lines/{line_id}", auth=door("buy"), response=shapes.Cart)
def remove_line(request: HttpRequest, line_id: Id) -> Any:
    """Take a line out."""
    if not cart.remove(_cart_id(request), [line_id], now=timezone.now()):
        raise not_found()
    return _cart(request)


@router.get("/favourites", auth=door("read", "buy"), response=list[shapes.Listing])
def list_favourites(request: HttpRequest) -> Any:
    """What is saved and still has a page, the last saved first."""
    saved = favourites.saved_by(favourites.owner_of(request))
    return listing_shapes(list(saved.listings), catalog.categories())


@router.put("/favourites/{listing_id}", auth=door("buy"), response={204: None})
def save_favourite(request: HttpRequest, listing_id: Id) -> Any:
    """Save a listing. What is saved already stays so."""
    favourites.save(favourites.Owner(user_id=request.user.pk), listing_id, now=timezone.now())


@router.delete("/favourites/{listing_id}", auth=door("buy"), response={204: None})
def forget_favourite(request: HttpRequest, listing_id: Id) -> Any:
    """Take a listing off the list. What is not on it is no fault."""
    favourites.forget(favourites.Owner(user_id=request.user.pk), [listing_id])


def _cart_id(request: HttpRequest) -> int:
    found = cart_of(request)
    if found is None:
        raise not_found()
    return found.pk


def _cart(request: HttpRequest) -> shapes.Cart:
    contents = cart.contents(request)
    return shapes.Cart(
        groups=[_group(one) for one in contents.groups],
        gone=[shapes.GoneLine(id=one.id, title=one.title) for one in contents.over],
        total=amount(contents.total.cents),
    )


def _group(group: SellerGroup) -> shapes.CartGroup:
    return shapes.CartGroup(
        seller=number_of(group.seller),
        name=group.seller.name,
        lines=[_line(one) for one in group.lines],
        total=amount(group.total.cents),
        is_ready=group.is_ready,
    )


def _line(line: Line) -> shapes.CartLine:
    return shapes.CartLine(
        id=line.id,
        listing=line.listing.id,
        title=line.listing.title,
        quantity=line.quantity,
        free=line.free,
        price=amount(line.listing.price.cents),
        seen_price=amount(line.seen_price.cents),
        needs_acceptance=line.needs_acceptance,
    )
