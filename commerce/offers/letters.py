"""Which mail goes to whom about an offer; each in the transaction of what it tells of."""

from __future__ import annotations

from django.contrib.auth import get_user_model

from commerce.conversations.names import shown_name
from commerce.notifications.services import notify
from commerce.offers.machine import Action, Actor, State
from commerce.offers.models import Offer
from commerce.offers.wording import state_words
from commerce.orders.when import spoken

_OTHER = {Actor.BUYER: Actor.SELLER, Actor.SELLER: Actor.BUYER}


def tell_of_proposal(offer: Offer) -> None:
    """A new one goes to the seller."""
    _tell(offer, Actor.SELLER, "offer-received")


def tell_after(offer: Offer, action: str, actor: Actor) -> None:
    """The other side learns what was done; both what the clock did, or the rule agreed to.

    An order has a mail of its own. What the rule declines is nothing that its seller wants to hear of.
    """
    if action == Action.ORDER:
        return
    kind = {State.PROPOSED: "offer-received", State.COUNTERED: "offer-received", State.ACCEPTED: "offer-accepted"}
    for side in [_OTHER[actor]] if actor in _OTHER else list(_OTHER):
        is_for_buyers = action == Action.END or (actor is Actor.RULE and action == Action.DECLINE)
        if not is_for_buyers or side is Actor.BUYER:
            _tell(offer, side, kind.get(State(offer.state), "offer-ended"), by_rule=actor is Actor.RULE)


def _tell(offer: Offer, side: Actor, kind: str, *, by_rule: bool = False) -> None:
    person, other = (offer.buyer_id, offer.seller_id) if side is Actor.BUYER else (offer.seller_id, offer.buyer_id)
    context = {
        "listing": offer.title,
        "path": offer.path,
        "side": side.value,
        "other": shown_name(get_user_model().objects.get(pk=other)),
        "amount": offer.amount,
        "price": offer.price,
        "until": spoken(offer.deadline) if offer.deadline else "",
        "outcome": state_words(offer.state),
        "by_rule": by_rule,
    }
    notify(person, kind, context)
