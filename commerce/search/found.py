"""What a search finds, for the page and for the API."""

from __future__ import annotations

from typing import TYPE_CHECKING

from commerce import catalog

if TYPE_CHECKING:
    from cms.contract.records import ListingRecord
    from commerce.search.asked import Asked


def found_by(asked: Asked, *, page: int, size: int) -> tuple[list[ListingRecord], int]:
    """One page of listings, and how many there are on all pages together."""
    return ([], 0) if asked.has_no_words else catalog.listings_like(asked.wish, page=page, size=size)
