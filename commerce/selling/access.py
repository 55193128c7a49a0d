"""Who gets to the seller's desk: people who are logged in, sell, and have shown that their e-mail address is theirs."""

from __future__ import annotations

from functools import wraps
from http import HTTPStatus
from typing import TYPE_CHECKING, Any, Concatenate

from django.contrib.auth.views import redirect_to_login
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import render
from django.utils.module_loading import import_string

from commerce import own_goods
from commerce.theme import translate

if TYPE_CHECKING:
    from collections.abc import Callable

LOG_IN = "/account/login"
_IS_VERIFIED = "commerce.account.services.has_verified_email"


def for_sellers(view: Callable[Concatenate[HttpRequest, ...], HttpResponse]) -> Callable[..., HttpResponse]:
    """Let only sellers through; others are told on a page what they lack."""

    @wraps(view)
    def guarded(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        if not request.user.is_authenticated:
            back = request.get_full_path() if request.method in {"GET", "HEAD"} else "/sell"
            return redirect_to_login(back, LOG_IN)
        lacking = _lacking(request)
        if lacking is None:
            return view(request, *args, **kwargs)
        status = HTTPStatus.OK if request.method in {"GET", "HEAD"} else HTTPStatus.FORBIDDEN
        return render(request, lacking[0], {"title": lacking[1]}, status=status)

    return guarded


def for_scripts_of_sellers(view: Callable[Concatenate[HttpRequest, ...], HttpResponse]) -> Callable[..., HttpResponse]:
    """The same for what a script asks: others get 403 and words."""

    @wraps(view)
    def guarded(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        if request.user.is_authenticated and _lacking(request) is None:
            return view(request, *args, **kwargs)
        words = translate("You are no longer logged in. What you wrote is still here: log in in another window.")
        return JsonResponse({"error": words}, status=HTTPStatus.FORBIDDEN)

    return guarded


def _lacking(request: HttpRequest) -> tuple[str, str] | None:
    """The page that says what is missing, and its title."""
    if not own_goods.is_seller(int(request.user.pk or 0)):
        return "selling/become_seller.html", "Become a seller"
    if not import_string(_IS_VERIFIED)(request.user):
        return "selling/verify_first.html", "Confirm your e-mail address"
    return None
