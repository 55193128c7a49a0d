"""Whose cart a request is about: the person's, else the one whose token lies in the session."""

from __future__ import annotations

import secrets
from typing import TYPE_CHECKING

from django.db import IntegrityError, transaction

from commerce.cart.models import Cart

if TYPE_CHECKING:
    from datetime import datetime

    from django.http import HttpRequest

TOKEN_IN_SESSION = "cart_token"  # noqa: S105 (the name of a place)


def cart_of(request: HttpRequest) -> Cart | None:
    """The cart, if there is one. Makes nothing, so that looking leaves no trace."""
    if request.user.is_authenticated:
        return Cart.objects.filter(user_id=request.user.pk).first()
    token = request.session.get(TOKEN_IN_SESSION)
    return Cart.objects.filter(token=token).first() if isinstance(token, str) else None


def cart_to_fill(request: HttpRequest, *, now: datetime) -> Cart:
    """The cart, made when there is none. Once something lies in it, `remember` it."""
    cart = cart_of(request)
    if cart is not None:
        return cart
    if request.user.is_authenticated:
        return cart_of_person(request.user.pk, now=now)
    return Cart.objects.create(token=secrets.token_urlsafe(32), changed_at=now)


def remember(request: HttpRequest, cart: Cart) -> None:
    """Let a guest's session know the cart."""
    if cart.token and request.session.get(TOKEN_IN_SESSION) != cart.token:
        request.session[TOKEN_IN_SESSION] = cart.token


def cart_of_person(user_id: int, *, now: datetime) -> Cart:
    """The cart of somebody we know, made when there is none; two requests at once get the same."""
    try:
        with transaction.atomic():
            cart, _ = Cart.objects.get_or_create(user_id=user_id, defaults={"changed_at": now})
    except IntegrityError:
        cart = Cart.objects.get(user_id=user_id)
    return cart
