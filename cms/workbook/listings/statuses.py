"""Changes to stock and status of stored listings, many at once."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from cms.catalog.models import Availability, Listing
from cms.catalog.services import publish_listing, unpublish_listing
from cms.contract.records import ListingStatus
from cms.workbook.listings.stored import AT_ONCE, StoredListing
from cms.workbook.tasks import index_later


def set_availability(changes: Sequence[tuple[StoredListing, dict[str, Any]]], *, now: datetime) -> None:
    """Give these listings the `stock` and the `status` (draft, live, withdrawn) of their step."""
    rows = Availability.objects.in_bulk([one.id for one, _ in changes])
    for one, step in changes:
        row = rows[one.id]
        row.stock = step.get("stock", row.stock)
        if "status" in step:
            _set_status(row, ListingStatus(step["status"]), now=now)
    Availability.objects.bulk_update(
        rows.values(), ["stock", "status", "ended_at", "retired_at", "expires_at"], batch_size=AT_ONCE // 6
    )
    wanted = {one: ListingStatus(step["status"]) for one, step in changes if "status" in step}
    _publish([one for one, status in wanted.items() if status == ListingStatus.LIVE and not one.live], now=now)
    _unpublish([one for one, status in wanted.items() if status == ListingStatus.DRAFT and one.live])


def _set_status(row: Availability, status: ListingStatus, *, now: datetime) -> None:
    if status == ListingStatus.WITHDRAWN:
        row.status, row.ended_at = status, row.ended_at or now
    else:  # A draft is to be had as well, once it is published.
        row.status, row.ended_at, row.retired_at = ListingStatus.LIVE, None, None
        if row.expires_at is not None and row.expires_at <= now:
            row.expires_at = None  # Or the clock would take it off at once.


def _publish(listings: Sequence[StoredListing], *, now: datetime) -> None:
    for one in listings:
        if one.has_revisions:
            publish_listing(one.id, now=now)
    plain = Listing.objects.in_bulk([one.id for one in listings if not one.has_revisions])
    for row in plain.values():
        row.live, row.has_unpublished_changes = True, False
        row.published_at = row.published_at or now
        row.first_published_at = row.first_published_at or now
        row.last_published_at = now
    Listing.objects.bulk_update(
        plain.values(),
        ["live", "has_unpublished_changes", "published_at", "first_published_at", "last_published_at"],
        batch_size=AT_ONCE // 5,
    )
    index_later(list(plain))


def _unpublish(listings: Sequence[StoredListing]) -> None:
    for one in listings:
        if one.has_revisions:
            unpublish_listing(one.id)
    plain = [one.id for one in listings if not one.has_revisions]
    Listing.objects.filter(pk__in=plain).update(live=False, has_unpublished_changes=True)
    index_later(plain)
