"""Rows of the catalogue as records, in bulk and in the order that lists have. No model instance in between.

`Position` is (published_at, id); ranges are (after, upto]. What has a page: live content whose availability is
live, sold or expired and not retired, of an active seller. What lists show: of these the live ones.
"""

from __future__ import annotations

from collections import defaultdict
from datetime import datetime
from typing import TYPE_CHECKING, Any

from django.db import connection
from django.db.models import Q, QuerySet
from django.utils import timezone

from cms.catalog.models import Availability, Category, Listing, Photo
from cms.catalog.record_parts import ASKED_AT_ONCE, photos_of, picture_record, questions_in
from cms.catalog.rows import in_utc, rows_of
from cms.contract.money import Money
from cms.contract.privacy import without_emails
from cms.contract.records import (
    CategoryRecord,
    Condition,
    ListingRecord,
    ListingStatus,
    PictureRecord,
)

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

Place = tuple[datetime, int]

_SHOWN_STATUSES = (ListingStatus.LIVE, ListingStatus.SOLD, ListingStatus.EXPIRED)
_CONDITIONS = {one.value: one for one in Condition}
_STATUSES = {one.value: one for one in ListingStatus}
_STREAMED = 2_000
# UNION, not UNION ALL, so that it ends whatever stands there.
_SUBTREE = """
    WITH RECURSIVE below (id) AS (
        SELECT CAST(%s AS bigint)
        UNION
        SELECT c.id FROM catalog_category c JOIN below ON c.parent_id = below.id
    )
    SELECT id FROM below ORDER BY id
"""

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
    "availability__questions",
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
        return in_lists().filter(category_id__in=subtree(of))
    if kind == "seller":
        return in_lists().filter(seller_id=of)
    return in_lists()


def places(listings: QuerySet[Listing], after: Place | None = None, upto: Place | None = None) -> Iterator[Place]:
    """Where those in (after, upto] stand, oldest first, some thousands at a time; all of them without.

    Each time is a query of its own: one left open would keep SQLite's connection at the moment of its beginning.
    """
    while True:
        rows = rows_of(_within(listings, after, upto).values_list("published_at", "id")[:_STREAMED])
        some = [(in_utc(when), number) for when, number in rows]
        yield from some
        if len(some) < _STREAMED:
            return
        after = some[-1]


def between(listings: QuerySet[Listing], after: Place | None, upto: Place | None) -> list[ListingRecord]:
    """Those in (after, upto], oldest first; to the newest without `upto`."""
    return records(_within(listings, after, upto))


def _within(listings: QuerySet[Listing], after: Place | None, upto: Place | None) -> QuerySet[Listing]:
    chosen = listings
    # The plain comparison of the time is implied, and lets an index serve the range.
    if upto is not None:
        chosen = chosen.filter(published_at__lte=upto[0]).filter(Q(published_at__lt=upto[0]) | Q(id__lte=upto[1]))
    if after is not None:
        chosen = chosen.filter(published_at__gte=after[0]).filter(Q(published_at__gt=after[0]) | Q(id__gt=after[1]))
    return chosen.order_by("published_at", "id")


def by_id(listings: QuerySet[Listing], ids: Iterable[int]) -> dict[int, ListingRecord]:
    """Those of these listings that are among the ids, ascending."""
    wanted = sorted(ids)
    parts = (wanted[start : start + ASKED_AT_ONCE] for start in range(0, len(wanted), ASKED_AT_ONCE))
    return {one.id: one for part in parts for one in records(listings.filter(id__in=part).order_by("id"))}


def with_pictures(hashes: Iterable[str]) -> set[int]:
    """Ids of the published listings that have one of these pictures among their photos."""
    wanted = sorted(hashes)
    found: set[int] = set()
    for start in range(0, len(wanted), ASKED_AT_ONCE):
        part = wanted[start : start + ASKED_AT_ONCE]
        photos = Photo.objects.filter(picture__hash__in=part, listing__live=True)
        found.update(photos.values_list("listing_id", flat=True))
    return found


def of_seller(seller_id: int) -> list[int]:
    """Ids of the published listings of a seller."""
    return list(Listing.objects.filter(seller_id=seller_id, live=True).values_list("id", flat=True))


def records(listings: QuerySet[Listing]) -> list[ListingRecord]:
    """Listings with their photos, in the order of the query: two queries, however many."""
    rows = rows_of(listings.values_list(*_COLUMNS))
    photos = photos_of({row[0]: row[2] for row in rows})
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
        stored.questions if stored else [],
    )
    photos = tuple(
        picture_record(
            one.picture.hash, one.picture.width, one.picture.height, one.picture.colour, one.picture.widths, alt
        )
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


def subtree(category_id: int) -> list[int]:
    """The ids of a category and of all below it."""
    with connection.cursor() as cursor:
        cursor.execute(_SUBTREE, [category_id])
        return [number for (number,) in cursor.fetchall()]


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
        questions,
    ) = row
    return ListingRecord(
        id=number,
        slug=slug,
        title=without_emails(title),
        description=without_emails(description),
        price=Money(cents),
        negotiable=bool(negotiable and cents),
        condition=_CONDITIONS[condition],
        city=without_emails(city),
        postcode=without_emails(postcode),
        category_id=category_id,
        seller_id=seller_id,
        published_at=in_utc(published_at),
        status=_STATUSES[status],
        stock=stock,
        reserved=reserved >= stock and status == ListingStatus.LIVE,
        photos=photos,
        questions=questions_in(questions),
    )
