"""How listings come into being and before the buyers. Every listing has its availability from the first moment."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from django.core.exceptions import ValidationError
from django.db import router, transaction
from django.db.models.deletion import Collector, ProtectedError

from cms.accounts.models import User
from cms.catalog.errors import ListingNotPublishable, ListingStillNeeded
from cms.catalog.models import Availability, Listing, Photo
from cms.catalog.models.listing import new_key
from cms.catalog.services.availability import add_availability
from cms.contract.money import Money
from cms.contract.records import Condition

_ROWS_AT_ONCE = 500


@transaction.atomic
def create_listing(  # noqa: PLR0913 (keyword-only: what a listing is made of)
    *,
    seller_id: int,
    category_id: int,
    title: str,
    description: str,
    price: Money,
    condition: Condition = Condition.GOOD,
    negotiable: bool = False,
    city: str = "",
    postcode: str = "",
    stock: int = 1,
    key: str = "",
    photos: Sequence[tuple[str, str]] = (),
    user: User | None = None,
) -> Listing:
    """A draft with its first revision. `photos` are pairs of a stored picture's hash and its description.

    Raises ValidationError with a message for each wrong field.
    """
    listing = Listing(
        live=False,
        has_unpublished_changes=True,
        seller_id=seller_id,
        category_id=category_id,
        title=title,
        description=description,
        price_cents=price.cents,
        condition=condition,
        negotiable=negotiable,
        city=city,
        postcode=postcode,
        key=key or new_key(),
    )
    listing.photos.set(
        Photo(picture_id=content_hash, alt=alt, sort_order=place) for place, (content_hash, alt) in enumerate(photos)
    )
    listing.full_clean()
    listing.save()
    add_availability(listing.pk, stock=stock)
    listing.save_revision(user=user, clean=False)
    return listing


@transaction.atomic
def publish_listing(listing_id: int, *, now: datetime, user: User | None = None) -> Listing:
    """Put the latest draft before the buyers; a live listing without a newer draft stays as it is.

    `now` becomes the listing's place in lists when it has none yet. Availability is left alone.
    Raises ListingNotPublishable, and PermissionDenied when `user` is given and may not publish.
    """
    listing = Listing.objects.select_for_update(of=("self",)).get(pk=listing_id)
    if listing.live and not listing.has_unpublished_changes:
        return listing
    if listing.published_at is None:
        listing.published_at = now
        listing.save(update_fields=["published_at"])
    try:
        listing.get_latest_revision_as_object().full_clean()
    except ValidationError as error:
        raise ListingNotPublishable(listing_id, _problems(error)) from error
    revision = listing.latest_revision or listing.save_revision(user=user, clean=False)
    revision.publish(user=user)
    return Listing.objects.get(pk=listing_id)


@transaction.atomic
def unpublish_listing(listing_id: int, *, user: User | None = None) -> Listing:
    """Make a listing a draft again. It keeps its place in lists for the day when it comes back."""
    listing = Listing.objects.select_for_update(of=("self",)).get(pk=listing_id)
    listing.unpublish(user=user)
    return listing


@transaction.atomic
def add_listings(listings: Sequence[Listing], *, availabilities: Sequence[Availability] | None = None) -> list[Listing]:
    """Insert many listings, each with its availability: the given ones in the same order, else one piece of each.

    For imports and the demo: the caller has checked the fields; there are no revisions, and the search index is
    brought up to date by `update_index`.
    """
    for listing in listings:
        listing.derive_fields()
    added = Listing.objects.bulk_create(listings, batch_size=_ROWS_AT_ONCE)
    rows = availabilities if availabilities is not None else [Availability() for _ in added]
    for listing, availability in zip(added, rows, strict=True):
        availability.listing = listing
    Availability.objects.bulk_create(rows, batch_size=_ROWS_AT_ONCE)
    return added


def check_unneeded(listing: Listing) -> None:
    """Raise ListingStillNeeded when something refers to the listing that must stay: orders, messages, reports."""
    try:
        Collector(using=router.db_for_write(Listing), origin=listing).collect([listing])
    except ProtectedError as error:
        needed_by: dict[str, int] = {}
        for one in error.protected_objects:
            name = str(one._meta.verbose_name_plural)  # noqa: SLF001 (Django's public name)
            needed_by[name] = needed_by.get(name, 0) + 1
        raise ListingStillNeeded(listing.title, needed_by) from None


def _problems(error: ValidationError) -> dict[str, list[str]]:
    problems: dict[str, Any] = error.message_dict if hasattr(error, "error_dict") else {"listing": error.messages}
    return {field: list(messages) for field, messages in problems.items()}
