"""Browsers that somebody has logged in with before: wrong passwords from elsewhere never lock them out.

Such a browser holds a signed cookie, and failed log-ins with it are counted apart from those without.
"""

from __future__ import annotations

import secrets
from typing import TYPE_CHECKING, Any

from django.conf import settings
from django.core import signing
from django.utils.crypto import constant_time_compare, salted_hmac

if TYPE_CHECKING:
    from django.http import HttpRequest, HttpResponse

COOKIE = "cataloro_device"
_SALT = "commerce.account.devices"
_SECONDS = 365 * 24 * 60 * 60


def remember(request: HttpRequest, response: HttpResponse, user: Any) -> None:
    """Give this browser a cookie for log-ins of this person; one that it has stays."""
    if mark_of(request, user.email):
        return
    value = signing.dumps([_owner(user.email), secrets.token_hex(8)], salt=_SALT)
    response.set_cookie(
        COOKIE,
        value,
        max_age=_SECONDS,
        path="/",
        secure=settings.SESSION_COOKIE_SECURE,
        httponly=True,
        samesite="Lax",
    )


def mark_of(request: HttpRequest, email: str) -> str:
    """What tells this browser from others when it logs in as `email`; empty when it never did."""
    try:
        owner, mark = signing.loads(request.COOKIES.get(COOKIE, ""), salt=_SALT, max_age=_SECONDS)
    except (signing.BadSignature, ValueError, TypeError):
        return ""
    return str(mark) if constant_time_compare(owner, _owner(email)) else ""


def _owner(email: str) -> str:
    """Whose browser it is, without telling."""
    return salted_hmac(_SALT, email.strip().lower(), algorithm="sha256").hexdigest()[:20]
