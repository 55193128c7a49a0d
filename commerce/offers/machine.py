"""The life of an offer as a table: who may do what in which state, and where it leads.

Plain data and plain functions: services apply it, pages show the buttons that follow from it, tests try every triple.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta
from enum import StrEnum


class State(StrEnum):
    """Where an offer stands. The buyer's amount waits for the seller, the seller's for the buyer."""

    PROPOSED = "proposed"
    COUNTERED = "countered"
    ACCEPTED = "accepted"
    ORDERED = "ordered"
    DECLINED = "declined"
    WITHDRAWN = "withdrawn"
    EXPIRED = "expired"
    OVER = "over"


OPEN_STATES = frozenset({State.PROPOSED, State.COUNTERED, State.ACCEPTED})


class Actor(StrEnum):
    """Who acts."""

    BUYER = "buyer"
    SELLER = "seller"
    CLOCK = "clock"
    RULE = "rule"
    """What the seller has laid down beforehand, see rules."""


class Action(StrEnum):
    """What can be done with an offer that exists. Making one is `propose`."""

    ACCEPT = "accept"
    DECLINE = "decline"
    COUNTER = "counter"
    WITHDRAW = "withdraw"
    ORDER = "order"
    LAPSE = "lapse"
    END = "end"


@dataclass(frozen=True, slots=True)
class Transition:
    """One way from one state to another."""

    action: Action
    source: State
    target: State
    actor: Actor


MOST_ROUNDS = 3
"""The first amount, the seller's counter, the buyer's: then there is only yes or no."""

LOWEST_PERCENT = 20
"""Of the price; less is no offer."""

MOST_OPEN = 5
"""So many open offers a buyer may have."""

MOST_A_LISTING = 3
"""So often a buyer may begin about one listing within MEMORY."""

MEMORY = timedelta(days=30)

TIME_TO_ANSWER = timedelta(hours=48)
"""For each answer, and for ordering at an agreed price."""

_B, _S, _C, _R = Actor.BUYER, Actor.SELLER, Actor.CLOCK, Actor.RULE

TABLE: tuple[Transition, ...] = (
    Transition(Action.ACCEPT, State.PROPOSED, State.ACCEPTED, _S),
    Transition(Action.COUNTER, State.PROPOSED, State.COUNTERED, _S),
    Transition(Action.DECLINE, State.PROPOSED, State.DECLINED, _S),
    Transition(Action.WITHDRAW, State.PROPOSED, State.WITHDRAWN, _B),
    Transition(Action.ACCEPT, State.COUNTERED, State.ACCEPTED, _B),
    Transition(Action.COUNTER, State.COUNTERED, State.PROPOSED, _B),
    Transition(Action.DECLINE, State.COUNTERED, State.DECLINED, _B),
    Transition(Action.WITHDRAW, State.COUNTERED, State.WITHDRAWN, _S),
    Transition(Action.ORDER, State.ACCEPTED, State.ORDERED, _B),
    Transition(Action.WITHDRAW, State.ACCEPTED, State.WITHDRAWN, _B),
    Transition(Action.ACCEPT, State.PROPOSED, State.ACCEPTED, _R),
    Transition(Action.DECLINE, State.PROPOSED, State.DECLINED, _R),
    *(Transition(Action.LAPSE, one, State.EXPIRED, _C) for one in sorted(OPEN_STATES)),
    *(Transition(Action.END, one, State.OVER, _C) for one in sorted(OPEN_STATES)),
)
_BY_KEY = {(one.source, one.action, one.actor): one for one in TABLE}


def allowed(state: str, action: str, actor: str) -> Transition | None:
    """The transition, or None when this actor cannot do this in this state."""
    try:
        return _BY_KEY.get((State(state), Action(action), Actor(actor)))
    except ValueError:
        return None


def actions_of(state: str, actor: str, rounds: int) -> tuple[Action, ...]:
    """What this actor can do in this state after so many amounts, in the order of the table."""
    found = (one.action for one in TABLE if one.source == state and one.actor == actor)
    return tuple(one for one in found if one is not Action.COUNTER or rounds < MOST_ROUNDS)
