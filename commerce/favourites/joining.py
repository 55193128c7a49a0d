"""What happens to a guest's favourites when they log in: they join their own."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.contrib import messages
from django.contrib.auth.signals import user_logged_in

from commerce.favourites.services import TOKEN_IN_SESSION, merge
from commerce.theme import translate

if TYPE_CHECKING:
    from django.http import HttpRequest


def join_at_log_in() -> None:
    """Listen to Django's log-in, whichever door it comes through."""
    user_logged_in.connect(_joined, dispatch_uid="favourites")


def _joined(request: HttpRequest, user: Any, **_: Any) -> None:
    token = request.session.pop(TOKEN_IN_SESSION, None)
    if isinstance(token, str) and merge(token, user.pk):
        text = translate("What you saved before you logged in is now among your own favourites.")
        messages.info(request, text, fail_silently=True)
