"""Changes to the content of stored listings.

What an editor has worked on gets a new revision, so that the editor's next save builds on the import instead of taking
it back; what nobody has touched is written straight, many at once.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from cms.catalog.models import Listing, ListingSlugHistory, Photo
from cms.catalog.services import publish_listing
from cms.workbook.listings.stored import AT_ONCE, StoredListing
from cms.workbook.tasks import index_later

Content = dict[str, Any]


def edit_without_revisions(edits: Sequence[tuple[StoredListing, Content]]) -> None:
    """Write these fields (and `photos`, hashes in order) into listings that have no revisions."""
    rows = Listing.objects.in_bulk([one.id for one, _ in edits])
    fields: set[str] = set()
    old_slugs = []
    for one, content in edits:
        row = rows[one.id]
        slug = row.slug
        for name, value in content.items():
            if name != "photos":
                setattr(row, name, value)
                fields.add(name)
        row.derive_fields()
        if row.slug != slug and row.first_published_at:
            old_slugs.append(ListingSlugHistory(listing=row, slug=slug))
    index_later(list(rows))
    if fields:
        Listing.objects.bulk_update(rows.values(), [*sorted(fields), "slug"], batch_size=AT_ONCE // 5)
    ListingSlugHistory.objects.bulk_create(old_slugs, batch_size=AT_ONCE, ignore_conflicts=True)
    _replace_photos({one.id: content["photos"] for one, content in edits if "photos" in content})


def _replace_photos(photos: dict[int, list[str]]) -> None:
    if not photos:
        return
    stored = Photo.objects.filter(listing_id__in=photos.keys())
    alts = {
        (listing_id, picture): alt for listing_id, picture, alt in stored.values_list("listing_id", "picture_id", "alt")
    }
    stored.delete()
    Photo.objects.bulk_create(
        [
            Photo(
                listing_id=listing_id,
                picture_id=content_hash,
                sort_order=place,
                alt=alts.get((listing_id, content_hash), ""),
            )
            for listing_id, hashes in photos.items()
            for place, content_hash in enumerate(hashes)
        ],
        batch_size=AT_ONCE,
    )


def edit_with_revision(one: StoredListing, content: Content) -> None:
    """Write these fields as a new revision, and put it before the buyers where the listing is live."""
    row = Listing.objects.get(pk=one.id)
    draft: Listing = row.get_latest_revision_as_object()
    for name, value in content.items():
        if name != "photos":
            setattr(draft, name, value)
    if "photos" in content:
        alts = {photo.picture_id: photo.alt for photo in draft.photos.all()}
        draft.photos.set(
            Photo(picture_id=content_hash, alt=alts.get(content_hash, ""), sort_order=place)
            for place, content_hash in enumerate(content["photos"])
        )
    draft.derive_fields()
    draft.save_revision(clean=False)
    if one.live:
        publish_listing(one.id, now=row.published_at or row.last_published_at)
