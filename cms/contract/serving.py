"""How addresses are served, as one table: the Nginx configuration is made from it and the development server obeys it.

An address whose path is spelt plainly and belongs to one of STATIC_KINDS is a file, if there is one. Everything
else is the app's: its own paths, odd spellings (`//`, `%61`, `.htaccess`), and whatever has no file.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from enum import StrEnum
from typing import TYPE_CHECKING

from cms.contract.addresses import APP_PATHS, LANGUAGE_CODES

if TYPE_CHECKING:
    from collections.abc import Mapping

PLAIN_PATH = r"/|(?:/[A-Za-z0-9_~-][A-Za-z0-9._~-]*)+/?"
"""A path that may name a file: nothing escaped, no empty segment, none that begins with a dot. A whole-path
regular expression that Python and Nginx read alike; so are the patterns below."""

SERVED_METHODS = ("GET", "HEAD")
"""What a static address answers; anything else is 405 with METHOD_REFUSED, as plain text."""

METHOD_REFUSED = "This address answers GET and HEAD only."

TAKES_BROTLI = r"(?:^|[ ,])br *(?:$|,|; *q *= *(?:1|0?\.[0-9]*[1-9]))"
"""Found in Accept-Encoding (whatever the case) when the client reads brotli. Only COMPRESSED files have it: Nginx has
no module for brotli in the distributions, so the configuration picks the file itself."""

STAFF_COOKIE = "cataloro_staff"
"""Its value 1 marks the browser of somebody who runs the shop. The log has the mark, never a session."""

NOT_FOUND_FILE = "404.html"
GONE_FILE = "410.html"
FAILED_FILE = "500.html"
"""Files of the release that the app and Nginx show when a request fails. They have no address of their own."""


class Folder(StrEnum):
    """Where the files of a kind lie."""

    RELEASE = "BUILD_DIR/live"
    BUILD = "BUILD_DIR"
    MEDIA = "MEDIA_DIR"


class Storing(StrEnum):
    """In which forms a file is kept."""

    AS_BUILT = "plain, .gz or both, as BUILD_ENCODING says"
    COMPRESSED = "plain, and for texts .gz and .br beside it"
    PLAIN = "plain only"


@dataclass(frozen=True, slots=True, kw_only=True)
class StaticKind:
    """A kind of static address.

    `pattern` is matched against the whole path. `file` is the file's name in `folder`; `{path}` stands for the
    path. `types` gives the content type for each extension of the file. `headers` go with every answer,
    `cache` (Cache-Control) with those that are no refusal.
    """

    name: str
    pattern: str
    folder: Folder
    file: str
    types: Mapping[str, str]
    storing: Storing
    cache: str
    headers: Mapping[str, str]

    def file_of(self, path: str) -> str:
        """The file for `path`, relative to the folder, without `.gz`."""
        return self.file.format(path=path).lstrip("/")

    def type_of(self, file: str) -> str:
        """The content type of one of its files."""
        return self.types[file.rpartition(".")[2]]

    @property
    def compressible(self) -> dict[str, str]:
        """Those of its types that are text, by extension."""
        return {name: text for name, text in self.types.items() if text.startswith("text/") or "xml" in text}


REVALIDATED = "no-cache"
"""Kept by browsers, but asked for anew (ETag) each time: a sale shows at once."""

IMMUTABLE = "public, max-age=31536000, immutable"
"""For names that change with the content."""

PAGE_HEADERS: Mapping[str, str] = {
    "Content-Security-Policy": (
        "default-src 'none'; img-src 'self' data:; style-src 'self'; script-src 'self'; font-src 'self'; "
        "connect-src 'self'; manifest-src 'self'; form-action 'self'; base-uri 'none'; frame-ancestors 'none'"
    ),
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
    "Permissions-Policy": "camera=(), geolocation=(), microphone=()",
    "Referrer-Policy": "same-origin",
    "X-Content-Type-Options": "nosniff",
    "X-Frame-Options": "DENY",
}
"""What every page of the shop carries, also those that the app answers in the theme."""

FILE_HEADERS: Mapping[str, str] = {
    "Content-Security-Policy": "default-src 'none'; style-src 'unsafe-inline'; sandbox",
    "X-Content-Type-Options": "nosniff",
}
"""What everything else carries: it can run nothing, even when it is opened by itself. Styles may stay: pictures in
SVG and browsers that show XML bring their own."""

_ASSET_TYPES: Mapping[str, str] = {
    "css": "text/css; charset=utf-8",
    "ico": "image/x-icon",
    "jpg": "image/jpeg",
    "js": "text/javascript; charset=utf-8",
    "png": "image/png",
    "svg": "image/svg+xml",
    "webp": "image/webp",
    "woff2": "font/woff2",
}

_PHOTO_TYPES: Mapping[str, str] = {"avif": "image/avif", "jpg": "image/jpeg", "webp": "image/webp"}

_UNADDRESSED_PAGES = ("index", *(name.removesuffix(".html") for name in (NOT_FOUND_FILE, GONE_FILE, FAILED_FILE)))


def _page(name: str, pattern: str, file: str) -> StaticKind:
    return StaticKind(
        name=name,
        pattern=pattern,
        folder=Folder.RELEASE,
        file=file,
        types={"html": "text/html; charset=utf-8"},
        storing=Storing.AS_BUILT,
        cache=REVALIDATED,
        headers=PAGE_HEADERS,
    )


def _document(name: str, pattern: str, content_type: str) -> StaticKind:
    extension = pattern.rpartition(".")[2]
    return StaticKind(
        name=name,
        pattern=pattern,
        folder=Folder.RELEASE,
        file="{path}",
        types={extension: content_type},
        storing=Storing.AS_BUILT,
        cache=REVALIDATED,
        headers=FILE_HEADERS,
    )


FRONT = _page("front", "/", "index.html")

PAGE = _page(
    "page",
    rf"(?!/(?:{'|'.join(re.escape(one) for one in APP_PATHS)})(?:/|$))"
    rf"(?!/(?:(?:(?:{'|'.join(LANGUAGE_CODES)})/)?(?:{'|'.join(_UNADDRESSED_PAGES)})|assets/.*|photos/.*)$)/.*[^/]",
    "{path}.html",
)

STATIC_KINDS: tuple[StaticKind, ...] = (
    FRONT,
    _document("sitemap", r"/sitemap(?:-[a-z0-9-]+)?\.xml", "application/xml"),
    _document("feed", r"/feed\.xml", "application/atom+xml"),
    _document("robots", r"/robots\.txt", "text/plain; charset=utf-8"),
    _document("manifest", r"/manifest\.webmanifest", "application/manifest+json"),
    StaticKind(
        name="asset",
        pattern=rf"/assets/.*\.(?:{'|'.join(_ASSET_TYPES)})",
        folder=Folder.BUILD,
        file="{path}",
        types=_ASSET_TYPES,
        storing=Storing.COMPRESSED,
        cache=IMMUTABLE,
        headers=FILE_HEADERS,
    ),
    StaticKind(
        name="photo",
        pattern=rf"/photos/[0-9a-f]{{2}}/[0-9a-f]+-[0-9]+\.(?:{'|'.join(_PHOTO_TYPES)})",
        folder=Folder.MEDIA,
        file="{path}",
        types=_PHOTO_TYPES,
        storing=Storing.PLAIN,
        cache=IMMUTABLE,
        headers=FILE_HEADERS,
    ),
    PAGE,
)
"""The first whose pattern matches has the address."""

_PLAIN_PATH = re.compile(PLAIN_PATH)
_KINDS = tuple((re.compile(kind.pattern), kind) for kind in STATIC_KINDS)


def is_app_path(path: str) -> bool:
    """Whether the app answers `path` itself, whatever files there are."""
    return path.split("/", 2)[1] in APP_PATHS if path.startswith("/") else False


def is_plain_path(path: str) -> bool:
    """Whether `path`, as it was sent, is spelt so that it may name a file."""
    return _PLAIN_PATH.fullmatch(path) is not None


def kind_of(path: str) -> StaticKind | None:
    """The kind of static address that `path` is; None for one that only the app can answer.

    A trailing slash is not part of any address but `/`: `without_slash` tells where it leads.
    """
    if not is_plain_path(path) or is_app_path(path):
        return None
    return next((kind for pattern, kind in _KINDS if pattern.fullmatch(path)), None)


def without_slash(path: str) -> str | None:
    """Where a plain path with a trailing slash leads (301); None for every other path."""
    if path == "/" or not path.endswith("/") or not is_plain_path(path) or is_app_path(path):
        return None
    return path.rstrip("/")
