"""Changes to one listing by whoever sells it: its content as a new revision, a copy, its end as a draft, its time."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from django.db import transaction

from cms.accounts.models import User
from cms.catalog.errors import ListingWasPublished
from cms.catalog.models import Availability, Listing, Photo
from cms.catalog.services.listings import create_listing
from cms.contract.money import Money
from cms.contract.records import Condition


@dataclass(frozen=True, slots=True, kw_only=True)
class ListingContent:
    """What a seller writes about a good. `photos` are pairs of a stored picture's hash and its description."""

    title: str
    description: str
    price: Money
    negotiable: bool
    condition: Condition
    category_id: int
    city: str
    postcode: str
    photos: Sequence[tuple[str, str]] = ()


@transaction.atomic
def change_listing(listing_id: int, content: ListingContent, *, user: User | None = None) -> Listing:
    """Write a new draft. What is live stays as it is until the draft is published; so do stock and place in lists.

    Raises ValidationError with a message for each wrong field.
    """
    listing = Listing.objects.select_for_update(of=("self",)).get(pk=listing_id)
    draft: Listing = listing.get_latest_revision_as_object()
    fill_listing(draft, content)
    draft.full_clean()
    if not draft.live:
        draft.save()
    draft.save_revision(user=user, clean=False)
    return draft


def fill_listing(draft: Listing, content: ListingContent) -> None:
    """Put the content into a listing in memory."""
    draft.title, draft.description = content.title, content.description
    draft.price_cents, draft.negotiable = content.price.cents, content.negotiable
    draft.condition, draft.category_id = content.condition, content.category_id
    draft.city, draft.postcode = content.city, content.postcode
    draft.photos.set(
        Photo(picture_id=content_hash, alt=alt, sort_order=place)
        for place, (content_hash, alt) in enumerate(content.photos)
    )


def content_of(draft: Listing) -> ListingContent:
    """The content of a listing in memory."""
    return ListingContent(
        title=draft.title,
        description=draft.description,
        price=draft.price,
        negotiable=draft.negotiable,
        condition=Condition(draft.condition),
        category_id=draft.category_id,
        city=draft.city,
        postcode=draft.postcode,
        photos=tuple((one.picture_id, one.alt) for one in draft.photos.all()),
    )


@transaction.atomic
def copy_listing(listing_id: int, *, user: User | None = None) -> Listing:
    """A new draft of the same seller with the content of the latest draft, its photos too, and one piece of it."""
    original = Listing.objects.get(pk=listing_id)
    content = content_of(original.get_latest_revision_as_object())
    return create_listing(
        seller_id=original.seller_id,
        category_id=content.category_id,
        title=content.title,
        description=content.description,
        price=content.price,
        condition=content.condition,
        negotiable=content.negotiable,
        city=content.city,
        postcode=content.postcode,
        photos=content.photos,
        user=user,
    )


@transaction.atomic
def delete_draft(listing_id: int) -> None:
    """Remove a listing that nobody has ever seen. Raises ListingWasPublished: whatever was live leaves traces."""
    listing = Listing.objects.select_for_update(of=("self",)).get(pk=listing_id)
    if listing.live or listing.first_published_at is not None or listing.published_at is not None:
        raise ListingWasPublished(listing_id)
    listing.delete()


@transaction.atomic
def set_expiry(listing_id: int, when: datetime | None) -> None:
    """Say when the listing runs out; None: never."""
    Availability.objects.filter(listing_id=listing_id).update(expires_at=when)
