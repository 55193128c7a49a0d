"""What a seller does with a listing. Each locks it, checks its state, changes it, all in one transaction.

Each raises NoSuchListing for what is not there or somebody else's, and NotInThisState when the state is another one.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.contrib.auth import get_user_model
from django.db import transaction

from cms.contract.records import ListingStatus
from commerce import own_goods
from commerce.selling.errors import (
    ChangedElsewhere,
    NotInThisState,
    PiecesOrdered,
    StockMoved,
    TooManyListings,
)
from commerce.selling.limits import SellingSettings
from commerce.waiting.services import promised, settle

if TYPE_CHECKING:
    from collections.abc import Collection
    from datetime import datetime

    from commerce.own_goods import ListingContent, OwnListing, User

DRAFT, IN_REVIEW, LIVE = ListingStatus.DRAFT, ListingStatus.IN_REVIEW, ListingStatus.LIVE
SOLD, EXPIRED, WITHDRAWN = ListingStatus.SOLD, ListingStatus.EXPIRED, ListingStatus.WITHDRAWN

ALLOWED: dict[str, frozenset[ListingStatus]] = {
    "edit": frozenset({DRAFT, IN_REVIEW, LIVE, EXPIRED, WITHDRAWN}),
    "publish": frozenset({DRAFT, LIVE}),
    "withdraw": frozenset({IN_REVIEW, LIVE, EXPIRED, SOLD}),
    "relist": frozenset({SOLD, EXPIRED, WITHDRAWN}),
    "sold": frozenset({LIVE}),
    "copy": frozenset({DRAFT, IN_REVIEW, LIVE, SOLD, EXPIRED, WITHDRAWN}),
    "renew": frozenset({LIVE, EXPIRED}),
    "delete-draft": frozenset({DRAFT}),
}
"""Which states allow which act. A suspended listing is the moderators' until they give it back."""


@transaction.atomic
def create_draft(seller_id: int, content: ListingContent, *, stock: int, key: str) -> int:
    """A new draft: its number. The same key again gives the listing that was made with it, with this content.

    Raises ValidationError, TooManyListings.
    """
    own_goods.lock_seller(seller_id)
    made = own_goods.id_of_key(seller_id, key)
    if made is not None:
        change_listing(seller_id, made, content)
        return made
    _demand_room(seller_id)
    listing = own_goods.create_listing(
        seller_id=seller_id,
        category_id=content.category_id,
        title=content.title,
        description=content.description,
        price=content.price,
        condition=content.condition,
        negotiable=content.negotiable,
        city=content.city,
        postcode=content.postcode,
        stock=stock,
        key=key,
        photos=content.photos,
        user=_person(seller_id),
    )
    return int(listing.pk)


@transaction.atomic
def change_listing(
    seller_id: int,
    listing_id: int,
    content: ListingContent,
    *,
    version: int | None = None,
    stock: tuple[int, int] | None = None,
) -> None:
    """Write a new draft of it; what was in review is taken out. What is live stays until publish().

    `version` is the draft that the form began with, `stock` the pieces that it showed and those that are wanted.
    Raises ValidationError, ChangedElsewhere, StockMoved.
    """
    listing = _allowed("edit", seller_id, listing_id)
    if version is not None and version != own_goods.own_draft(seller_id, listing_id).version:
        raise ChangedElsewhere
    if stock is not None and stock[0] != stock[1]:
        _change_stock(listing, seen=stock[0], wanted=stock[1])
    person = _person(seller_id)
    if listing.status is IN_REVIEW:
        own_goods.take_out_of_review(listing_id, user=person)
    own_goods.change_listing(listing_id, content, user=person)


@transaction.atomic
def publish(seller_id: int, listing_id: int, *, now: datetime) -> ListingStatus:
    """Put the latest draft before buyers, or before reviewers when that is asked of the seller: which of the two.

    A live listing keeps its place in lists and its stock. Raises ListingNotPublishable.
    """
    listing = _allowed("publish", seller_id, listing_id)
    if listing.status is DRAFT:
        own_goods.set_expiry(listing_id, now + SellingSettings.load().shown_for)
    return _show(seller_id, listing_id, now=now)


@transaction.atomic
def publish_ended(seller_id: int, listing_id: int, *, now: datetime) -> ListingStatus:
    """Let the latest draft of a listing that has ended be what is relisted later."""
    listing = own_goods.locked(seller_id, listing_id)
    if listing.status not in {EXPIRED, WITHDRAWN}:
        raise NotInThisState(listing_id, listing.status)
    return _show(seller_id, listing_id, now=now)


@transaction.atomic
def withdraw(seller_id: int, listing_id: int, *, now: datetime) -> None:
    """Take it from buyers, its page too; out of review it is a draft again. Orders that there are go on."""
    listing = _allowed("withdraw", seller_id, listing_id)
    if listing.status is IN_REVIEW:
        own_goods.take_out_of_review(listing_id, user=_person(seller_id))
        own_goods.set_expiry(listing_id, None)
        return
    own_goods.end_listing(listing_id, WITHDRAWN, now=now)
    settle(listing_id, now=now)


@transaction.atomic
def relist(seller_id: int, listing_id: int, *, now: datetime) -> None:
    """Put it back before buyers, at its old place in lists, with at least one piece. Raises TooManyListings."""
    _back(_allowed("relist", seller_id, listing_id), seller_id, now=now)


@transaction.atomic
def sold_elsewhere(seller_id: int, listing_id: int, *, now: datetime) -> None:
    """Mark it as sold without an order. Raises PiecesOrdered while an order holds some of it."""
    listing = _allowed("sold", seller_id, listing_id)
    if listing.reserved > promised([listing_id]).get(listing_id, 0):
        raise PiecesOrdered
    own_goods.end_listing(listing_id, SOLD, now=now)
    settle(listing_id, now=now)


@transaction.atomic
def copy(seller_id: int, listing_id: int) -> int:
    """A draft with the same content and photos: its number. Raises TooManyListings."""
    own_goods.lock_seller(seller_id)
    _allowed("copy", seller_id, listing_id)
    _demand_room(seller_id)
    return int(own_goods.copy_listing(listing_id, user=_person(seller_id)).pk)


@transaction.atomic
def renew(seller_id: int, listing_id: int, *, now: datetime) -> None:
    """Let its time begin anew, also when it is over. Raises TooManyListings."""
    listing = _allowed("renew", seller_id, listing_id)
    if listing.status is EXPIRED:
        _back(listing, seller_id, now=now)
    own_goods.set_expiry(listing_id, now + SellingSettings.load().shown_for)


@transaction.atomic
def delete_draft(seller_id: int, listing_id: int) -> None:
    """Remove a draft that nobody has seen."""
    listing = _allowed("delete-draft", seller_id, listing_id)
    try:
        own_goods.delete_draft(listing_id)
    except own_goods.ListingWasPublished:
        raise NotInThisState(listing_id, listing.status) from None


def is_reviewed(seller_id: int) -> bool:
    """Whether what this seller publishes is looked at first."""
    first = SellingSettings.load().reviewed_first
    return bool(first) and own_goods.published_before(seller_id) < first


def _allowed(act: str, seller_id: int, listing_id: int) -> OwnListing:
    return _in(ALLOWED[act], own_goods.locked(seller_id, listing_id))


def _in(statuses: Collection[ListingStatus], listing: OwnListing) -> OwnListing:
    if listing.status not in statuses:
        raise NotInThisState(listing.id, listing.status)
    return listing


def _show(seller_id: int, listing_id: int, *, now: datetime) -> ListingStatus:
    if is_reviewed(seller_id):
        own_goods.submit_listing(listing_id)
        return IN_REVIEW
    own_goods.take_out_of_review(listing_id, user=_person(seller_id))
    own_goods.publish_listing(listing_id, now=now)
    return LIVE


def _back(listing: OwnListing, seller_id: int, *, now: datetime) -> None:
    own_goods.lock_seller(seller_id)
    _demand_room(seller_id)
    own_goods.relist(listing.id, stock=max(1, listing.stock))
    own_goods.set_expiry(listing.id, now + SellingSettings.load().shown_for)


def _change_stock(listing: OwnListing, *, seen: int, wanted: int) -> None:
    if listing.stock != seen:
        raise StockMoved(listing.stock, listing.reserved)
    try:
        own_goods.set_stock(listing.id, wanted)
    except own_goods.StockTooSmall:
        raise StockMoved(listing.stock, listing.reserved) from None


def _demand_room(seller_id: int) -> None:
    limit = SellingSettings.load().open_listings
    if own_goods.count_open(seller_id) >= limit:
        raise TooManyListings(limit)


def _person(seller_id: int) -> User:
    return get_user_model().objects.get(pk=seller_id)
