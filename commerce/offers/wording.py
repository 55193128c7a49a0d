"""What is said about offers, in the language of the shop."""

from __future__ import annotations

from commerce.offers.machine import Action, Actor, State
from commerce.theme import later, translate

_ASKED = {(State.PROPOSED, Actor.SELLER), (State.COUNTERED, Actor.BUYER)}
_STATES = {
    State.PROPOSED: later("The seller has to answer"),
    State.COUNTERED: later("The buyer has to answer"),
    State.ACCEPTED: later("Agreed"),
    State.ORDERED: later("Ordered at this price"),
    State.DECLINED: later("Declined"),
    State.WITHDRAWN: later("Withdrawn"),
    State.EXPIRED: later("Run out"),
    State.OVER: later("No longer for sale"),
}
_EVENTS = {
    "propose": later("Offered"),
    Action.ACCEPT: later("Accepted"),
    Action.DECLINE: later("Declined"),
    Action.COUNTER: later("Named another amount"),
    Action.WITHDRAW: later("Withdrawn"),
    Action.ORDER: later("Ordered at this price"),
    Action.LAPSE: later("Run out"),
    Action.END: later("No longer for sale"),
}
_NEXT = {
    (State.PROPOSED, Actor.BUYER): later("You get a mail when the seller answers. Nothing is reserved meanwhile."),
    (State.PROPOSED, Actor.SELLER): later("Accept, decline, or name another amount. Nothing is reserved by an offer."),
    (State.COUNTERED, Actor.BUYER): later("The seller has named another amount: accept, decline, or name yours."),
    (State.COUNTERED, Actor.SELLER): later("You get a mail when the buyer answers. Nothing is reserved meanwhile."),
    (State.ACCEPTED, Actor.BUYER): later("Agreed: ask for it at this price before somebody else orders it."),
    (State.ACCEPTED, Actor.SELLER): later(
        "Agreed: the buyer can order one piece at this price. Nothing is reserved yet."
    ),
}


def state_words(state: str, side: Actor | None = None) -> str:
    """Where it stands, for this side."""
    if (state, side) in _ASKED:
        return translate("Your answer is awaited")
    return _STATES[State(state)]()


def event_words(action: str) -> str:
    """What happened."""
    return _EVENTS[action]()


def next_words(state: str, side: Actor) -> str:
    """What happens next, for this side; empty when nothing does."""
    said = _NEXT.get((State(state), side))
    return said() if said else ""
