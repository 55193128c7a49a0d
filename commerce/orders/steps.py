"""What a side can do with an order now, and what the page says about what happens next."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta

from commerce.orders.machine import Action, Actor, Appeal, Reason, State, actions_of
from commerce.orders.models import Appointment, Order
from commerce.theme import later


@dataclass(frozen=True, slots=True, kw_only=True)
class Situation:
    """An order as one side sees it at this moment."""

    order: Order
    side: Actor
    now: datetime
    agreed: Appointment | None
    proposed: Appointment | None
    has_slots: bool = False

    @property
    def buys(self) -> bool:
        """Whether it is the buyer who looks."""
        return self.side is Actor.BUYER

    @property
    def has_spoken(self) -> bool:
        """Whether this side said alone that it is done, or that the other did not come."""
        return self.order.spoke == self.side

    @property
    def is_asked(self) -> bool:
        """Whether the other side has proposed a meeting."""
        return self.proposed is not None and self.proposed.proposed_by != self.side

    @property
    def has_begun(self) -> bool:
        """Whether the time of the meeting has come."""
        return self.agreed is not None and self.now >= self.agreed.starts_at


def _always(_seen: Situation) -> bool:
    return True


def _hour_later(seen: Situation) -> bool:
    wait = timedelta(hours=seen.order.agreed_terms.no_show_hours)
    return seen.agreed is not None and seen.now >= seen.agreed.starts_at + wait


def _may_move(seen: Situation) -> bool:
    return seen.order.state != State.SCHEDULED or seen.order.meeting_changes < seen.order.agreed_terms.changes


def _may_complain(seen: Situation) -> bool:
    order = seen.order
    days = timedelta(days=order.agreed_terms.complaint_days)
    return order.complained_at is None and order.received_at is not None and seen.now <= order.received_at + days


def _may_appeal(seen: Situation) -> bool:
    until = appeal_ends(seen.order)
    return not seen.order.appeal and until is not None and seen.now <= until


def appeal_ends(order: Order) -> datetime | None:
    """Until when the two sides may appeal against what the team decided; None when it has not."""
    return order.decided_at and order.decided_at + timedelta(days=order.agreed_terms.appeal_days)


_OFFERED: dict[Action, Callable[[Situation], bool]] = {
    Action.PROPOSE: _may_move,
    Action.PICK: lambda seen: seen.has_slots and _may_move(seen),
    Action.CONFIRM: lambda seen: seen.is_asked and _may_move(seen),
    Action.TURN_DOWN: lambda seen: seen.is_asked,
    Action.HAND_OVER: lambda seen: seen.has_begun,
    Action.CLAIM_NO_SHOW: _hour_later,
    Action.AGREE: lambda seen: not seen.has_spoken,
    Action.OBJECT: lambda seen: not seen.has_spoken,
    Action.CONTRADICT: lambda seen: not seen.has_spoken,
    Action.COMPLAIN: _may_complain,
    Action.APPEAL: _may_appeal,
}


def offered(seen: Situation) -> tuple[Action, ...]:
    """The actions that the page offers, in the order of the table. The services decide all the same."""
    return tuple(one for one in actions_of(seen.order.state, seen.side) if _OFFERED.get(one, _always)(seen))


def is_pressing(order: Order) -> bool:
    """Whether somebody has to act until the deadline. An agreed meeting says itself when that is."""
    return order.state != State.SCHEDULED


def next_step(seen: Situation) -> str:
    """What happens next, in a sentence for this side."""
    if seen.order.appeal == Appeal.WAITS:
        return _APPEAL_WAITS()
    return _SENTENCES[seen.order.state](seen)()


_WAITS = later("The seller decides whether to sell to you. The goods are reserved for you meanwhile.")
_ANSWER = later("Accept or decline. The goods are reserved until then.")
_ANSWER_PROPOSAL = later("A meeting was proposed to you: confirm it, or propose another one.")
_PROPOSAL_WAITS = later("You have proposed a meeting. The other side confirms it or proposes another one.")
_PICK = later("Pick a time at which the seller hands things over, or propose another one.")
_PROPOSE = later("Propose where and when you meet. The other side confirms it.")
_SHOW_CODE = later("Look at the goods when you meet, pay in cash, then show your code.")
_ENTER_CODE = later("Hand the goods over, count the cash, then enter the buyer’s code.")
_CONFIRM = later("The other side says that goods and cash changed hands. Confirm it, or object.")
_OTHER_CONFIRMS = later("The other side confirms or objects. If it says nothing, the deal counts as made.")
_CONTRADICT = later("The other side says that you did not come to the meeting. Contradict if that is wrong.")
_OTHER_CONTRADICTS = later("The other side can contradict. If it says nothing, the order ends.")
_TEAM_LOOKS = later("The shop’s team looks at it and writes to both of you. The goods stay reserved.")
_APPEAL_WAITS = later(
    "Somebody else of the shop’s team looks at the decision once more and writes to both of you. Until then it stands."
)
_DONE = later("All is done. Keep the receipt.")
_NOTHING_HELD = later("Nothing is reserved any more.")
_STILL_THERE = later("Nothing is reserved any more. Is the listing still right?")


def _while_meeting(seen: Situation, otherwise: Callable[[], str]) -> Callable[[], str]:
    if seen.proposed is None:
        return otherwise
    return _ANSWER_PROPOSAL if seen.is_asked else _PROPOSAL_WAITS


def _of_cancelled(seen: Situation) -> Callable[[], str]:
    is_for_seller = seen.order.reason == Reason.UNREPORTED and not seen.buys
    return _STILL_THERE if is_for_seller else _NOTHING_HELD


_SENTENCES: dict[str, Callable[[Situation], Callable[[], str]]] = {
    State.REQUESTED: lambda seen: _WAITS if seen.buys else _ANSWER,
    State.ACCEPTED: lambda seen: _while_meeting(seen, _PICK if seen.has_slots else _PROPOSE),
    State.SCHEDULED: lambda seen: _while_meeting(seen, _SHOW_CODE if seen.buys else _ENTER_CODE),
    State.HANDED_OVER: lambda seen: _OTHER_CONFIRMS if seen.has_spoken else _CONFIRM,
    State.NO_SHOW: lambda seen: _OTHER_CONTRADICTS if seen.has_spoken else _CONTRADICT,
    State.DISPUTED: lambda _: _TEAM_LOOKS,
    State.COMPLETED: lambda _: _DONE,
    State.CANCELLED: _of_cancelled,
}
