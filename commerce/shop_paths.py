"""Which addresses are pages of the app for shoppers: not the admin's, not a probe's, not those of files."""

from __future__ import annotations

from cms.contract.addresses import APP_PATHS

_OTHERS = frozenset({"admin", "documents", "static", "healthz", "readyz", ".well-known"})
_SHOP = frozenset(APP_PATHS) - _OTHERS


def is_shop_path(path: str) -> bool:
    """Whether shoppers and sellers do something there."""
    return first_segment(path) in _SHOP


def first_segment(path: str) -> str:
    """`cart` of `/cart/add`."""
    return path.removeprefix("/").partition("/")[0]
