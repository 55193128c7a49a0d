"""The rows of the list of listings with all that their cells show, fetched for a page at a time.

What was never live is shown as its latest draft: an editor's saves of a draft go to its revisions alone.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import TYPE_CHECKING, Any

from django.db.models import QuerySet
from wagtail.admin.paginator import WagtailPaginator

from cms.catalog.admin import additions
from cms.catalog.models import Category, Listing, Photo
from cms.catalog.services import with_status
from cms.contract.money import Money
from cms.pictures.models import Picture

if TYPE_CHECKING:
    from django.core.paginator import Page

_EXPORTED_AT_ONCE = 500


@dataclass(slots=True, kw_only=True)
class Shown:
    """What the cells of one row show."""

    title: str
    price: Money | None
    category: Category | None
    city: str
    picture: Picture | None = None
    photos: int = 0
    updated: datetime | None = None
    added: dict[str, int] = field(default_factory=dict)


class RowPaginator(WagtailPaginator):
    """Finds the ids of a page first, and only then what the cells show: the order of 100,000 costs no joins."""

    def page(self, number: int | str) -> Page[Listing]:
        """The rows of a page, in order."""
        valid = self.validate_number(number)
        start = (valid - 1) * self.per_page
        some = self.object_list[start : min(start + self.per_page, self.count)]
        rows = rows_shown(list(some.values_list("pk", flat=True)))
        page: Page[Listing] = self._get_page(rows, valid, self)
        return page


class InPieces:
    """All rows of a query, some hundred at a time, for exports."""

    def __init__(self, listings: QuerySet[Listing]) -> None:
        self.model = listings.model
        self._ids = listings.values_list("pk", flat=True)

    def __iter__(self) -> Iterator[Listing]:
        ids = list(self._ids)
        for start in range(0, len(ids), _EXPORTED_AT_ONCE):
            yield from rows_shown(ids[start : start + _EXPORTED_AT_ONCE])


def rows_shown(ids: Sequence[int]) -> list[Listing]:
    """These listings in this order, each with `shown`; the number of queries does not depend on theirs."""
    found = with_status(
        Listing.objects.filter(pk__in=ids).select_related("category", "seller__seller_profile", "latest_revision")
    )
    rows = {row.pk: row for row in found}
    drafts = {
        row.pk: row.latest_revision.content for row in rows.values() if not row.live and row.latest_revision is not None
    }
    categories = Category.objects.in_bulk({one.get("category") for one in drafts.values()} - {None})
    for row in rows.values():
        row.shown = _shown(row, drafts.get(row.pk), categories)
        row.title = row.shown.title  # By which Wagtail's buttons name the row.
    _add_pictures(rows, drafts)
    for column in additions.columns.values():
        for pk, value in column.values(ids).items():
            if pk in rows:
                rows[pk].shown.added[column.name] = value
    return [rows[pk] for pk in ids if pk in rows]


def _shown(row: Listing, draft: dict[str, Any] | None, categories: dict[int, Category]) -> Shown:
    revision = row.latest_revision
    updated = revision.created_at if revision is not None else row.last_published_at
    if draft is None:
        return Shown(title=row.title, price=row.price, category=row.category, city=row.city, updated=updated)
    cents = draft.get("price_cents")
    return Shown(
        title=draft.get("title") or row.title,
        price=None if cents is None else Money(cents),
        category=categories.get(draft.get("category") or 0),
        city=draft.get("city") or "",
        updated=updated,
    )


def _add_pictures(rows: dict[int, Listing], drafts: dict[int, dict[str, Any]]) -> None:
    hashes: dict[int, list[str]] = {pk: [] for pk in rows}
    stored = Photo.objects.filter(listing_id__in=[pk for pk in rows if pk not in drafts])
    for pk, content_hash in stored.order_by("listing_id", "sort_order").values_list("listing_id", "picture_id"):
        hashes[pk].append(content_hash)
    for pk, draft in drafts.items():
        hashes[pk] = [one["picture"] for one in sorted(draft.get("photos", ()), key=lambda one: one["sort_order"])]
    pictures = Picture.objects.in_bulk({some[0] for some in hashes.values() if some})
    for pk, some in hashes.items():
        shown: Shown = rows[pk].shown
        shown.photos = len(some)
        shown.picture = pictures.get(some[0]) if some else None
