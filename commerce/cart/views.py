"""The cart's page and its buttons; each button leads back to the page, which says what came of it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.contrib import messages
from django.db import transaction
from django.http import Http404, HttpResponseRedirect
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_POST, require_safe

from commerce.cart import services
from commerce.cart.errors import CartFull, NoSuchLine, NotForSale, OwnListing
from commerce.cart.models import Cart
from commerce.cart.whose import cart_of, cart_to_fill, remember
from commerce.numbers import is_number, number_in
from commerce.theme import translate

if TYPE_CHECKING:
    from django.http import HttpRequest, HttpResponse

PAGE = "/cart"


@require_safe
def cart(request: HttpRequest) -> HttpResponse:
    """What is in it, by seller, with everything that has changed since."""
    return render(request, "cart/cart.html", {"title": "Cart", "contents": services.contents(request)})


@require_POST
def add(request: HttpRequest) -> HttpResponse:
    """From the page of a listing."""
    listing_id, quantity = number_in(request.POST, "listing"), number_in(request.POST, "quantity", otherwise=1)
    if listing_id is None or quantity is None:
        messages.error(request, translate("That did not say what to put into the cart. Please try again."))
        return HttpResponseRedirect(PAGE)
    now = timezone.now()
    try:
        # A cart that nothing goes into is not made at all.
        with transaction.atomic():
            filled = cart_to_fill(request, now=now)
            added = services.add(filled.pk, listing_id, quantity, now=now)
    except NotForSale:
        messages.error(request, translate("This listing cannot be had any more, or somebody else has reserved it."))
    except OwnListing:
        messages.error(request, translate("This is your own listing: you cannot buy it from yourself."))
    except CartFull as full:
        messages.error(request, translate("Your cart is full: it takes {most} listings.", most=full.most))
    except Cart.DoesNotExist:
        messages.error(request, translate("Your cart has changed meanwhile. Please try again."))
    else:
        remember(request, filled)
        _tell(request, added)
    return HttpResponseRedirect(PAGE)


@require_POST
def change(request: HttpRequest) -> HttpResponse:
    """Another number of pieces."""
    quantity = number_in(request.POST, "quantity")
    if quantity is None or quantity < 0:
        messages.error(request, translate("Write the quantity as a whole number, such as 2."))
        return HttpResponseRedirect(PAGE)
    try:
        changed = services.change(_cart_id(request), _line_id(request), quantity, now=timezone.now())
    except NoSuchLine:
        raise Http404 from None
    except NotForSale:
        messages.error(request, translate("This listing cannot be had any more, or somebody else has reserved it."))
    else:
        _tell(request, changed)
    return HttpResponseRedirect(PAGE)


@require_POST
def accept(request: HttpRequest) -> HttpResponse:
    """Agree to what has changed."""
    shown = number_in(request.POST, "price", otherwise=-1)
    try:
        done = services.accept(
            _cart_id(request), _line_id(request), shown_cents=-1 if shown is None else shown, now=timezone.now()
        )
    except NoSuchLine:
        raise Http404 from None
    except NotForSale:
        messages.error(request, translate("This listing cannot be had any more, or somebody else has reserved it."))
    else:
        if not done:
            messages.warning(request, translate("It has changed once more. Please look at it again."))
    return HttpResponseRedirect(PAGE)


@require_POST
def remove(request: HttpRequest) -> HttpResponse:
    """Take out one line, or several."""
    lines = [int(one) for one in request.POST.getlist("line") if is_number(one)]
    if services.remove(_cart_id(request), lines, now=timezone.now()):
        messages.success(request, translate("Taken out of your cart."))
    return HttpResponseRedirect(PAGE)


def _tell(request: HttpRequest, added: services.Added) -> None:
    if added.quantity == 0:
        messages.success(request, translate("Taken out of your cart."))
    elif added.is_capped:
        messages.warning(
            request,
            translate(
                "Only {count} of “{title}” can be had: your cart now has that many.",
                count=added.quantity,
                title=added.title,
            ),
        )
    else:
        messages.success(
            request, translate("In your cart: {count} × “{title}”.", count=added.quantity, title=added.title)
        )


def _cart_id(request: HttpRequest) -> int:
    """Raises Http404 for somebody without a cart."""
    cart = cart_of(request)
    if cart is None:
        raise Http404
    return cart.pk


def _line_id(request: HttpRequest) -> int:
    """Raises Http404 when the form names none."""
    line_id = number_in(request.POST, "line")
    if line_id is None:
        raise Http404
    return line_id
