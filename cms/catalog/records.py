"""Rows of the catalogue as records, in bulk and in the order that lists have. No model instance in between.

`Position` is (published_at, id); ranges are (after, upto]. What has a page: live content whose availability is
live, sold or expired and not retired, of an active seller. What lists show: of these the live ones.
"""

from __future__ import annotations

import json
from collections import defaultdict
from datetime import datetime
from typing import TYPE_CHECKING, Any

from django.db.models import Q, QuerySet
from django.utils import timezone

from cms.catalog.models import Availability, Category, Listing, Photo
from cms.contract.money import Money
from cms.contract.privacy import without_emails
from cms.contract.records import CategoryRecord, Condition, ListingRecord, ListingStatus, PictureRecord

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

Place = tuple[datetime, int]

_SHOWN_STATUSES = (ListingStatus.LIVE, ListingStatus.SOLD, ListingStatus.EXPIRED)
_STREAMED = 2_000
_ASKED_AT_ONCE = 500
"""Ids in one query: below SQLite's limit of variables on any build."""

_COLUMNS = (
    "id",
    "slug",
    "title",
    "description",
    "price_cents",
    "negotiable",
    "condition",
    "city",
    "postcode",
    "category_id",
    "seller_id",
    "published_at",
    "availability__status",
    "availability__stock",
    "availability__reserved",
)


def with_page() -> QuerySet[Listing]:
    """Every listing that has a page."""
    return Listing.objects.filter(
        live=True,
        seller__is_active=True,
        availability__status__in=_SHOWN_STATUSES,
        availability__retired_at=None,
    )


def in_lists() -> QuerySet[Listing]:
    """Every listing that lists show."""
    return Listing.objects.filter(
        live=True,
        seller__is_active=True,
        availability__status=ListingStatus.LIVE,
        availability__retired_at=None,
    )


def in_list(kind: str, of: int) -> QuerySet[Listing]:
    """The members of one list: all, a category with everything below it, a seller."""
    if kind == "category":
        return in_lists().filter(category_id__in=_subtree(of))
    if kind == "seller":
        return in_lists().filter(seller_id=of)
    return in_lists()


def places(listings: QuerySet[Listing]) -> Iterator[Place]:
    """Where these stand, oldest first, streamed."""
    rows = listings.order_by("published_at", "id").values_list("published_at", "id")
    yield from rows.iterator(chunk_size=_STREAMED)


def between(listings: QuerySet[Listing], after: Place | None, upto: Place | None) -> list[ListingRecord]:
    """Those in (after, upto], oldest first; none without `upto`."""
    if upto is None:
        return []
    # The plain comparison of the time is implied, and lets an index serve the range.
    chosen = listings.filter(published_at__lte=upto[0]).filter(Q(published_at__lt=upto[0]) | Q(id__lte=upto[1]))
    if after is not None:
        chosen = chosen.filter(published_at__gte=after[0]).filter(Q(published_at__gt=after[0]) | Q(id__gt=after[1]))
    return records(chosen.order_by("published_at", "id"))


def beside(category_id: int, place: Place, count: int, *, older: bool) -> list[ListingRecord]:
    """The `count` nearest in lists directly in the category, older or newer than `place`: nearest first."""
    when, number = place
    listings = in_lists().filter(category_id=category_id)
    if older:
        chosen = listings.filter(published_at__lte=when).filter(Q(published_at__lt=when) | Q(id__lt=number))
        return records(chosen.order_by("-published_at", "-id")[:count])
    chosen = listings.filter(published_at__gte=when).filter(Q(published_at__gt=when) | Q(id__gt=number))
    return records(chosen.order_by("published_at", "id")[:count])


def by_id(listings: QuerySet[Listing], ids: Iterable[int]) -> dict[int, ListingRecord]:
    """Those of these listings that are among the ids."""
    return {one.id: one for one in records(listings.filter(id__in=list(ids)))}


def records(listings: QuerySet[Listing]) -> list[ListingRecord]:
    """Listings with their photos, in the order of the query: two queries, however many."""
    rows = list(listings.values_list(*_COLUMNS))
    photos = _photos([row[0] for row in rows])
    return [_record(row, tuple(photos.get(row[0], ()))) for row in rows]


def draft_record(listing: Listing) -> ListingRecord:
    """A listing as it stands in memory, for a preview: its unpublished text with the stored availability."""
    stored = Availability.objects.filter(pk=listing.pk).first() if listing.pk else None
    row = (
        listing.pk or 0,
        listing.slug or "draft",
        listing.title,
        listing.description,
        listing.price_cents or 0,
        listing.negotiable,
        listing.condition,
        listing.city,
        listing.postcode,
        listing.category_id,
        listing.seller_id,
        listing.published_at or timezone.now(),  # As if it went live at this moment.
        stored.status if stored else ListingStatus.LIVE,
        stored.stock if stored else 1,
        stored.reserved if stored else 0,
    )
    photos = tuple(
        _picture(one.picture.hash, one.picture.width, one.picture.height, one.picture.colour, one.picture.widths, alt)
        for one, alt in ((photo, photo.alt or listing.title) for photo in listing.photos.all())
    )
    return _record(row, photos)


def category_records() -> list[CategoryRecord]:
    """All categories, parents before children, siblings by position and name."""
    rows = list(Category.objects.order_by("position", "name", "id"))
    children: dict[int | None, list[Category]] = defaultdict(list)
    for row in rows:
        children[row.parent_id].append(row)

    def below(parent_id: int | None, lineage: tuple[int, ...]) -> Iterator[CategoryRecord]:
        for row in children[parent_id]:
            own = (*lineage, row.pk)
            yield CategoryRecord(
                id=row.pk,
                slug=row.slug,
                slug_path=row.slug_path,
                name=row.name,
                position=row.position,
                parent_id=parent_id,
                lineage=own,
            )
            yield from below(row.pk, own)

    return list(below(None, ()))


def _subtree(category_id: int) -> list[int]:
    found = [category_id]
    level = [category_id]
    while level:
        level = list(Category.objects.filter(parent_id__in=level).exclude(id__in=found).values_list("id", flat=True))
        found += level
    return found


def _photos(listing_ids: list[int]) -> dict[int, list[PictureRecord]]:
    found: dict[int, list[PictureRecord]] = defaultdict(list)
    for start in range(0, len(listing_ids), _ASKED_AT_ONCE):
        rows = (
            Photo.objects.filter(listing_id__in=listing_ids[start : start + _ASKED_AT_ONCE])
            .order_by("listing_id", "sort_order", "id")
            .values_list(
                "listing_id",
                "picture__hash",
                "picture__width",
                "picture__height",
                "picture__colour",
                "picture__widths",
                "alt",
                "listing__title",
            )
        )
        for listing_id, digest, width, height, colour, widths, alt, title in rows:
            found[listing_id].append(_picture(digest, width, height, colour, widths, alt or title))
    return found


def _picture(digest: str, width: int, height: int, colour: str, widths: Any, alt: str) -> PictureRecord:  # noqa: PLR0913, PLR0917 (its columns)
    made = json.loads(widths) if isinstance(widths, str) else widths
    return PictureRecord(
        hash=digest, width=width, height=height, colour=colour, alt=without_emails(alt), widths=tuple(made)
    )


def _record(row: tuple[Any, ...], photos: tuple[PictureRecord, ...]) -> ListingRecord:
    (
        number,
        slug,
        title,
        description,
        cents,
        negotiable,
        condition,
        city,
        postcode,
        category_id,
        seller_id,
        published_at,
        status,
        stock,
        reserved,
    ) = row
    return ListingRecord(
        id=number,
        slug=slug,
        title=without_emails(title),
        description=without_emails(description),
        price=Money(cents),
        negotiable=negotiable,
        condition=Condition(condition),
        city=without_emails(city),
        postcode=without_emails(postcode),
        category_id=category_id,
        seller_id=seller_id,
        published_at=published_at,
        status=ListingStatus(status),
        stock=stock,
        reserved=reserved >= stock and status == ListingStatus.LIVE,
        photos=photos,
    )
