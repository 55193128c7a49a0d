"""Listings as a workbook sees them, fetched many at a time: content, availability, status, photos, version."""

from __future__ import annotations

import hashlib
import json
from base64 import b32encode
from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import Any

from django.db.models import QuerySet
from wagtail.models import Revision

from cms.catalog.models import Listing, Photo
from cms.catalog.services import status_of, with_status
from cms.contract.records import ListingStatus
from cms.pictures.models import Picture

AT_ONCE = 500
"""Rows in one query or insert: below every database's limit of variables."""

_CONTENT = ("title", "description", "price_cents", "condition", "city", "postcode")


@dataclass(frozen=True, slots=True, kw_only=True)
class StoredListing:
    """One listing. Of a listing that was never published this is its latest draft, of any other what is live.

    A draft may lack anything. `photos` are `<hash>.<extension>`. `has_draft` says that an editor's changes to a live
    listing wait for publication, `has_revisions` that an editor has worked on it at all.
    """

    id: int
    key: str
    title: str
    description: str
    price_cents: int | None
    condition: str
    city: str
    postcode: str
    category_id: int | None
    seller_id: int | None
    photos: tuple[str, ...]
    live: bool
    status: ListingStatus
    stock: int
    reserved: int
    has_draft: bool
    has_revisions: bool
    locked: bool

    @property
    def version(self) -> str:
        """Changes with anything that a row could overwrite, and with every order; made from the values alone.

        So nobody needs to remember to raise it, whatever way a change comes in.
        """
        values = [getattr(self, name) for name in _VERSIONED]
        digest = hashlib.blake2b(json.dumps(values).encode(), digest_size=5).digest()
        return f"v{b32encode(digest).decode().lower()}"


_VERSIONED = (
    *("key", *_CONTENT, "category_id", "seller_id"),
    *("photos", "live", "status", "stock", "reserved"),
)


def stored_by_key(keys: Iterable[str], *, lock: bool = False) -> dict[str, StoredListing]:
    """The listings with these keys, at most AT_ONCE; with `lock`, nobody else changes them in this transaction."""
    rows = Listing.objects.filter(key__in=list(keys)).order_by("id")
    if lock:
        list(rows.select_for_update(of=("self",)).values_list("id"))
    return {one.key: one for one in _stored(rows)}


def all_stored(**only: Any) -> Iterator[StoredListing]:
    """Every listing by id, or those that `only` filters; the memory needed does not grow with their number."""
    after = 0
    while some := _stored(Listing.objects.filter(id__gt=after, **only).order_by("id")[:AT_ONCE]):
        yield from some
        after = some[-1].id


def stored_by_id(ids: Sequence[int]) -> Iterator[StoredListing]:
    """These listings by id, however many."""
    ordered = sorted(ids)
    for start in range(0, len(ordered), AT_ONCE):
        yield from _stored(Listing.objects.filter(pk__in=ordered[start : start + AT_ONCE]).order_by("id"))


def _stored(listings: QuerySet[Listing]) -> list[StoredListing]:
    rows = list(with_status(listings))
    drafts = _draft_contents(row for row in rows if not row.live)
    photos = _photo_names(rows, drafts)
    return [_one(row, drafts.get(row.pk), photos.get(row.pk, ())) for row in rows]


def _one(row: Listing, draft: dict[str, Any] | None, photos: tuple[str, ...]) -> StoredListing:
    content = {name: draft.get(name, "") if draft else getattr(row, name) for name in _CONTENT}
    return StoredListing(
        id=row.pk,
        key=row.key,
        **content,
        category_id=draft.get("category") if draft else row.category_id,
        seller_id=draft.get("seller") if draft else row.seller_id,
        photos=photos,
        live=row.live,
        status=status_of(row),
        stock=row.availability.stock,
        reserved=row.availability.reserved,
        has_draft=row.live and row.has_unpublished_changes,
        has_revisions=row.latest_revision_id is not None,
        locked=row.locked,
    )


def _draft_contents(rows: Iterable[Listing]) -> dict[int, dict[str, Any]]:
    """An editor's saves of a draft go to its revisions only, so there lies what the draft says now."""
    revisions = {row.latest_revision_id: row.pk for row in rows if row.latest_revision_id}
    found = Revision.objects.filter(pk__in=list(revisions)).values_list("pk", "content")
    return {revisions[pk]: content for pk, content in found}


def _photo_names(rows: list[Listing], drafts: dict[int, dict[str, Any]]) -> dict[int, tuple[str, ...]]:
    names: dict[int, list[str]] = defaultdict(list)
    stored = (
        Photo.objects.filter(listing_id__in=[row.pk for row in rows if row.pk not in drafts])
        .order_by("listing_id", "sort_order", "id")
        .values_list("listing_id", "picture_id", "picture__extension")
    )
    for listing_id, content_hash, extension in stored:
        names[listing_id].append(f"{content_hash}.{extension}")
    drafted = {pk: sorted(draft.get("photos", ()), key=lambda one: one["sort_order"]) for pk, draft in drafts.items()}
    extensions = _extensions(one["picture"] for photos in drafted.values() for one in photos)
    for listing_id, photos in drafted.items():
        names[listing_id] = [f"{one['picture']}.{extensions.get(one['picture'], 'jpg')}" for one in photos]
    return {listing_id: tuple(some) for listing_id, some in names.items()}


def _extensions(hashes: Iterable[str]) -> dict[str, str]:
    wanted = set(hashes)
    if not wanted:
        return {}
    return dict(Picture.objects.filter(pk__in=wanted).values_list("pk", "extension"))
