"""What every answer of the admin says about how it is protected: its own scripts run, and nobody else frames it."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Callable

    from django.http import HttpRequest, HttpResponse

_POLICY = (
    "default-src 'none'; script-src 'self'; style-src 'self' 'unsafe-inline'; img-src 'self' data: blob:; "
    "font-src 'self'; connect-src 'self'; frame-src 'self'; form-action 'self'; base-uri 'none'; "
    "frame-ancestors {ancestors}"
)
"""Scripts come from files of ours alone: what somebody smuggles into a text runs nowhere. Styles may stand in the page,
as Wagtail's editor and its tooltips bring their own. Pictures that are about to be uploaded are blobs."""

HEADERS = {
    "Cross-Origin-Resource-Policy": "same-origin",
    "Permissions-Policy": "camera=(), geolocation=(), microphone=()",
}


class AdminHeaders:
    """Adds them where a view has not said something stricter; XFrameOptionsMiddleware, inside, has spoken then."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self._get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        """Pass the request on."""
        response = self._get_response(request)
        if request.path.startswith("/admin/"):
            # Wagtail shows its previews in a frame of the editor, and says so by the older header.
            framed = response.headers.get("X-Frame-Options") == "SAMEORIGIN"
            policy = _POLICY.format(ancestors="'self'" if framed else "'none'")
            for name, value in {**HEADERS, "Content-Security-Policy": policy}.items():
                response.headers.setdefault(name, value)
        return response
