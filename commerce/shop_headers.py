"""What every answer of the app to a shopper says besides its content: how it is protected, that nobody keeps it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.conf import settings
from django.utils import translation
from django.utils.module_loading import import_string

from cms.contract.serving import PAGE_HEADERS
from commerce import languages
from commerce.mistakes import tell_mistakes
from commerce.shop_paths import is_shop_path

if TYPE_CHECKING:
    from collections.abc import Callable

    from django.http import HttpRequest, HttpResponse
    from django.template.response import TemplateResponse

HINT_COOKIE = "cataloro_hint"
"""Tells scripts of static pages that there is somebody to greet; without it they ask nothing."""


class ShopMiddleware:
    """Answers in the language of the shop, with its headers, and keeps the hint cookie true."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self._get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        """Pass the request on."""
        if not is_shop_path(request.path):
            return self._get_response(request)
        response = languages.chosen(request) or self._answer(request)
        for name, value in PAGE_HEADERS.items():
            response.headers.setdefault(name, value)
        response.headers.setdefault("Cache-Control", "private, no-store")
        _keep_hint(request, response)
        return response

    def _answer(self, request: HttpRequest) -> HttpResponse:
        code = languages.language_for(request)
        with translation.override(code), import_string(f"{settings.SHOP_PAGES}.speaking")(code):
            response = self._get_response(request)
        if len(languages.languages()) > 1 and request.COOKIES.get(languages.LANGUAGE_COOKIE, "") != code:
            languages.keep(response, code)
        return response

    def process_template_response(self, request: HttpRequest, response: TemplateResponse) -> TemplateResponse:
        """Views of libraries leave it to us to say that a form has mistakes."""
        return tell_mistakes(response) if is_shop_path(request.path) else response


def _keep_hint(request: HttpRequest, response: HttpResponse) -> None:
    if not request.session.accessed and not request.session.modified:
        return
    if request.session.is_empty():
        if HINT_COOKIE in request.COOKIES:
            response.delete_cookie(HINT_COOKIE, samesite="Lax")
    elif HINT_COOKIE not in request.COOKIES:
        response.set_cookie(
            HINT_COOKIE, "1", max_age=settings.SESSION_COOKIE_AGE, secure=settings.SESSION_COOKIE_SECURE, samesite="Lax"
        )
