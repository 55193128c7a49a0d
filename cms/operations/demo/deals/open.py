"""What those who can log in find on their desks: made by the services, as people would, but without mails.

The clock of a shop that runs writes its reminders all the same.
"""

from __future__ import annotations

from datetime import datetime, timedelta
from itertools import islice

from django.db.models import QuerySet
from django.utils import timezone

from cms.catalog.models import Listing
from cms.contract.records import ListingStatus
from cms.operations.demo.deals.words import NOTES, PLACES, QUESTIONS
from cms.operations.demo.load_people import Crowd
from commerce.account.services import confirm_address
from commerce.conversations.services import ask_about_listing, write
from commerce.favourites.services import Owner, save
from commerce.notifications.services import without_mails
from commerce.orders import codes
from commerce.orders.models import HandoverCode, Order
from commerce.orders.services import Wanted, act, place_orders

_FAVOURITES = 6
_PEOPLE = 7


_OWN, _FOREIGN = "own", "foreign"
_STEPS = (
    # Who orders: None is the buyer who can log in, a number one of the others. Whose goods. How far it comes.
    (0, _OWN, "requested"),
    (None, _OWN, "scheduled"),
    (None, _FOREIGN, "completed"),
    (1, _OWN, "completed"),
    (None, _FOREIGN, "requested"),
    (2, _OWN, "accepted"),
    (None, _FOREIGN, "handed_over"),
    (3, _FOREIGN, "disputed"),
    (4, _FOREIGN, "no_show"),
)
MOST = len(_STEPS)
"""So many open deals there are to show."""


def possible_open_deals(count: int, *, key: str, crowd: Crowd) -> int:
    """How many of the first `count` deals there are goods for."""
    left = {
        _OWN: _free(key).filter(seller_id=crowd.seller_ids[0]).count(),
        _FOREIGN: _free(key).exclude(seller_id=crowd.seller_ids[0]).count(),
    }
    for _, goods, _ in _STEPS[:count]:
        left[goods] -= 1
    return count + sum(min(0, one) for one in left.values())


def load_open_deals(count: int, *, key: str, crowd: Crowd) -> None:
    """Make the first `count` of the deals, as far as there are goods, and favourites and conversations."""
    with without_mails():
        desk = _Desk(key, crowd)
        for who, goods, state in _STEPS[:count]:
            desk.deal(who, goods, state)
        if count:
            desk.talk()


def _free(key: str) -> QuerySet[Listing]:
    free = Listing.objects.filter(
        key__startswith=key, live=True, availability__status=ListingStatus.LIVE, availability__reserved=0
    )
    return free.order_by("-published_at", "pk")


class _Desk:
    """The two people who can log in, and others they deal with."""

    def __init__(self, key: str, crowd: Crowd) -> None:
        self._key = key
        self._now = timezone.now().replace(microsecond=0)
        self._buyer, *others = crowd.buyer_ids[:_PEOPLE]
        self._others = others or [self._buyer]
        self._seller = crowd.seller_ids[0]
        for user_id, email in crowd.addresses_of(crowd.buyer_ids[:_PEOPLE]):
            confirm_address(user_id, email)
        free = _free(key)
        self._goods = {
            _OWN: iter(free.filter(seller_id=self._seller)[: MOST + len(QUESTIONS)]),
            _FOREIGN: iter(free.exclude(seller_id=self._seller)[: MOST + _FAVOURITES]),
        }
        self._number = 0

    def talk(self) -> None:
        """Favourites of the buyer, and questions to sellers, one of them without an answer."""
        for listing in islice(self._goods[_FOREIGN], _FAVOURITES):
            save(Owner(user_id=self._buyer), listing.pk, now=self._now)
        for place, ((question, answer), listing) in enumerate(zip(QUESTIONS, self._goods[_OWN], strict=False)):
            asked = self._now - timedelta(hours=5 + place)
            asker = self._buyer if place < 2 else self._others[0]  # noqa: PLR2004 (the first two)
            message = ask_about_listing(asker, listing.pk, question, now=asked)
            if place:
                write(self._seller, message.conversation_id, answer, now=asked + timedelta(hours=1))

    def deal(self, who: int | None, goods: str, state: str) -> None:
        """One order, unless there is nothing left to order."""
        listing = next(self._goods[goods], None)
        if listing is None:
            return
        buyer_id = self._buyer if who is None else self._others[who % len(self._others)]
        self._number += 1
        past = state in {"completed", "handed_over", "disputed", "no_show"}
        meets = self._at(-1) if past else self._at(1)
        placed = self._now - timedelta(days=3 if past else 0, hours=5)
        order = place_orders(
            buyer_id,
            {listing.seller_id: [Wanted(listing_id=listing.pk, quantity=1, price_cents=listing.price_cents)]},
            f"{self._key}open-{self._number}",
            now=placed,
            note=NOTES[self._number % len(NOTES)],
        )[0]
        self._move(order, state, placed=placed, meets=meets)

    def _move(self, order: Order, state: str, *, placed: datetime, meets: datetime) -> None:
        buyer, seller, later = order.buyer_id, order.seller_id, timedelta(minutes=40)
        if state == "requested":
            return
        act(order.pk, "accept", now=placed + later, person_id=seller)
        if state == "accepted":
            return
        place = PLACES[self._number % len(PLACES)]
        act(order.pk, "propose", now=placed + 2 * later, person_id=seller, place=place, starts_at=meets)
        act(order.pk, "confirm", now=placed + 3 * later, person_id=buyer)
        if state == "completed":
            nonce = HandoverCode.objects.get(appointment__order=order, voided_at=None).nonce
            act(order.pk, "enter-code", now=meets, person_id=seller, code=codes.code_for(nonce))
        if state in {"handed_over", "disputed"}:
            act(order.pk, "hand-over", now=meets + later, person_id=seller)
        if state == "disputed":
            act(order.pk, "object", now=meets + 2 * later, person_id=buyer, note="I was there, but it does not work.")
        if state == "no_show":
            act(order.pk, "claim-no-show", now=meets + timedelta(hours=2), person_id=seller)

    def _at(self, days: int) -> datetime:
        """Half past five in the afternoon, so many days from now."""
        return (self._now + timedelta(days=days)).replace(hour=17, minute=30, second=0)
