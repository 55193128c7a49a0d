"""In which language of the shop somebody is answered: that of the page they come from, or the one they chose."""

from __future__ import annotations

from typing import TYPE_CHECKING
from urllib.parse import urlencode, urlsplit

from django.conf import settings
from django.http import HttpResponse, HttpResponseRedirect
from django.utils.module_loading import import_string

from cms.contract.addresses import LANGUAGE_QUERY, language_of
from commerce.shop_paths import is_shop_path

if TYPE_CHECKING:
    from collections.abc import Callable

    from django.http import HttpRequest

LANGUAGE_COOKIE = "cataloro_language"
"""Keeps what somebody chose on pages of the app, who have one address for all languages. Static pages set none."""

_A_YEAR = 365 * 24 * 60 * 60


def languages() -> tuple[str, ...]:
    """The languages of the shop, its own first."""
    found: Callable[[], tuple[str, ...]] = import_string(f"{settings.SHOP_PAGES}.languages")
    return found()


def language_for(request: HttpRequest) -> str:
    """The language in which to answer."""
    own, *further = there = languages()
    if not further:
        return own
    wanted = (_of_page_before(request, own), request.COOKIES.get(LANGUAGE_COOKIE))
    return next((one for one in wanted if one in there), own)


def chosen(request: HttpRequest) -> HttpResponse | None:
    """The way on for somebody who has just chosen another language; None for everybody else."""
    code = request.GET.get(LANGUAGE_QUERY)
    if code not in languages() or request.method not in {"GET", "HEAD"}:
        return None
    rest = [(name, value) for name, values in request.GET.lists() if name != LANGUAGE_QUERY for value in values]
    answer = HttpResponseRedirect(f"{request.path}?{urlencode(rest)}" if rest else request.path)
    keep(answer, code)
    return answer


def keep(response: HttpResponse, code: str) -> None:
    """Let the browser remember a language."""
    response.set_cookie(
        LANGUAGE_COOKIE, code, max_age=_A_YEAR, secure=settings.SESSION_COOKIE_SECURE, httponly=True, samesite="Lax"
    )


def _of_page_before(request: HttpRequest, own: str) -> str | None:
    """The language of the static page that led here: its address tells. Pages of the app tell nothing."""
    try:
        before = urlsplit(request.headers.get("Referer", ""))
    except ValueError:
        return None
    site = urlsplit(settings.SITE_URL)
    if (before.scheme, before.netloc) != (site.scheme, site.netloc) or is_shop_path(before.path or "/"):
        return None
    return language_of(before.path)[0] or own
