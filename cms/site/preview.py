"""The door to the renderer for live previews: the cms knows its name, not its code."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.conf import settings
from django.http import HttpResponse
from django.utils.module_loading import import_string
from django.utils.translation import gettext_lazy as _

if TYPE_CHECKING:
    from django.http import HttpRequest

SHOP_PAGES = [("home", _("Home page")), ("category", _("A category")), ("listing", _("A listing"))]
"""In which pages a change of the whole shop can be looked at, as Wagtail wants it told."""

SIZES = [
    {"name": "mobile", "icon": "mobile-alt", "device_width": 390, "label": _("Preview on a phone")},
    {"name": "desktop", "icon": "desktop", "device_width": 1280, "label": _("Preview on a wide screen")},
]
"""And how wide."""


def preview_response(
    kind: str, draft: object, request: HttpRequest, *, shown: str = "home", language: str = ""
) -> HttpResponse:
    """The page that `draft` would give, as the site would show it. `kind`: page, appearance, settings or navigation.

    `shown` is one of SHOP_PAGES, for what every page shows. `language` is one of the shop's; its own when it is empty.
    Who may edit the draft was asked by the view that calls.
    """
    render = import_string(settings.PREVIEW_RENDERER)
    page = render(kind, draft, request, shown=shown, language=language)
    response = HttpResponse(page, content_type="text/html; charset=utf-8")
    response["X-Robots-Tag"] = "noindex, nofollow"
    response["Cache-Control"] = "private, no-store"
    return response
