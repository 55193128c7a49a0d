"""What can be the name of a town or a postcode, in any country and script.

Whoever writes `ABC<>` or a picture into such a field is not found by anybody who searches for a place.
"""

from __future__ import annotations

import unicodedata

_IN_POSTCODES = frozenset(" -\u2010\u2011\u2013")
"""Spaces, and the hyphens that phones make of one."""

_IN_TOWNS = _IN_POSTCODES | frozenset(".,'\u2018\u2019`\u00b4()/&\u00b7\u200c")
"""With the apostrophes that phones make of one, the dot of Catalan, and the joint of Persian words."""


def is_town(text: str) -> bool:
    """`St. Pölten`, `’s-Hertogenbosch`, `Frankfurt (Oder)`, `Wien 3`, `東京`: letters and what stands between them."""
    kinds = {_kind(one) for one in text if one not in _IN_TOWNS}
    return "L" in kinds and kinds <= {"L", "M", "Nd"}


def is_postcode(text: str) -> bool:
    """`1010`, `A-1010`, `SW1A 1AA`, `01310-100`: letters and digits, with spaces or hyphens between them."""
    kinds = {_kind(one) for one in text if one not in _IN_POSTCODES}
    return bool(kinds) and kinds <= {"L", "M", "Nd"}


def _kind(one: str) -> str:
    category = unicodedata.category(one)
    return category if category == "Nd" else category[0]
