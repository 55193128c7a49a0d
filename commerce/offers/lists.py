"""Own offers and one of them, as pages show them."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.contrib.auth import get_user_model
from django.db.models import F, Q

from cms.contract.money import Money
from cms.contract.records import ListingRecord
from commerce import catalog
from commerce.conversations.names import shown_names
from commerce.offers.machine import OPEN_STATES, Action, Actor, State, actions_of
from commerce.offers.models import Offer, OfferEvent
from commerce.offers.services import price_now
from commerce.offers.wording import event_words, next_words, state_words
from commerce.orders.when import left_until, spoken
from commerce.theme import translate

MOST = 100
"""The newest are shown."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Row:
    """One offer of the list."""

    offer: Offer
    listing: ListingRecord | None
    other: str
    state: str
    left: str
    buys: bool
    next_step: str


def to_answer(seller_id: int) -> int:
    """How many offers wait for this seller."""
    return Offer.objects.filter(seller_id=seller_id, state=State.PROPOSED).count()


def own_rows(person_id: int, *, now: datetime) -> list[Row]:
    """Open ones by deadline, then the others, newest first."""
    own = Offer.objects.filter(Q(buyer=person_id) | Q(seller=person_id)).select_related("buyer", "seller")
    offers = list(own.order_by(F("deadline").asc(nulls_last=True), "-changed_at", "-pk")[:MOST])
    listings = catalog.listings({one.listing_id for one in offers})
    names = shown_names({person.pk: person for one in offers for person in (one.buyer, one.seller)}.values())
    return [_row(one, person_id, listings.get(one.listing_id), names, now) for one in offers]


def acts_of(offer: Offer, side: Actor, *, now: datetime) -> tuple[Action, ...]:
    """What this side can do with it now."""
    is_open = offer.state in OPEN_STATES and offer.deadline is not None and offer.deadline > now
    return actions_of(offer.state, side, offer.rounds) if is_open else ()


def events_of(offer: Offer) -> Iterable[OfferEvent]:
    """What has happened to it, from its beginning."""
    return offer.events.all()


def offer_page(offer: Offer, side: Actor, *, now: datetime) -> dict[str, Any]:
    """What `offers/offer.html` needs."""
    listing = catalog.listings([offer.listing_id]).get(offer.listing_id)
    people = get_user_model().objects.filter(pk__in=[offer.buyer_id, offer.seller_id])
    names = shown_names(people)
    person_id = offer.buyer_id if side is Actor.BUYER else offer.seller_id
    return {
        "row": _row(offer, person_id, listing, names, now),
        "until": spoken(offer.deadline) if offer.deadline else "",
        "acts": [one.value for one in acts_of(offer, side, now=now)],
        "cost": price_now(offer, listing) if listing else offer.amount,
        "order": offer.order,
        "events": [
            {
                "what": event_words(one.action),
                "amount": Money(one.amount_cents),
                "who": _who(one.actor, offer, names),
                "at": one.at,
                "when": spoken(one.at),
            }
            for one in events_of(offer)
        ],
    }


def _row(offer: Offer, person_id: int, listing: ListingRecord | None, names: dict[int, str], now: datetime) -> Row:
    buys = offer.buyer_id == person_id
    side = Actor.BUYER if buys else Actor.SELLER
    return Row(
        offer=offer,
        listing=listing,
        other=names.get(offer.seller_id if buys else offer.buyer_id, ""),
        state=state_words(offer.state, side),
        left=left_until(offer.deadline, now) if offer.deadline and offer.deadline > now else "",
        buys=buys,
        next_step=next_words(offer.state, side),
    )


def _who(actor: str, offer: Offer, names: dict[int, str]) -> str:
    if actor == Actor.RULE:
        return translate("Automatic answer of the seller")
    return names.get({Actor.BUYER: offer.buyer_id, Actor.SELLER: offer.seller_id}.get(Actor(actor), 0), "")
