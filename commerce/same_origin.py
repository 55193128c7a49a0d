"""Who may send a form: pages of the shop itself. No page holds a token, so every page can be a file.

Browsers say where a request comes from: `Sec-Fetch-Site`, and `Origin` where that is missing (plain http on an IP
address, older browsers). Who says neither is asked to confirm, on a page with Django's own token. Wagtail's admin
keeps its tokens.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.conf import settings
from django.middleware.csrf import CsrfViewMiddleware, get_token
from django.shortcuts import render

from commerce.shop_paths import first_segment, is_shop_path

if TYPE_CHECKING:
    from collections.abc import Callable

    from django.http import HttpRequest, HttpResponse

_SAFE = frozenset({"GET", "HEAD", "OPTIONS", "TRACE"})
_TOKEN = "csrfmiddlewaretoken"  # noqa: S105 (the name of a field)
_WITH_TOKENS = frozenset({"admin", "documents"})


class SameOriginMiddleware(CsrfViewMiddleware):
    """In the place of Django's own."""

    def process_view(  # type: ignore[override]  # Django allows any response, its stubs do not.
        self, request: HttpRequest, callback: Callable[..., Any], callback_args: Any, callback_kwargs: Any
    ) -> HttpResponse | None:
        """None when the request may go on."""
        if first_segment(request.path) in _WITH_TOKENS:
            return super().process_view(request, callback, callback_args, callback_kwargs)
        if request.method in _SAFE or not is_shop_path(request.path) or is_from_here(request):
            return None
        if getattr(callback, "csrf_exempt", False):  # It proves itself otherwise: by a signed link, say.
            return None
        if request.POST.get(_TOKEN):
            return super().process_view(request, callback, callback_args, callback_kwargs)
        return self._asked_to_confirm(request)

    def _asked_to_confirm(self, request: HttpRequest) -> HttpResponse:
        fields = [(name, value) for name, values in request.POST.lists() for value in values]
        return render(
            request,
            "confirm.html",
            {
                "title": "Please confirm",
                "fields": fields,
                "token": get_token(request),
                "has_files": bool(request.FILES),
                "action": request.get_full_path(),
            },
            status=403,
        )


def is_from_here(request: HttpRequest) -> bool:
    """Whether the browser says that a page of this shop has sent the request."""
    site = request.headers.get("Sec-Fetch-Site")
    if site is not None:
        return site == "same-origin"
    origin: str | None = request.headers.get("Origin")
    return origin is not None and origin == settings.SITE_URL
