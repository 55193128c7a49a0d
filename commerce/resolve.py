"""What has no file is answered here: moved, gone, or unknown, in the look of the shop."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse, HttpResponsePermanentRedirect, HttpResponseRedirect
from django.utils.encoding import escape_uri_path
from django.views.decorators.http import require_safe

from cms.api.addresses import Gone, Moved, present_address
from cms.contract.serving import REVALIDATED, Folder, kind_of
from commerce import release
from commerce.themed import being_built, gone, not_found

NGINX_KEEPS_SECONDS = 10
"""How long Nginx answers the same question itself. Browsers ask anew each time: a 301 may be turned round later."""


@require_safe
def resolve(request: HttpRequest) -> HttpResponse:
    """Answer an address that neither a file nor another view has."""
    if not release.exists():
        return being_built(request)
    answer = present_address(escape_uri_path(request.path), query=request.META.get("QUERY_STRING", ""))
    if answer is None and (corrected := well_spelt(request)) is not None:
        answer = Moved(corrected)
    response = _response(request, answer)
    response["Cache-Control"] = REVALIDATED
    response["X-Accel-Expires"] = str(NGINX_KEEPS_SECONDS)
    return response


def well_spelt(request: HttpRequest) -> str | None:
    """The address of the page that was meant by `//about`, `/%61bout`, `/about.html` or `/about/index.html`.

    None when the request was spelt just so, or when there is no such page.
    """
    segments: list[str] = []
    for segment in request.path.split("/"):
        if segment == "..":
            del segments[-1:]
        elif segment not in ("", "."):
            segments.append(segment)
    if segments and segments[-1] in ("index", "index.html", "index.htm"):
        del segments[-1]
    path = "/" + "/".join(segments).removesuffix(".html").removesuffix(".htm")
    sent = request.META.get("RAW_URI", request.path).partition("?")[0]
    return path if path != sent and _has_page(path) else None


def _has_page(path: str) -> bool:
    kind = kind_of(path)
    return kind is not None and kind.folder is Folder.RELEASE and release.has(kind.file_of(path))


def _response(request: HttpRequest, answer: Moved | Gone | None) -> HttpResponse:
    match answer:
        case Moved(location=location, permanent=True):
            return HttpResponsePermanentRedirect(location)
        case Moved(location=location):
            return HttpResponseRedirect(location)
        case Gone():
            return gone(request)
        case None:
            return not_found(request)
