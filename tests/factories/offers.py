"""Offers for tests: made and moved by the services themselves, up to the state that a test is about."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from cms.accounts.models import User
from cms.catalog.models import Listing
from cms.catalog.services import end_listing
from cms.contract.money import Money
from cms.contract.records import ListingStatus
from commerce.offers.models import Offer
from commerce.offers.services import act, propose
from tests.factories.goods import make_listing
from tests.factories.orders import NOW, make_buyer


def make_bargain(**fields: Any) -> Listing:
    """A listing for 35 euros whose seller takes offers."""
    return make_listing(negotiable=True, **fields)


def make_offer(
    listing: Listing | None = None,
    *,
    state: str = "proposed",
    buyer: User | None = None,
    cents: int = 2500,
    now: datetime = NOW,
) -> Offer:
    """An offer of 25 euros for 35, in this state; what is countered is so at 30."""
    listing = listing or make_bargain()
    buyer = buyer or make_buyer()
    offer = propose(buyer.pk, listing.pk, Money(cents), now=now)
    seller = listing.seller_id
    if state == "countered":
        act(offer.pk, "counter", now=now, person_id=seller, amount=Money(3000))
    if state in {"accepted", "ordered"}:
        act(offer.pk, "accept", now=now, person_id=seller)
    if state == "ordered":
        act(offer.pk, "order", now=now, person_id=buyer.pk)
    if state == "declined":
        act(offer.pk, "decline", now=now, person_id=seller)
    if state == "withdrawn":
        act(offer.pk, "withdraw", now=now, person_id=buyer.pk)
    if state == "expired" and offer.deadline is not None:
        act(offer.pk, "lapse", now=offer.deadline)
    if state == "over":
        end_listing(listing.pk, ListingStatus.WITHDRAWN, now=now)
        act(offer.pk, "end", now=now)
    moved = Offer.objects.get(pk=offer.pk)
    if moved.state != state:
        raise ValueError(f"{moved.state} instead of {state}")
    return moved
