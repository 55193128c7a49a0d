"""Price, status and category of a listing changed from a list: refused when they are not what one saw there."""

from __future__ import annotations

from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext as _
from wagtail.log_actions import log

from cms.accounts.models import User
from cms.catalog.errors import ChangedMeanwhile, ListingHeld, StatusNotReachable
from cms.catalog.lifecycle import NEXT_STATUSES
from cms.catalog.models import Availability, Listing
from cms.catalog.services.availability import end_listing, relist, status_of
from cms.catalog.services.listings import publish_listing
from cms.contract.money import Money
from cms.contract.records import ListingStatus

_DRAFT, _IN_REVIEW, _LIVE = ListingStatus.DRAFT, ListingStatus.IN_REVIEW, ListingStatus.LIVE


def version_of(listing: Listing) -> str:
    """Another one after each change of content, price or status, whoever made it."""
    status = status_of(listing).value
    return f"{listing.latest_revision_id or 0}-{listing.price_cents}-{status}-{int(listing.live)}"


def next_statuses(current: ListingStatus) -> list[ListingStatus]:
    """What a listing may become from a list. What waits for a moderator is decided in the queue."""
    if current is _DRAFT:
        return [_LIVE]
    if current is _IN_REVIEW:
        return []
    return [one for one in ListingStatus if one in NEXT_STATUSES[current]]


@transaction.atomic
def change_price(listing_id: int, price: Money, *, user: User, version: str, now: datetime) -> None:
    """Give the listing another price, before buyers too where it is live; a newer draft of it stays a draft.

    Raises ChangedMeanwhile, ListingHeld, ListingNotPublishable.
    """
    listing = _locked(listing_id, version)
    _refuse_held(listing, user)
    before = listing.price_cents if listing.live else listing.get_latest_revision_as_object().price_cents
    _give(listing, "price_cents", price.cents, user=user, now=now)
    log(listing, "catalog.price", user=user, data={"old": before, "new": price.cents})


@transaction.atomic
def change_status(  # noqa: PLR0913 (keyword-only: who, what, when)
    listing_id: int,
    status: ListingStatus,
    *,
    user: User,
    version: str | None,
    now: datetime,
    with_draft: bool = False,
) -> None:
    """Publish, withdraw, end or list again; `with_draft` publishes a newer draft too. Without a version in any case.

    Raises ChangedMeanwhile, ListingHeld, and what the services for each status raise.
    """
    listing = _locked(listing_id, version)
    before = status_of(listing)
    if status is _LIVE and (not listing.live or (with_draft and listing.has_unpublished_changes)):
        _refuse_held(listing, user)
        publish_listing(listing_id, now=now, user=user)
    if before in {status, _DRAFT, _IN_REVIEW}:
        if status not in {before, _LIVE}:  # What nobody has seen cannot end.
            raise StatusNotReachable(listing_id, before, status)
        return
    if status is _LIVE:
        relist(listing_id)
    else:
        end_listing(listing_id, status, now=now)
    stock = listing.availability.stock
    change = {"status": {"old": before.value, "new": status.value}, "stock": {"old": stock, "new": stock}}
    log(listing, "catalog.availability", user=user, data=change)


@transaction.atomic
def put_into_category(listing_id: int, category_id: int, *, user: User, now: datetime) -> bool:
    """Move the listing to another category, on the shop and in a newer draft; whether it was in another one.

    Raises ListingHeld, ListingNotPublishable.
    """
    listing = _locked(listing_id, None)
    if listing.category_id == listing.get_latest_revision_as_object().category_id == category_id:
        return False
    _refuse_held(listing, user)
    _give(listing, "category_id", category_id, user=user, now=now)
    return True


def _give(listing: Listing, name: str, value: int, *, user: User, now: datetime) -> None:
    """Set a field before buyers where the listing is live, and in its latest draft."""
    has_draft = listing.live and listing.has_unpublished_changes
    draft: Listing = listing.get_latest_revision_as_object()
    if has_draft:
        words = draft.serializable_data()
        setattr(listing, name, value)
        listing.derive_fields()
        listing.save_revision(user=user, clean=False)
        publish_listing(listing.pk, now=now, user=user)
        # As it was, with what Wagtail has written down about the publication.
        draft = Listing.objects.get(pk=listing.pk).with_content_json(words)
    setattr(draft, name, value)
    draft.derive_fields()
    draft.save_revision(user=user, clean=False)
    if not listing.live:
        Listing.objects.filter(pk=listing.pk).update(**{name: value}, negotiable=draft.negotiable)
    elif not has_draft:
        publish_listing(listing.pk, now=now, user=user)


def _locked(listing_id: int, version: str | None) -> Listing:
    listing = Listing.objects.select_for_update(of=("self",)).get(pk=listing_id)
    listing.availability = Availability.objects.select_for_update().get(pk=listing_id)
    if version is not None and version_of(listing) != version:
        raise ChangedMeanwhile(listing.title)
    return listing


def _refuse_held(listing: Listing, user: User) -> None:
    if listing.workflow_in_progress:
        raise ListingHeld(listing.title, _("it waits for a moderator. Decide that first, in the queue."))
    lock = listing.get_lock()
    if lock is not None and lock.for_user(user):
        raise ListingHeld(listing.title, _("somebody has locked it, or it is to be published at a set time."))
