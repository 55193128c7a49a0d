"""What the form of a listing does when it is sent: everything it says, or nothing."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from django.db import transaction

from cms.contract.records import ListingStatus
from commerce import own_goods
from commerce.selling import services
from commerce.selling.unfinished import forget_form

if TYPE_CHECKING:
    from datetime import datetime

    from commerce.own_goods import ListingContent


@dataclass(frozen=True, slots=True, kw_only=True)
class Wish:
    """What a form says. `key` is that of a new listing; `version` and `pieces_seen` are what an old one began with."""

    content: ListingContent
    pieces: int
    key: str = ""
    version: int | None = None
    pieces_seen: int | None = None


@transaction.atomic
def save(seller_id: int, listing_id: int | None, wish: Wish, *, show: bool, now: datetime) -> tuple[int, ListingStatus]:
    """Save the form, and with `show` put the listing before buyers: its number and what it is now.

    What is live is changed at once, whether `show` or not, or handed to reviewers when that is asked of the seller.
    Raises what `services` raises: NoSuchListing, NotInThisState, ValidationError, ChangedElsewhere, StockMoved,
    TooManyListings, ListingNotPublishable.
    """
    if listing_id is None:
        number = services.create_draft(seller_id, wish.content, stock=wish.pieces, key=wish.key)
    else:
        number = listing_id
        stock = None if wish.pieces_seen is None else (wish.pieces_seen, wish.pieces)
        services.change_listing(seller_id, number, wish.content, version=wish.version, stock=stock)
    forget_form(seller_id, listing_id)
    return number, _shown(seller_id, number, show=show, now=now)


def _shown(seller_id: int, listing_id: int, *, show: bool, now: datetime) -> ListingStatus:
    status = own_goods.locked(seller_id, listing_id).status
    if status is ListingStatus.LIVE or (show and status is ListingStatus.DRAFT):
        return services.publish(seller_id, listing_id, now=now)
    if status in {ListingStatus.EXPIRED, ListingStatus.WITHDRAWN}:
        answer = services.publish_ended(seller_id, listing_id, now=now)
        if show:
            services.relist(seller_id, listing_id, now=now)
            return answer
    return status
