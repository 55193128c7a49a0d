"""What is still to be had of a listing. Each change is one statement that checks and writes at once."""

from __future__ import annotations

from datetime import datetime

from django.db import transaction
from django.db.models import Case, CharField, Exists, F, OuterRef, QuerySet, When
from django.db.models.functions import Cast, Coalesce, Now
from wagtail.models import WorkflowState

from cms.catalog.errors import NothingFree, StatusNotReachable, StockTooSmall
from cms.catalog.lifecycle import sources_of
from cms.catalog.models import Availability, Listing
from cms.contract.records import ListingStatus


def add_availability(listing_id: int, *, stock: int = 1) -> Availability:
    """The availability of a new listing, made in the transaction that makes the listing; an existing one stays."""
    availability, _ = Availability.objects.get_or_create(listing_id=listing_id, defaults={"stock": stock})
    return availability


@transaction.atomic
def end_listing(listing_id: int, status: ListingStatus, *, now: datetime) -> Availability:
    """Take a listing off the lists: sold, expired, withdrawn or suspended. One that is that already stays as it is.

    Raises StatusNotReachable, Availability.DoesNotExist.
    """
    if status is ListingStatus.LIVE:
        raise ValueError("a listing does not end by being live: relist() it")
    rows = Availability.objects.filter(listing_id=listing_id, status__in=sources_of(status))
    changed = rows.update(status=status, ended_at=Coalesce(F("ended_at"), now))
    return _after(listing_id, status, changed=bool(changed))


@transaction.atomic
def relist(listing_id: int, *, stock: int | None = None) -> Availability:
    """Put an ended listing back before buyers, at its old place in the lists; with a new stock when one is given.

    Raises StatusNotReachable, StockTooSmall, Availability.DoesNotExist.
    """
    availability = Availability.objects.select_for_update().get(listing_id=listing_id)
    pieces = availability.stock if stock is None else stock
    needed = max(1, availability.reserved)
    if pieces < needed:
        raise StockTooSmall(listing_id, pieces, needed)
    changed = Availability.objects.filter(listing_id=listing_id, status__in=sources_of(ListingStatus.LIVE)).update(
        status=ListingStatus.LIVE,
        stock=pieces,
        ended_at=None,
        retired_at=None,
        # One whose time was over has none any more, or the clock would take it off at once.
        expires_at=Case(When(expires_at__gt=Now(), then=F("expires_at"))),
    )
    return _after(listing_id, ListingStatus.LIVE, changed=bool(changed))


def expire_listings(*, now: datetime) -> int:
    """Take the listings off the lists whose time is over, in one statement; how many there were."""
    due = Availability.objects.filter(status__in=sources_of(ListingStatus.EXPIRED), expires_at__lte=now)
    return due.update(status=ListingStatus.EXPIRED, ended_at=now)


def retire_listings(*, now: datetime, ended_before: datetime) -> int:
    """Take down the pages of listings that were sold or expired before then, in one statement; how many there were."""
    shown = (ListingStatus.SOLD, ListingStatus.EXPIRED)
    due = Availability.objects.filter(status__in=shown, retired_at=None, ended_at__lte=ended_before)
    return due.update(retired_at=now)


@transaction.atomic
def set_stock(listing_id: int, stock: int) -> Availability:
    """Say how many pieces there are, reserved ones included. Raises StockTooSmall, Availability.DoesNotExist."""
    if stock < 0 or not Availability.objects.filter(listing_id=listing_id, reserved__lte=stock).update(stock=stock):
        raise StockTooSmall(listing_id, stock, Availability.objects.get(listing_id=listing_id).reserved)
    return Availability.objects.get(listing_id=listing_id)


@transaction.atomic
def hold_stock(listing_id: int, quantity: int) -> None:
    """Reserve some pieces of a live listing for an order, in the transaction that makes it.

    Raises NothingFree when fewer are free or the listing is not for sale (any more). Whoever holds several takes them
    in the order of their ids, so that two orders never wait for each other.
    """
    if quantity < 1:
        raise ValueError("nothing to hold")
    for_sale = Listing.objects.filter(pk=listing_id, live=True, seller__is_active=True).values("pk")
    free = Availability.objects.filter(
        listing_id__in=for_sale, status=ListingStatus.LIVE, stock__gte=F("reserved") + quantity
    )
    if not free.update(reserved=F("reserved") + quantity):
        raise NothingFree(listing_id, quantity)


@transaction.atomic
def release_stock(listing_id: int, quantity: int) -> None:
    """Give back what an order held. Raises ValueError when so much was never held."""
    held = Availability.objects.filter(listing_id=listing_id, reserved__gte=quantity)
    if quantity < 1 or not held.update(reserved=F("reserved") - quantity):
        raise ValueError(f"listing {listing_id} has no {quantity} pieces reserved")


@transaction.atomic
def sell_stock(listing_id: int, quantity: int, *, now: datetime) -> None:
    """Turn what an order held into what is sold; the listing is sold with its last piece.

    Raises ValueError when so much was never held.
    """
    held = Availability.objects.filter(listing_id=listing_id, reserved__gte=quantity, stock__gte=quantity)
    if quantity < 1 or not held.update(reserved=F("reserved") - quantity, stock=F("stock") - quantity):
        raise ValueError(f"listing {listing_id} has no {quantity} pieces reserved")
    _end_without_stock(listing_id, now=now)


@transaction.atomic
def take_stock(listing_id: int, quantity: int, *, now: datetime) -> None:
    """Count pieces as sold that nobody holds, whether the listing is still for sale or not.

    Raises NothingFree when fewer are free.
    """
    free = Availability.objects.filter(listing_id=listing_id, stock__gte=F("reserved") + quantity)
    if quantity < 1 or not free.update(stock=F("stock") - quantity):
        raise NothingFree(listing_id, quantity)
    _end_without_stock(listing_id, now=now)


def return_stock(listing_id: int, quantity: int) -> None:
    """Give back what was sold, as there was no deal. A listing that has ended stays so: its seller can relist it."""
    Availability.objects.filter(listing_id=listing_id).update(stock=F("stock") + quantity)


def _end_without_stock(listing_id: int, *, now: datetime) -> None:
    over = Availability.objects.filter(listing_id=listing_id, stock=0, status__in=sources_of(ListingStatus.SOLD))
    over.update(status=ListingStatus.SOLD, ended_at=Coalesce(F("ended_at"), now))


def status_of(listing: Listing) -> ListingStatus:
    """Where a listing stands: what its availability says, and for what was never shown, draft or in-review.

    For many listings ask with_status() first, which fetches all that this needs.
    """
    stored = ListingStatus(listing.availability.status)
    if stored is not ListingStatus.LIVE or listing.live:
        return stored
    reviewed = getattr(listing, "is_in_review", None)
    if reviewed is None:
        reviewed = listing.workflow_in_progress
    return ListingStatus.IN_REVIEW if reviewed else ListingStatus.DRAFT


def with_status(listings: QuerySet[Listing]) -> QuerySet[Listing]:
    """The same listings, with what status_of() needs: no further query for each."""
    reviews = WorkflowState.objects.filter(
        base_content_type=Listing.get_base_content_type(),
        object_id=Cast(OuterRef("pk"), CharField()),
        status=WorkflowState.STATUS_IN_PROGRESS,
    )
    annotated: QuerySet[Listing] = listings.select_related("availability").annotate(is_in_review=Exists(reviews))
    return annotated


def _after(listing_id: int, target: ListingStatus, *, changed: bool) -> Availability:
    availability = Availability.objects.get(listing_id=listing_id)
    if not changed and availability.status != target:
        raise StatusNotReachable(listing_id, ListingStatus(availability.status), target)
    return availability
