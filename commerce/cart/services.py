"""What changes a cart: adding, changing, removing, accepting, joining two. None of it holds stock."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta
from typing import TYPE_CHECKING

from django.db import transaction
from django.db.models import Sum

from commerce import catalog
from commerce.cart.contents import Contents, SellerGroup, contents_of
from commerce.cart.errors import CartFull, NoSuchLine, NotForSale, OwnListing
from commerce.cart.models import MOST_PIECES, Cart, CartLine
from commerce.cart.whose import cart_of, cart_of_person
from commerce.waiting.services import free_for

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable
    from datetime import datetime

    from django.http import HttpRequest

MOST_LINES = 100
"""Listings in one cart."""

GUEST_CART_DAYS = 30
"""How long a guest's cart waits untouched."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Added:
    """What came of adding: how many pieces the cart has now, and whether that is fewer than wished."""

    title: str
    quantity: int
    is_capped: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class Merged:
    """What came of joining a guest's cart to a person's."""

    added: int = 0
    capped: tuple[tuple[str, int], ...] = ()
    own: tuple[str, ...] = ()
    left_out: tuple[str, ...] = ()


def groups(request: HttpRequest) -> list[SellerGroup]:
    """What is in the cart and for sale, for each seller; as things stand now."""
    return list(contents(request).groups)


def contents(request: HttpRequest) -> Contents:
    """The whole cart, with what is over."""
    return contents_of(cart_of(request))


def count(request: HttpRequest) -> int:
    """How many pieces are in the cart."""
    cart = cart_of(request)
    pieces = CartLine.objects.filter(cart=cart).aggregate(pieces=Sum("quantity"))["pieces"] if cart else 0
    return pieces or 0


@transaction.atomic
def add(cart_id: int, listing_id: int, quantity: int, *, now: datetime) -> Added:
    """Put pieces in, on top of those that are in; at most as many as are free.

    Raises NotForSale, OwnListing, CartFull, Cart.DoesNotExist.
    """
    cart = _locked(cart_id, now=now)
    record = catalog.listings([listing_id]).get(listing_id)
    free = free_for(cart.user_id, [listing_id]).get(listing_id, 0)
    if record is None or free < 1:
        raise NotForSale(listing_id)
    if record.seller_id == cart.user_id:
        raise OwnListing(listing_id)
    line = cart.lines.filter(listing_id=listing_id).first()
    if line is None and cart.lines.count() >= MOST_LINES:
        raise CartFull(MOST_LINES)
    wished = max(1, quantity) + (line.quantity if line else 0)
    pieces = min(wished, free, MOST_PIECES)
    cart.lines.update_or_create(
        listing_id=listing_id,
        defaults={"quantity": pieces, "price_cents": record.price.cents, "title": record.title},
        create_defaults={
            "quantity": pieces,
            "price_cents": record.price.cents,
            "title": record.title,
            "added_at": now,
        },
    )
    return Added(title=record.title, quantity=pieces, is_capped=pieces < wished)


@transaction.atomic
def change(cart_id: int, line_id: int, quantity: int, *, now: datetime) -> Added:
    """Want another number of pieces, at most as many as are free; none takes the line out.

    Raises NoSuchLine, and NotForSale when nothing of it is free.
    """
    line = _line(_locked_or_nothing(cart_id, line_id, now=now), line_id)
    if quantity < 1:
        line.delete()
        return Added(title=line.title, quantity=0, is_capped=False)
    ids = [line.listing_id] if line.listing_id else []
    free = free_for(line.cart.user_id, ids).get(line.listing_id or 0, 0)
    if free < 1:
        raise NotForSale(line.listing_id or 0)
    line.quantity = min(quantity, free, MOST_PIECES)
    line.save(update_fields=["quantity"])
    return Added(title=line.title, quantity=line.quantity, is_capped=line.quantity < quantity)


@transaction.atomic
def accept(cart_id: int, line_id: int, *, shown_cents: int, now: datetime) -> bool:
    """Agree to the title, the price and the number of pieces that there are now.

    False, and nothing is accepted, when the price is no longer the one that was shown with the button. Raises
    NoSuchLine, and NotForSale when nothing of it is free.
    """
    line = _line(_locked_or_nothing(cart_id, line_id, now=now), line_id)
    ids = [line.listing_id] if line.listing_id else []
    record = catalog.listings(ids).get(line.listing_id or 0)
    free = free_for(line.cart.user_id, ids).get(line.listing_id or 0, 0)
    if record is None or free < 1:
        raise NotForSale(line.listing_id or 0)
    if record.price.cents != shown_cents:
        return False
    line.price_cents, line.title, line.quantity = record.price.cents, record.title, min(line.quantity, free)
    line.save(update_fields=["price_cents", "title", "quantity"])
    return True


@transaction.atomic
def remove(cart_id: int, line_ids: Collection[int], *, now: datetime) -> int:
    """Take lines out; how many there were. What is out already is no fault."""
    if not Cart.objects.filter(pk=cart_id).update(changed_at=now):
        return 0
    gone, _ = CartLine.objects.filter(cart_id=cart_id, pk__in=list(line_ids)).delete()
    return gone


def clear(request: HttpRequest, listing_ids: Iterable[int]) -> int:
    """Take out what was ordered, in the transaction of the order; how many lines that were."""
    cart = cart_of(request)
    if cart is None:
        return 0
    gone, _ = cart.lines.filter(listing_id__in=list(listing_ids)).delete()
    return gone


@transaction.atomic
def merge(token: str, user_id: int, *, now: datetime) -> Merged:
    """Join a guest's cart to that of the person they turned out to be: all of both, of each listing the larger number.

    Capped by what is free; what the person sells themselves stays out. The guest's cart is gone afterwards.
    """
    guest = Cart.objects.select_for_update().filter(token=token).first()
    if guest is None:
        return Merged()
    cart = _locked(cart_of_person(user_id, now=now).pk, now=now)
    theirs = list(guest.lines.order_by("added_at", "id"))
    guest.delete()
    listing_ids = [one.listing_id for one in theirs if one.listing_id is not None]
    records = catalog.listings(listing_ids)
    own = [one for one in theirs if (record := records.get(one.listing_id or 0)) and record.seller_id == user_id]
    mine = {one.listing_id: one.pk for one in cart.lines.exclude(listing=None)}
    fresh = [one for one in theirs if one not in own and one.listing_id not in mine]
    room = max(MOST_LINES - cart.lines.count(), 0)
    for line in theirs:
        if line.listing_id in mine:
            same = cart.lines.filter(pk=mine[line.listing_id], quantity__lt=line.quantity)
            same.update(quantity=line.quantity)
    for line in fresh[:room]:
        line.pk, line.cart = None, cart
    CartLine.objects.bulk_create(fresh[:room])
    return Merged(
        added=len(fresh[:room]),
        capped=_cap(cart, listing_ids),
        own=tuple(one.title for one in own),
        left_out=tuple(one.title for one in fresh[room:]),
    )


def forget_old(now: datetime) -> int:
    """Delete the carts of guests that nobody has touched for a month; how many there were. For the daily clock."""
    old = Cart.objects.filter(token__isnull=False, changed_at__lt=now - timedelta(days=GUEST_CART_DAYS))
    _, by_model = old.delete()
    return by_model.get(Cart._meta.label, 0)  # noqa: SLF001 (Django's public name)


def _cap(cart: Cart, listing_ids: list[int]) -> tuple[tuple[str, int], ...]:
    """Bring these lines down to what is free; those that were above it, with the number they have now."""
    free = free_for(cart.user_id, listing_ids)
    capped = []
    for line in cart.lines.filter(listing_id__in=listing_ids).order_by("added_at", "id"):
        most = free.get(line.listing_id or 0, 0)
        if 0 < most < line.quantity:
            CartLine.objects.filter(pk=line.pk).update(quantity=most)
            capped.append((line.title, most))
    return tuple(capped)


def _locked(cart_id: int, *, now: datetime) -> Cart:
    """The cart, kept from others until the transaction ends. Raises Cart.DoesNotExist."""
    cart = Cart.objects.select_for_update().get(pk=cart_id)
    Cart.objects.filter(pk=cart_id).update(changed_at=now)
    return cart


def _locked_or_nothing(cart_id: int, line_id: int, *, now: datetime) -> Cart:
    try:
        return _locked(cart_id, now=now)
    except Cart.DoesNotExist:
        raise NoSuchLine(line_id) from None


def _line(cart: Cart, line_id: int) -> CartLine:
    line = cart.lines.filter(pk=line_id).first()
    if line is None:
        raise NoSuchLine(line_id)
    return line
