"""`/favicon.ico`, for those who ask without reading a page: leads to an icon of the live release."""

from __future__ import annotations

import json

from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.views.decorators.http import require_safe

from cms.contract.serving import REVALIDATED
from commerce import release
from commerce.themed import not_found


@require_safe
def favicon(request: HttpRequest) -> HttpResponse:
    """Lead to the first icon that the manifest names; its hashed address changes with the logo."""
    try:
        location = json.loads(release.read("manifest.webmanifest") or b"{}")["icons"][0]["src"]
    except (ValueError, LookupError, TypeError):
        return not_found(request)
    return HttpResponseRedirect(location, headers={"Cache-Control": REVALIDATED})
