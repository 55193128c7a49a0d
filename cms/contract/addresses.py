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
