"""What happens to a guest's cart when they log in: it joins their own, and they are told what came of it."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.contrib import messages
from django.contrib.auth.signals import user_logged_in
from django.utils import timezone

from commerce.cart.services import merge
from commerce.cart.whose import TOKEN_IN_SESSION
from commerce.theme import translate

if TYPE_CHECKING:
    from collections.abc import Iterator

    from django.http import HttpRequest

    from commerce.cart.services import Merged


def join_at_log_in() -> None:
    """Listen to Django's log-in, whichever door it comes through."""
    user_logged_in.connect(_joined, dispatch_uid="cart")


def _joined(request: HttpRequest, user: Any, **_: Any) -> None:
    token = request.session.pop(TOKEN_IN_SESSION, None)
    if not isinstance(token, str):
        return
    for text in _in_words(merge(token, user.pk, now=timezone.now())):
        messages.info(request, text, fail_silently=True)


def _in_words(merged: Merged) -> Iterator[str]:
    if merged.added:
        yield translate("What you put into the cart before you logged in is now in your own cart.")
    for title, pieces in merged.capped:
        yield translate("Only {count} of “{title}” can be had: your cart now has that many.", count=pieces, title=title)
    for title in merged.own:
        yield translate("“{title}” is your own listing: it was left out of your cart.", title=title)
    for title in merged.left_out:
        yield translate("Your cart is full: “{title}” did not fit in.", title=title)
