"""For those who work on the theme: pages that load themselves anew when another release is live.

Stands in front of the static site in development, with RELOAD=on only, and adds to what is sent: the files stay as
they were built.
"""

from __future__ import annotations

import os
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable
    from pathlib import Path
    from wsgiref.types import StartResponse, WSGIApplication, WSGIEnvironment

SCRIPT_PATH, RELEASE_PATH = "/__reload.js", "/__release"

_TAG = f'<script src="{SCRIPT_PATH}"></script>'.encode()
_SCRIPT = f"""let shown;
setInterval(async () => {{
  const response = await fetch("{RELEASE_PATH}", {{ cache: "no-store" }}).catch(() => null);
  if (!response?.ok) return;
  const live = await response.text();
  if (shown !== undefined && live !== shown) location.reload();
  shown = live;
}}, 500);
""".encode()
_CONDITIONS = ("HTTP_ACCEPT_ENCODING", "HTTP_IF_NONE_MATCH", "HTTP_IF_MODIFIED_SINCE", "HTTP_RANGE")
_NOT_THE_SHOP = ("/admin", "/documents", "/static", "/media", "/assets")
_OF_THE_FILE = frozenset({"content-length", "etag", "last-modified"})


class ReloadingPages:
    """A WSGI application in front of the one that answers for the shop."""

    def __init__(self, app: WSGIApplication, *, build_dir: Path) -> None:
        self._app = app
        self._live = build_dir / "live"

    def __call__(self, environ: WSGIEnvironment, start_response: StartResponse) -> Iterable[bytes]:
        """Answer one request."""
        path = environ.get("PATH_INFO", "")
        if path == SCRIPT_PATH:
            return _say(_SCRIPT, "text/javascript", start_response)
        if path == RELEASE_PATH:
            return _say(self._release(), "text/plain", start_response)
        asks_for_page = environ["REQUEST_METHOD"] == "GET" and "text/html" in environ.get("HTTP_ACCEPT", "")
        if not asks_for_page or path.startswith(_NOT_THE_SHOP):
            return self._app(environ, start_response)
        return self._page(environ, start_response)

    def _release(self) -> bytes:
        try:
            return os.fsencode(self._live.readlink().name)
        except OSError:
            return b""

    def _page(self, environ: WSGIEnvironment, start_response: StartResponse) -> Iterable[bytes]:
        """The whole page in plain, whatever the client has already."""
        plain = {name: value for name, value in environ.items() if name not in _CONDITIONS}
        begun: list[Any] = []

        def note(status: str, headers: list[tuple[str, str]], _fault: object = None) -> Callable[[bytes], object]:
            begun[:] = [status, headers]
            return lambda _part: None  # Nobody in this project writes through it.

        answer = self._app(plain, note)
        try:
            body = b"".join(answer)
        finally:
            if close := getattr(answer, "close", None):
                close()
        status, headers = begun
        if any(name.lower() == "content-type" and value.startswith("text/html") for name, value in headers):
            body += _TAG
            headers = [one for one in headers if one[0].lower() not in _OF_THE_FILE]
            headers += [("Content-Length", str(len(body)))]
        start_response(status, headers)
        return [body]


def _say(body: bytes, kind: str, start_response: StartResponse) -> Iterable[bytes]:
    headers = [("Content-Type", kind), ("Content-Length", str(len(body))), ("Cache-Control", "no-store")]
    start_response("200 OK", headers)
    return [body]
