"""The shop's own words for a failed request: pages of the release, or a plain one while there is none."""

from __future__ import annotations

from html import escape

from django.http import HttpRequest, HttpResponse

from cms.contract.addresses import language_of
from cms.contract.serving import FAILED_FILE, GONE_FILE, NOT_FOUND_FILE, PAGE_HEADERS, REVALIDATED
from commerce import release

BEING_BUILT_SECONDS = 3
"""How long a browser waits before it asks again for a shop without a build."""

_PLAIN_PAGE = """<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width">
<meta name="robots" content="noindex">{extra}
<title>{title}</title>
<style>
body {{ font: 1.1rem/1.5 system-ui, sans-serif; max-width: 34rem; margin: 20vh auto 0; padding: 0 1.5rem;
  color: #1d2329; background: #f7f7f5 }}
h1 {{ font-size: 1.6rem }}
@media (prefers-color-scheme: dark) {{ body {{ color: #e8e8e6; background: #16191c }} }}
</style>
</head>
<body>
<h1>{title}</h1>
<p>{text}</p>
</body>
</html>
"""


_PROBLEM = (
    '{"type":"about:blank","title":"Internal Server Error","status":500,'
    '"detail":"The fault is ours and has been noted. Try again later."}'
)


def not_found(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:  # noqa: ARG001 (Django's handler404)
    """Nobody knows this address."""
    return _themed(
        _for(request, NOT_FOUND_FILE),
        404,
        title="Page not found",
        text="There is nothing at this address. Try the shop's first page.",
    )


def gone(request: HttpRequest) -> HttpResponse:
    """There was something here."""
    return _themed(
        _for(request, GONE_FILE), 410, title="No longer available", text="What stood here has been taken down."
    )


def failed(request: HttpRequest) -> HttpResponse:  # noqa: ARG001 (Django's handler500)
    """Our fault. Reads no database: that may be what failed."""
    return _themed(
        FAILED_FILE,
        500,
        title="Something went wrong",
        text="The fault is ours and has been noted. Try again later.",
    )


def being_built(request: HttpRequest) -> HttpResponse:  # noqa: ARG001 (as a view)
    """There is no release yet: the page asks again by itself."""
    refresh = f'\n<meta http-equiv="refresh" content="{BEING_BUILT_SECONDS}">'
    response = _plain(
        503,
        title="The shop is being built",
        text="Its pages are written for the first time. This page looks again every few seconds.",
        extra=refresh,
    )
    response["Retry-After"] = str(BEING_BUILT_SECONDS)
    return response


def _for(request: HttpRequest, name: str) -> str:
    """The file in the language of the address, where the shop speaks it."""
    code, _ = language_of(request.path)
    return f"{code}/{name}" if code and release.has(f"{code}/{name}") else name


def _themed(name: str, status: int, *, title: str, text: str) -> HttpResponse:
    body = release.read(name)
    if body is None:
        return _plain(status, title=title, text=text)
    return HttpResponse(body, status=status, headers={**PAGE_HEADERS, "Cache-Control": REVALIDATED})


def _plain(status: int, *, title: str, text: str, extra: str = "") -> HttpResponse:
    body = _PLAIN_PAGE.format(title=escape(title), text=escape(text), extra=extra)
    headers = {
        **PAGE_HEADERS,
        "Cache-Control": "no-store",
        "Content-Security-Policy": "default-src 'none'; style-src 'unsafe-inline'",
    }
    return HttpResponse(body, status=status, headers=headers)
