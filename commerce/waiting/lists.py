"""What somebody waits for, as pages show it."""

from __future__ import annotations

from dataclasses import dataclass

from cms.contract.records import ListingRecord
from commerce import catalog
from commerce.orders.when import spoken
from commerce.waiting.models import Place


@dataclass(frozen=True, slots=True, kw_only=True)
class Row:
    """One place: the listing while it has a page, the position from 1 on, and until when it is held for them."""

    place: Place
    listing: ListingRecord | None
    position: int
    until: str


def rows_of(person_id: int) -> list[Row]:
    """All places of somebody, promises first."""
    places = list(Place.objects.filter(person_id=person_id))
    listings = catalog.listings(one.listing_id for one in places)
    rows = [
        Row(
            place=one,
            listing=listings.get(one.listing_id),
            position=Place.objects.filter(listing_id=one.listing_id, pk__lte=one.pk).count(),
            until=spoken(one.promised_until) if one.promised_until else "",
        )
        for one in places
    ]
    return sorted(rows, key=lambda row: (not row.until, row.place.pk))


def listings_of(person_id: int | None) -> set[int]:
    """The listings for which somebody waits."""
    return set(Place.objects.filter(person_id=person_id).values_list("listing_id", flat=True)) if person_id else set()
