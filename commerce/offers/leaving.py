"""Offers in somebody's own data; open ones end when the person goes."""

from __future__ import annotations

from typing import Any

from django.db.models import Q
from django.utils import timezone

from commerce.offers.errors import OfferStateConflict
from commerce.offers.machine import OPEN_STATES, Action, Actor, State
from commerce.offers.models import Offer
from commerce.offers.services import act


def offers_of(user_id: int) -> list[dict[str, Any]]:
    """All offers of a person, on either side."""
    found = Offer.objects.filter(Q(buyer=user_id) | Q(seller=user_id)).order_by("pk")
    return [
        {
            "title": one.title,
            "side": str(one.side_of(user_id)),
            "state": one.state,
            "price_cents": one.price_cents,
            "amounts_cents": [event.amount_cents for event in one.events.all()],
            "made_at": one.made_at,
        }
        for one in found.prefetch_related("events")
    ]


def forget_offers(user_id: int) -> None:
    """Take back, or decline, what is open; what was agreed with them as the seller ends with their listings."""
    for offer in Offer.objects.filter(Q(buyer=user_id) | Q(seller=user_id), state__in=OPEN_STATES):
        is_asked = (offer.state, offer.side_of(user_id)) in {
            (State.PROPOSED, Actor.SELLER),
            (State.COUNTERED, Actor.BUYER),
        }
        try:
            act(offer.pk, Action.DECLINE if is_asked else Action.WITHDRAW, now=timezone.now(), person_id=user_id)
        except OfferStateConflict:
            continue  # Its time is over: the clock ends it.
