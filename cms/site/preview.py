"""The door to the renderer for live previews: the cms knows its name, not its code."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.conf import settings
from django.http import HttpResponse
from django.utils.module_loading import import_string

if TYPE_CHECKING:
    from django.http import HttpRequest


def preview_response(kind: str, draft: object, request: HttpRequest) -> HttpResponse:
    """The page that `draft` would give, as the site would show it. `kind`: page, appearance or settings.

    Who may edit the draft has been asked by the view that calls this.
    """
    render = import_string(settings.PREVIEW_RENDERER)
    response = HttpResponse(render(kind, draft, request), content_type="text/html; charset=utf-8")
    response["X-Robots-Tag"] = "noindex, nofollow"
    response["Cache-Control"] = "private, no-store"
    return response
