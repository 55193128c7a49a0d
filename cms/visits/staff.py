"""Marks the browsers of those who run the shop, so that the log tells their visits from others. It says no more."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.conf import settings

from cms.contract.serving import STAFF_COOKIE

if TYPE_CHECKING:
    from collections.abc import Callable

    from django.http import HttpRequest, HttpResponse

_YEAR = 365 * 24 * 60 * 60


class StaffMarker:
    """Sets the cookie where somebody uses the admin. Stays when they log out: they look at the shop then, too."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self._get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        """Pass the request on."""
        response = self._get_response(request)
        if not request.path.startswith("/admin/") or request.COOKIES.get(STAFF_COOKIE) == "1":
            return response
        if request.user.has_perm("wagtailadmin.access_admin"):
            response.set_cookie(
                STAFF_COOKIE,
                "1",
                max_age=_YEAR,
                secure=settings.SESSION_COOKIE_SECURE,
                httponly=True,
                samesite="Lax",
            )
        return response
