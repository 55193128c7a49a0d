"""Who comes in where: doors for the views of other packages."""

from __future__ import annotations

from collections.abc import Callable
from functools import wraps
from typing import Any

from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from commerce.account.services import has_verified_email


def verified_email_required(view: Callable[..., HttpResponse]) -> Callable[..., HttpResponse]:
    """Let in who is logged in and has confirmed the address; the others are asked to, and can go on afterwards."""

    @wraps(view)
    def checked(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        if has_verified_email(request.user):
            return view(request, *args, **kwargs)
        return ask_to_confirm(request)

    return login_required(checked)


def ask_to_confirm(request: HttpRequest) -> HttpResponse:
    """The page that asks somebody who is logged in to confirm the address first."""
    return render(request, "account/unverified.html", {"title": "Confirm your e-mail address first"}, status=403)
