"""Every address of the shop, as one table: the app, the development server and the Nginx configuration read it here."""

from __future__ import annotations

import re
import unicodedata

APP_PATHS: tuple[str, ...] = (
    "search",
    "account",
    "cart",
    "checkout",
    "orders",
    "offers",
    "sell",
    "messages",
    "favourites",
    "report",
    "api",
    "admin",
    "documents",
    "static",
    "healthz",
    "readyz",
    ".well-known",
)
"""First segments that the app answers itself."""

STATIC_PATHS: tuple[str, ...] = ("listings", "category", "listing", "seller", "assets", "photos")
"""First segments that belong to the generator."""

STATIC_FILES: tuple[str, ...] = ("feed.xml", "sitemap.xml", "robots.txt", "manifest.webmanifest", "favicon.ico")
"""Files at the root; sitemap-<n>.xml and build.json come on top."""

LIST_PAGE_SEGMENT = "page"
"""`/category/<…>/page/<k>`: reserved inside categories."""

LANGUAGE_CODES: tuple[str, ...] = ("en", "de")
"""Languages the theme speaks. Reserved as first segments."""

LANGUAGE_QUERY = "language"
"""`/cart?language=de`: how a page of the app, which has one address for all languages, is asked for in another."""


def in_language(code: str, path: str) -> str:
    """The address in a further language of the shop of what has the address `path` in its own; `code` may be empty.

    `/listings` → `/de/listings`, `/` → `/de`. Files, pages of the app and addresses elsewhere stay as they are. What
    follows `?` or `#` may stand behind a path.
    """
    if not code or not path.startswith("/") or path.startswith("//"):
        return path
    first = re.split(r"[/?#]", path[1:], maxsplit=1)[0]
    if first in _SAME_IN_ALL_LANGUAGES:
        return path
    return f"/{code}{path}" if first else f"/{code}{path[1:]}"


def language_of(path: str) -> tuple[str, str]:
    """The language code that a path begins with, empty when there is none, and the path without it.

    `/de/listings` → `de`, `/listings`; `/de` → `de`, `/`.
    """
    first, _, rest = path.removeprefix("/").partition("/")
    return (first, f"/{rest}") if first in LANGUAGE_CODES else ("", path)


_SAME_IN_ALL_LANGUAGES = frozenset({*APP_PATHS, *STATIC_FILES, "assets", "photos"})

_PAGE_NAMES = ("index", "404", "410", "500", "build", "page")

RESERVED_FIRST_SEGMENTS: frozenset[str] = frozenset(
    (*APP_PATHS, *STATIC_PATHS, *STATIC_FILES, *LANGUAGE_CODES, *_PAGE_NAMES),
)
"""What no page of the CMS may be called at the top level."""

_SEPARATORS = re.compile(r"[^a-z0-9]+")
_SPELLED_OUT = str.maketrans(
    {"ä": "ae", "ö": "oe", "ü": "ue", "ß": "ss", "æ": "ae", "ø": "o", "œ": "oe", "ł": "l", "đ": "d", "€": "eur"},
)


def slug_of(text: str, *, otherwise: str, limit: int = 60) -> str:
    """A lower-case ASCII slug of `text`, cut at a word within `limit`; `otherwise` when nothing is left of it."""
    plain = unicodedata.normalize("NFC", text).lower().translate(_SPELLED_OUT)
    folded = unicodedata.normalize("NFKD", plain).encode("ascii", "ignore").decode()
    slug = _SEPARATORS.sub("-", folded).strip("-")
    if len(slug) > limit:
        slug = slug[: limit + 1].rpartition("-")[0] or slug[:limit]
    return slug.strip("-") or otherwise


def is_reserved_page_slug(slug: str) -> bool:
    """Whether a top-level page may not have this slug."""
    return slug in RESERVED_FIRST_SEGMENTS or slug.startswith("sitemap")
