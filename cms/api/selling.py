"""The catalogue for those who sell: their own listings in every state, and what they may do to one.

Whoever asks says whose listings are meant; somebody else's are as if they were not there. Which state allows what is
for the caller to know: `locked` tells the state so that it stays true for the rest of the transaction.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING, Literal

from django.db.models import QuerySet

from cms.accounts.models import SellerProfile, User
from cms.catalog.errors import ListingNotPublishable, ListingWasPublished, StockTooSmall
from cms.catalog.models import Availability, Listing
from cms.catalog.records import draft_record
from cms.catalog.services import (
    ListingContent,
    change_listing,
    content_of,
    copy_listing,
    create_listing,
    delete_draft,
    end_listing,
    fill_listing,
    publish_listing,
    refusals,
    relist,
    set_expiry,
    set_stock,
    status_of,
    submit_listing,
    take_out_of_review,
    with_status,
)
from cms.contract.records import ListingStatus

if TYPE_CHECKING:
    from cms.contract.money import Money
    from cms.contract.records import ListingRecord, PictureRecord

__all__ = [
    "Group",
    "ListingContent",
    "ListingNotPublishable",
    "ListingWasPublished",
    "NoSuchListing",
    "OwnDraft",
    "OwnListing",
    "StockTooSmall",
    "User",
    "change_listing",
    "copy_listing",
    "count_groups",
    "count_open",
    "create_listing",
    "delete_draft",
    "draft_for_preview",
    "draft_with",
    "end_listing",
    "expiring",
    "id_of_key",
    "is_seller",
    "last_place",
    "lock_seller",
    "locked",
    "own_draft",
    "own_listing",
    "own_listings",
    "publish_listing",
    "published_before",
    "relist",
    "set_expiry",
    "set_stock",
    "shows_picture",
    "submit_listing",
    "take_out_of_review",
]

Group = Literal["live", "drafts", "ended"]


class NoSuchListing(LookupError):
    """There is no such listing, or it is somebody else's."""


@dataclass(frozen=True, slots=True, kw_only=True)
class OwnListing:
    """A listing as its seller sees it in a list: the content is that of the latest draft.

    `refused_because` is what a reviewer wrote who sent it back. `has_changes` says that the draft is newer than what
    is live. `path` leads to its page, None while it has none.
    """

    id: int
    status: ListingStatus
    title: str
    price: Money
    photo: PictureRecord | None
    stock: int
    reserved: int
    has_changes: bool
    refused_because: str | None
    expires_at: datetime | None
    ended_at: datetime | None
    changed_at: datetime | None
    path: str | None
    was_published: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class OwnDraft:
    """What a form for a listing begins with. `version` rises with each change of the content."""

    content: ListingContent
    stock: int
    version: int


def is_seller(user_id: int) -> bool:
    """Whether somebody may have listings."""
    return SellerProfile.objects.filter(user_id=user_id, user__is_active=True).exists()


def lock_seller(seller_id: int) -> None:
    """Let nobody else pass here until the transaction ends: for what is counted before something is added."""
    User.objects.select_for_update(of=("self",)).get(pk=seller_id)


def own_listings(seller_id: int, group: Group, *, start: int, end: int) -> list[OwnListing]:
    """Some listings of one group, those changed last first."""
    rows = with_status(_in_group(seller_id, group)).select_related("latest_revision", "availability")
    return _own(list(rows.order_by("-latest_revision_id", "-pk")[start:end]))


def count_groups(seller_id: int) -> dict[Group, int]:
    """How many listings each group has."""
    groups: tuple[Group, ...] = ("live", "drafts", "ended")
    return {one: _in_group(seller_id, one).count() for one in groups}


def count_open(seller_id: int) -> int:
    """How many listings are drafts, in review or live."""
    return Listing.objects.filter(seller_id=seller_id, availability__status=ListingStatus.LIVE).count()


def published_before(seller_id: int) -> int:
    """How many listings of somebody have ever been live."""
    return Listing.objects.filter(seller_id=seller_id, first_published_at__isnull=False).count()


def locked(seller_id: int, listing_id: int) -> OwnListing:
    """The listing as it is and stays until the transaction ends. Raises NoSuchListing."""
    rows = Listing.objects.select_for_update(of=("self",)).filter(pk=listing_id, seller_id=seller_id)
    if not rows.values_list("pk"):
        raise NoSuchListing(listing_id)
    Availability.objects.select_for_update().get(pk=listing_id)
    return own_listing(seller_id, listing_id)


def own_listing(seller_id: int, listing_id: int) -> OwnListing:
    """The listing as it is at this moment. Raises NoSuchListing."""
    rows = with_status(Listing.objects.filter(pk=listing_id, seller_id=seller_id)).select_related("latest_revision")
    found = _own(list(rows))
    if not found:
        raise NoSuchListing(listing_id)
    return found[0]


def shows_picture(seller_id: int, content_hash: str) -> bool:
    """Whether a picture is among the photos of somebody's listings."""
    return Listing.objects.filter(seller_id=seller_id, photos__picture_id=content_hash).exists()


def id_of_key(seller_id: int, key: str) -> int | None:
    """The listing that was made with this key."""
    return Listing.objects.filter(seller_id=seller_id, key=key).values_list("pk", flat=True).first()


def own_draft(seller_id: int, listing_id: int) -> OwnDraft:
    """The latest draft. Raises NoSuchListing."""
    draft = draft_for_preview(seller_id, listing_id)
    return OwnDraft(content=content_of(draft), stock=draft.availability.stock, version=draft.latest_revision_id or 0)


def last_place(seller_id: int) -> tuple[str, str]:
    """Postcode and town of the newest listing, else the town of the profile: what the next one begins with."""
    newest = Listing.objects.filter(seller_id=seller_id).order_by("-pk").values_list("postcode", "city").first()
    if newest is not None:
        postcode, city = newest
        return postcode, city
    return "", SellerProfile.objects.filter(user_id=seller_id).values_list("city", flat=True).first() or ""


def draft_for_preview(seller_id: int, listing_id: int) -> Listing:
    """The latest draft as the preview's renderer takes it. Raises NoSuchListing."""
    listing = Listing.objects.select_related("availability").filter(pk=listing_id, seller_id=seller_id).first()
    if listing is None:
        raise NoSuchListing(listing_id)
    draft: Listing = listing.get_latest_revision_as_object()
    return draft


def draft_with(seller_id: int, listing_id: int | None, content: ListingContent) -> Listing:
    """The same with this content, in memory only; a new one without an id. Raises NoSuchListing."""
    draft = Listing(seller_id=seller_id) if listing_id is None else draft_for_preview(seller_id, listing_id)
    fill_listing(draft, content)
    draft.derive_fields()
    return draft


def expiring(*, after: datetime, until: datetime) -> list[tuple[int, int, datetime]]:
    """Live listings that run out in (after, until]: listing, seller, when."""
    due = Availability.objects.filter(
        status=ListingStatus.LIVE, expires_at__gt=after, expires_at__lte=until, listing__live=True
    )
    rows = due.order_by("expires_at").values_list("listing_id", "listing__seller_id", "expires_at")
    return [(listing_id, seller_id, when) for listing_id, seller_id, when in rows if when is not None]


def _in_group(seller_id: int, group: Group) -> QuerySet[Listing]:
    own = Listing.objects.filter(seller_id=seller_id)
    if group == "ended":
        return own.exclude(availability__status=ListingStatus.LIVE)
    return own.filter(availability__status=ListingStatus.LIVE, live=group == "live")


def _own(rows: list[Listing]) -> list[OwnListing]:
    told = refusals([one.pk for one in rows])
    return [_own_listing(one, told.get(one.pk)) for one in rows]


def _own_listing(row: Listing, refused_because: str | None) -> OwnListing:
    stored = row.availability
    status = status_of(row)
    draft = row.get_latest_revision_as_object() if row.latest_revision_id else row
    record: ListingRecord = draft_record(draft)
    shown = (ListingStatus.LIVE, ListingStatus.SOLD, ListingStatus.EXPIRED)
    return OwnListing(
        id=row.pk,
        status=status,
        title=record.title,
        price=record.price,
        photo=record.photos[0] if record.photos else None,
        stock=stored.stock,
        reserved=stored.reserved,
        has_changes=row.live and row.has_unpublished_changes,
        refused_because=refused_because,
        expires_at=stored.expires_at,
        ended_at=stored.ended_at,
        changed_at=row.latest_revision.created_at if row.latest_revision else row.published_at,
        path=row.path if row.live and status in shown and stored.retired_at is None else None,
        was_published=row.first_published_at is not None or row.published_at is not None,
    )
