"""What changes offers: making one, and everything its two sides, the clock and the seller's rule do with it."""

from __future__ import annotations

from datetime import datetime
from typing import TYPE_CHECKING

from django.contrib.auth import get_user_model
from django.db import transaction

from cms.contract.money import Money
from commerce.catalog import listings, sellers
from commerce.offers.errors import OfferNotFound, OfferRefused, OfferStateConflict
from commerce.offers.letters import tell_after, tell_of_proposal
from commerce.offers.machine import (
    LOWEST_PERCENT,
    MEMORY,
    MOST_A_LISTING,
    MOST_OPEN,
    MOST_ROUNDS,
    OPEN_STATES,
    TIME_TO_ANSWER,
    Action,
    Actor,
    State,
    allowed,
)
from commerce.offers.models import Offer, OfferEvent
from commerce.offers.rules import answer_to
from commerce.orders.errors import TooMuchCash
from commerce.orders.services import Wanted, place_orders, refuse_too_much_cash
from commerce.orders.when import amount as spoken_amount
from commerce.orders.when import spoken_date
from commerce.theme import translate
from commerce.waiting.services import free_for

if TYPE_CHECKING:
    from cms.accounts.models import User
    from cms.contract.records import ListingRecord


@transaction.atomic
def propose(buyer_id: int, listing_id: int, amount: Money, *, now: datetime) -> Offer:
    """Offer this amount for one piece; the seller's rule may answer at once. Raises OfferRefused."""
    # Who offers in two tabs offers one after the other.
    buyer = get_user_model().objects.select_for_update(no_key=True).get(pk=buyer_id)
    listing = listings([listing_id]).get(listing_id)
    free = free_for(buyer_id, [listing_id]).get(listing_id)
    if listing is None or free is None:
        raise OfferRefused(translate("This listing is no longer for sale."))
    _check_buyer(buyer, listing)
    _check_listing(listing, free)
    _check_count(buyer_id, listing_id, now)
    lowest = Money(-(-listing.price.cents * LOWEST_PERCENT // 100))
    _check_amount(amount, above=Money(lowest.cents - 1), below=listing.price)
    _check_cash(listing.seller_id, amount)
    offer = Offer.objects.create(
        listing_id=listing_id,
        buyer_id=buyer_id,
        seller_id=listing.seller_id,
        title=listing.title,
        price_cents=listing.price.cents,
        amount_cents=amount.cents,
        made_at=now,
        changed_at=now,
        deadline=now + TIME_TO_ANSWER,
    )
    _note(offer, "propose", Actor.BUYER, now)
    answered = _answer_by_rule(offer, now)
    if answered is None:
        tell_of_proposal(offer)
    return answered or offer


@transaction.atomic
def act(  # noqa: PLR0913 (keyword-only: what goes with an action)
    offer_id: int,
    action: str,
    *,
    now: datetime,
    person_id: int | None = None,
    amount: Money | None = None,
    note: str = "",
    by_rule: bool = False,
) -> Offer:
    """Do this with the offer as the buyer, the seller, or (with no person) the clock or the seller's rule.

    `amount` goes with a counter, `note` with an order. Raises OfferNotFound for a stranger, OfferStateConflict when
    the state does not allow it to this side, OfferRefused with words, and what place_orders raises for an order.
    Nothing has changed then.
    """
    offer = Offer.objects.select_for_update().filter(pk=offer_id).first()
    nobody = Actor.RULE if by_rule else Actor.CLOCK
    actor = nobody if person_id is None else offer.side_of(person_id) if offer else None
    if offer is None or actor is None:
        raise OfferNotFound
    way = allowed(offer.state, action, actor)
    if way is None or _out_of_time(offer, action, actor, now):
        raise OfferStateConflict(offer.pk, offer.state, action)
    if way.action is Action.COUNTER:
        _counter(offer, actor, amount)
    if way.action in {Action.COUNTER, Action.ACCEPT}:
        _check_cash(offer.seller_id, offer.amount)
    if way.action is Action.ORDER:
        _order(offer, now, note)
    offer.state, offer.changed_at = way.target, now
    offer.deadline = now + TIME_TO_ANSWER if way.target in OPEN_STATES else None
    offer.save()
    _note(offer, way.action, actor, now)
    answered = _answer_by_rule(offer, now) if way.target is State.PROPOSED else None
    if answered is None:
        tell_after(offer, way.action, actor)
    return answered or offer


def _answer_by_rule(offer: Offer, now: datetime) -> Offer | None:
    """The offer as it is after the answer that the seller has laid down; None when the seller has to look."""
    action = answer_to(offer)
    return None if action is None else act(offer.pk, action, now=now, by_rule=True)


def price_now(offer: Offer, listing: ListingRecord) -> Money:
    """What an agreed offer costs today: never more than the price that everybody sees."""
    return min(offer.amount, listing.price)


def _out_of_time(offer: Offer, action: str, actor: Actor, now: datetime) -> bool:
    """The clock acts from the deadline on, the two sides until then, also when the clock has not looked yet."""
    if offer.deadline is None or action == Action.END:
        return False
    return offer.deadline > now if actor is Actor.CLOCK else offer.deadline <= now


def _counter(offer: Offer, actor: Actor, amount: Money | None) -> None:
    if offer.rounds >= MOST_ROUNDS:
        raise OfferStateConflict(offer.pk, offer.state, Action.COUNTER)
    if amount is None:
        raise OfferRefused(translate("Please give an amount."))
    if actor is Actor.SELLER:
        _check_amount(amount, above=offer.amount, below=offer.price)
    else:
        own = Money(offer.events.filter(action="propose").get().amount_cents)
        _check_amount(amount, above=own, below=offer.amount)
    offer.amount_cents = amount.cents
    offer.rounds += 1


def _order(offer: Offer, now: datetime, note: str) -> None:
    listing = listings([offer.listing_id]).get(offer.listing_id)
    cents = price_now(offer, listing).cents if listing else offer.amount_cents
    wanted = Wanted(listing_id=offer.listing_id, quantity=1, price_cents=cents, is_agreed=True)
    # One offer is one order, however often the form is sent.
    (offer.order,) = place_orders(offer.buyer_id, {offer.seller_id: [wanted]}, f"offer-{offer.pk}", now=now, note=note)


def _check_buyer(buyer: User, listing: ListingRecord) -> None:
    if listing.seller_id == buyer.pk:
        raise OfferRefused(translate("This is your own listing."))
    if not buyer.is_active or not _has_verified_email(buyer):
        raise OfferRefused(translate("Please confirm your e-mail address first. You got a mail with a link."))


def _check_listing(listing: ListingRecord, free: int) -> None:
    seller = sellers([listing.seller_id])[listing.seller_id]
    if not listing.negotiable:
        raise OfferRefused(translate("The seller takes no offers for this."))
    if free < 1:
        raise OfferRefused(translate("Somebody else has reserved this just now."))
    if seller.away is not None:
        day = spoken_date(seller.away.until)
        raise OfferRefused(
            translate("{seller} is away until {day}. You can order again after that.", seller=seller.name, day=day)
        )


def _check_count(buyer_id: int, listing_id: int, now: datetime) -> None:
    own = Offer.objects.filter(buyer_id=buyer_id)
    still_open = own.filter(state__in=OPEN_STATES)
    if still_open.filter(listing_id=listing_id).exists():
        raise OfferRefused(translate("You have an open offer for this already."))
    if still_open.count() >= MOST_OPEN:
        raise OfferRefused(
            translate(
                "You may have {count} open offers at a time. Wait for an answer, or withdraw one.", count=MOST_OPEN
            )
        )
    if own.filter(listing_id=listing_id, made_at__gt=now - MEMORY).count() >= MOST_A_LISTING:
        raise OfferRefused(translate("You have made several offers for this already. The answer was no."))


def _check_amount(amount: Money, *, above: Money, below: Money) -> None:
    if not above < amount < below:
        lowest, highest = spoken_amount(Money(above.cents + 1)), spoken_amount(Money(below.cents - 1))
        if above.cents + 1 > below.cents - 1:
            raise OfferRefused(translate("There is nothing left to haggle about: accept or decline."))
        raise OfferRefused(translate("Name an amount from {lowest} to {highest}.", lowest=lowest, highest=highest))


def _check_cash(seller_id: int, amount: Money) -> None:
    """What could not be ordered is not haggled about."""
    try:
        refuse_too_much_cash(seller_id, amount)
    except TooMuchCash as refused:
        raise OfferRefused(str(refused)) from None


def _note(offer: Offer, action: str, actor: Actor, now: datetime) -> None:
    OfferEvent.objects.create(offer=offer, action=action, actor=actor, amount_cents=offer.amount_cents, at=now)


def _has_verified_email(person: User) -> bool:
    from commerce.account.services import has_verified_email  # noqa: PLC0415 (accounts show people their offers)

    return bool(has_verified_email(person))
